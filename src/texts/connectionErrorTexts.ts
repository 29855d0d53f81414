import type { ErrorTexts } from './errorText.ts';

/**
 * Texts of errors without a readable response of the gateway. `subject` is the gateway's host, or the target of a
 * redirect. `todo` names only settings that apply to extensions. So `todo` does not name `http.proxyAuthorization`,
 * which applies only to VS Code's own requests (1.139).
 */
export const connectionErrorTexts = {
  nameNotFound: (t, { subject }) => ({
    what: t('The host “{0}” could not be found.', subject ?? ''),
    why: t('Its name is misspelled, or it is known only inside a company network or VPN.'),
    todo: t(
      'Check the gateway URL, and whether you are connected to the right network. Behind a company’s proxy, check VS Code’s setting http.proxy.',
    ),
  }),
  connectionRefused: (t, { subject }) => ({
    what: t('“{0}” refused the connection.', subject ?? ''),
    why: t('Nothing listens at this host and port at the moment.'),
    todo: t(
      'Check the port in the gateway URL; if it is right, try again later. If this network is left only through a proxy, set VS Code’s setting http.proxy.',
    ),
  }),
  unreachable: (t, { subject }) => ({
    what: t('“{0}” cannot be reached from here.', subject ?? ''),
    why: t('There is no way to it in the network: a VPN is off, or a firewall is in between.'),
    todo: t('Connect to the right network. A proxy is set with VS Code’s setting http.proxy.'),
  }),
  connectionLost: (t, { subject }) => ({
    what: t('The connection to “{0}” broke off.', subject ?? ''),
    why: t('The other side, or a machine in between, closed it before the answer was complete.'),
    todo: t(
      'If this was an upload, check whether the version has arrived before you try again. If it happens at every call, check VS Code’s settings http.proxy and http.noProxy.',
    ),
  }),
  certificateUntrusted: (t, { subject }) => ({
    what: t('The certificate of “{0}” is not trusted.', subject ?? ''),
    why: t('It is signed by a company’s own authority or by itself, and this computer does not know who signed it.'),
    todo: t(
      'Add the company’s root certificate to the operating system (VS Code’s setting http.systemCertificates reads it) and restart VS Code. On a server or in a container, name its file in the environment variable NODE_EXTRA_CA_CERTS instead.',
    ),
    who: 'networkAdministrator',
  }),
  tlsFailed: (t, { subject }) => ({
    what: t('No secure connection to “{0}” could be made.', subject ?? ''),
    why: t('The certificate is for another name or has expired, or the address speaks http and not https.'),
    todo: t(
      'Check that the gateway URL (setting bkpaas.platforms) begins with the right scheme and names the right host; else ask whoever runs the gateway.',
    ),
    who: 'gatewayAdministrator',
  }),
  proxyFailed: (t, { subject }) => ({
    what: t('The proxy did not open a way to “{0}”.', subject ?? ''),
    why: t('It does not allow this host, or cannot reach it.'),
    todo: t(
      'Check VS Code’s setting http.proxy. If the gateway can be reached without the proxy, add its host to http.noProxy; else have the proxy allow it.',
    ),
    who: 'networkAdministrator',
  }),
  proxyUnreachable: (t, { subject }) => ({
    what: t('The proxy on the way to “{0}” cannot be reached.', subject ?? ''),
    why: t('Its address is wrong, it is not running, or it is known only inside a company network or VPN.'),
    todo: t(
      'Correct VS Code’s setting http.proxy (without it, the environment variable HTTPS_PROXY counts). If the gateway can be reached without a proxy, add its host to http.noProxy.',
    ),
  }),
  proxyLoginRequired: (t) => ({
    what: t('The proxy wants a sign-in.'),
    why: t('It answered with HTTP 407 instead of passing the call on.'),
    todo: t(
      'Put user name and password into VS Code’s setting http.proxy ({0}); for Kerberos, set http.proxyKerberosServicePrincipal. If the gateway can be reached without the proxy, add its host to http.noProxy.',
      'http://user:password@host:port',
    ),
  }),
  timedOut: (t, { subject }) => ({
    what: t('“{0}” did not answer in time.', subject ?? ''),
    why: t('The platform may still be at work on the request.'),
    todo: t(
      'If this was an upload, check whether the version has arrived before you try again. The setting bkpaas.uploadTimeoutSeconds lets an upload wait longer. If every call waits in vain, check VS Code’s settings http.proxy and http.noProxy.',
    ),
  }),
  cancelled: (t) => ({
    what: t('Cancelled.'),
    why: t('The request was broken off.'),
    todo: t('Nothing needs to be done.'),
  }),
  answerTooLarge: (t, { subject }) => ({
    what: t('“{0}” sent far more than this API ever answers.', subject ?? ''),
    why: t('The gateway URL leads to something else, or a machine in between answers for the platform.'),
    todo: t('Check the gateway URL.'),
  }),
  redirected: (t, { subject }) => ({
    what: subject
      ? t('The gateway sends the call on to “{0}”; it was not followed.', subject)
      : t('The gateway sends the call on to another address; it was not followed.'),
    why: t('The access token was given for the gateway and is not sent anywhere else.'),
    todo: t('If the gateway has moved, or wants https, sign in with its new URL.'),
  }),
  notThePlatform: (t) => ({
    what: t('A web page came back instead of an answer of the platform.'),
    why: t('Most often this is the sign-in page of a proxy or VPN, or the gateway URL leads to a web site.'),
    todo: t(
      'Open the gateway’s host in a browser and sign in there, then check the gateway URL and VS Code’s settings http.proxy and http.noProxy.',
    ),
  }),
  answerUnreadable: (t) => ({
    what: t('The answer could not be read.'),
    why: t('It was cut on its way, or is not what this API answers.'),
    todo: t(
      'If this was an upload, check whether the version has arrived before you try again; if it happens again, show the log to the administrator.',
    ),
  }),
} satisfies Partial<ErrorTexts>;
