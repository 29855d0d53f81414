import type { ErrorTextFunctions } from './errorText.ts';

/**
 * Texts of errors without a readable response of the gateway. `subject` is the gateway's host, or the target of a
 * redirect. `todo` names only settings that apply to extensions. So `todo` does not name `http.proxyAuthorization`,
 * which applies only to VS Code's own requests (VS Code 1.139).
 */
export const connectionErrorTexts = {
  nameNotFound: (t, { subject }) => ({
    what: t('Couldn’t find the host “{0}”.', subject ?? ''),
    why: t('The host name is misspelled, or it resolves only inside a company network or VPN.'),
    todo: t(
      'Check the gateway URL, and make sure that you’re connected to the right network. Behind a company proxy, check the http.proxy setting.',
    ),
  }),
  connectionRefused: (t, { subject }) => ({
    what: t('“{0}” refused the connection.', subject ?? ''),
    why: t('No service is listening on this host and port.'),
    todo: t(
      'Check the port in the gateway URL. If it’s correct, try again later. If your network requires a proxy, set it in http.proxy.',
    ),
  }),
  unreachable: (t, { subject }) => ({
    what: t('Couldn’t reach “{0}”.', subject ?? ''),
    why: t('There’s no network route to the host.'),
    todo: t('Check your VPN and firewall. If your network requires a proxy, set it in http.proxy.'),
  }),
  connectionLost: (t, { subject }) => ({
    what: t('The connection to “{0}” was lost.', subject ?? ''),
    why: t('The server or a proxy closed the connection before the response was complete.'),
    todo: t(
      'Before you retry an upload, check whether the version was uploaded. If every request fails, check the http.proxy and http.noProxy settings.',
    ),
  }),
  certificateUntrusted: (t, { subject }) => ({
    what: t('The certificate of “{0}” isn’t trusted.', subject ?? ''),
    why: t(
      'The certificate is self-signed, or it’s signed by a company’s certificate authority that this computer doesn’t trust.',
    ),
    todo: t(
      'Add the company’s root certificate to the operating system, keep http.systemCertificates turned on, and restart VS Code. On a server or in a container, set the environment variable NODE_EXTRA_CA_CERTS to the certificate file instead.',
    ),
    who: 'networkAdministrator',
  }),
  tlsFailed: (t, { subject }) => ({
    what: t('Couldn’t establish a secure connection to “{0}”.', subject ?? ''),
    why: t('The certificate has expired or is for another host name, or the server uses http instead of https.'),
    todo: t(
      'Check that the gateway URL in bkpaas.platforms has the right scheme and host. If it does, contact the gateway administrator.',
    ),
    who: 'gatewayAdministrator',
  }),
  proxyFailed: (t, { subject }) => ({
    what: t('The proxy refused to connect to “{0}”.', subject ?? ''),
    why: t('The proxy doesn’t allow this host, or can’t reach it.'),
    todo: t(
      'Check the http.proxy setting. If you can reach the gateway without the proxy, add its host to http.noProxy. Otherwise, ask the proxy’s administrator to allow the host.',
    ),
    who: 'networkAdministrator',
  }),
  proxyUnreachable: (t, { subject }) => ({
    what: t('Couldn’t reach the proxy for “{0}”.', subject ?? ''),
    why: t(
      'The proxy’s address is wrong, the proxy isn’t running, or it’s reachable only inside a company network or VPN.',
    ),
    todo: t(
      'Correct the http.proxy setting, or the environment variable HTTPS_PROXY if the setting is empty. If you can reach the gateway without a proxy, add its host to http.noProxy.',
    ),
  }),
  proxyLoginRequired: (t) => ({
    what: t('The proxy requires a sign-in.'),
    why: t('The proxy returned HTTP 407 instead of forwarding the request.'),
    todo: t(
      'Add your user name and password to the http.proxy setting ({0}). For Kerberos, set http.proxyKerberosServicePrincipal. If you can reach the gateway without the proxy, add its host to http.noProxy.',
      'http://user:password@host:port',
    ),
  }),
  timedOut: (t, { subject }) => ({
    what: t('The request to “{0}” timed out.', subject ?? ''),
    why: t('The platform may still be processing the request.'),
    todo: t(
      'Before you retry an upload, check whether the version was uploaded. To give uploads more time, increase bkpaas.uploadTimeoutSeconds. If every request times out, check the http.proxy and http.noProxy settings.',
    ),
  }),
  cancelled: (t) => ({
    what: t('Canceled.'),
    why: t('The request was aborted.'),
    todo: t('No action is needed.'),
  }),
  answerTooLarge: (t, { subject }) => ({
    what: t('“{0}” sent an unexpectedly large response.', subject ?? ''),
    why: t('The gateway URL leads to another service, or a proxy sent the response.'),
    todo: t('Check the gateway URL.'),
  }),
  redirected: (t, { subject }) => ({
    what: subject
      ? t('The gateway redirected the request to “{0}”. The extension didn’t follow the redirect.', subject)
      : t('The gateway redirected the request to another address. The extension didn’t follow the redirect.'),
    why: t('The access token is only for the gateway and isn’t sent anywhere else.'),
    todo: t('If the gateway has moved or requires https, sign in with its new URL.'),
  }),
  notThePlatform: (t) => ({
    what: t('Received a web page instead of a response from the platform.'),
    why: t('It’s probably the sign-in page of a proxy or VPN, or the gateway URL leads to a website.'),
    todo: t(
      'Open the gateway’s host in a browser and sign in there. Then check the gateway URL and the http.proxy and http.noProxy settings.',
    ),
  }),
  answerUnreadable: (t) => ({
    what: t('Couldn’t read the response.'),
    why: t('The response is incomplete, or isn’t one that this API returns.'),
    todo: t(
      'Before you retry an upload, check whether the version was uploaded. If the problem persists, send the log to the administrator.',
    ),
  }),
} satisfies Partial<ErrorTextFunctions>;
