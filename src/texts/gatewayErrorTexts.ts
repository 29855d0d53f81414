import type { ErrorTexts } from './errorText.ts';

/** Texts of errors that the gateway returns (platform-api.md 2.5). */
export const gatewayErrorTexts = {
  argumentsRefusedByGateway: (t) => ({
    what: t('The gateway refused the request’s parameters.'),
    why: t('Most often this is about the access token.'),
    todo: t('Sign in again with a fresh access token.'),
  }),
  jwtNotVerified: (t) => ({
    what: t('The gateway could not verify the identity that came with the request.'),
    why: t(
      'A signed identity (JWT) was sent along and is not valid; this extension sends none, so a machine in between did.',
    ),
    todo: t('Show the request ID to the administrator.'),
    who: 'gatewayAdministrator',
  }),
  gatewayUnauthorized: (t) => ({
    what: t('The gateway does not accept this sign-in.'),
    why: t('It works with another kind of token (OAuth2 bearer) than the one that was given.'),
    todo: t('Ask the gateway administrator which access token this gateway takes, and sign in with it.'),
    who: 'gatewayAdministrator',
  }),
  appNotVerified: (t) => ({
    what: t('The gateway could not verify the application of your token.'),
    why: t('The application that the token was made for is not known to the gateway, or is disabled.'),
    todo: t('Make a token for another application and sign in with it.'),
  }),
  userNotVerifiedByGateway: (t) => ({
    what: t('The gateway could not verify you as a user.'),
    why: t('The token does not stand for a user that the gateway can check.'),
    todo: t('Make a token while signed in as yourself, and sign in with it.'),
  }),
  appNotPermitted: (t, { subject }) => ({
    what: subject
      ? t('The application “{0}”, which your token was made for, is not allowed to call this API.', subject)
      : t('The application that your token was made for is not allowed to call this API.'),
    why: t('The gateway gives permission to applications, not to people, and this one has none for the API.'),
    todo: t(
      'Apply for the BlueKing PaaS API on the application’s “Cloud API” page. After approval wait two minutes: the gateway remembers a refusal that long.',
    ),
    who: 'gatewayAdministrator',
  }),
  appPermissionExpired: (t, { subject }) => ({
    what: subject
      ? t('The permission of application “{0}” to call this API has expired.', subject)
      : t('The permission of your token’s application to call this API has expired.'),
    why: t('The gateway gives permissions for a time.'),
    todo: t(
      'Renew it on the application’s “Cloud API” page. After approval wait two minutes: the gateway remembers a refusal that long.',
    ),
    who: 'gatewayAdministrator',
  }),
  tenantForbidden: (t) => ({
    what: t('The gateway does not let this token work across tenants.'),
    why: t('The tenants of the application, the user and the settings do not match.'),
    todo: t('Correct the tenant ID in the setting bkpaas.platforms, or use a token of the right tenant.'),
  }),
  ipNotAllowed: (t) => ({
    what: t('The gateway does not accept calls from your network address.'),
    why: t('An address restriction is set up on the gateway.'),
    todo: t('Connect through the company network or VPN, or ask the gateway administrator to allow your address.'),
    who: 'gatewayAdministrator',
  }),
  userNotAllowed: (t) => ({
    what: t('The gateway does not accept calls from you.'),
    why: t('A restriction by user is set up on the gateway.'),
    todo: t('Ask the gateway administrator to allow your user.'),
    who: 'gatewayAdministrator',
  }),
  tenantNotAllowed: (t) => ({
    what: t('The gateway does not accept calls from your tenant.'),
    why: t('A restriction by tenant is set up on the gateway.'),
    todo: t('Ask the gateway administrator to allow your tenant.'),
    who: 'gatewayAdministrator',
  }),
  apiNotFound: (t) => ({
    what: t('The gateway does not know this API.'),
    why: t(
      'The gateway’s name or the stage in the gateway URL is wrong (a stock platform has only the stage “prod”), or the platform is too old for it.',
    ),
    todo: t('Correct the gateway URL and sign in again.'),
  }),
  bodyTooLarge: (t) => ({
    what: t('The request is too large for the gateway.'),
    why: t('The gateway or a proxy limits the size of requests; an upload by link is far below any usual limit.'),
    todo: t('Show the log and the request ID to the administrator.'),
    who: 'gatewayAdministrator',
  }),
  uriTooLong: (t) => ({
    what: t('The request’s address is too long for the gateway.'),
    why: t('The gateway or a proxy limits the length of addresses.'),
    todo: t('Check that the gateway URL is right; then show the request ID to the administrator.'),
    who: 'gatewayAdministrator',
  }),
  rateLimited: (t, { retryAfterSeconds }) => ({
    what: t('Too many calls: the gateway asks you to slow down.'),
    why: t('A rate limit is set up on the gateway.'),
    todo:
      retryAfterSeconds === undefined ? t('Wait a minute and try again.') : t('Try again in {0} s.', retryAfterSeconds),
  }),
  concurrencyLimited: (t) => ({
    what: t('Too many calls at the same time.'),
    why: t('The gateway limits how many calls may run at once.'),
    todo: t('Wait until others have finished and try again.'),
  }),
  gatewayInternalError: (t) => ({
    what: t('The gateway ran into an error of its own.'),
    why: t('For example, its authentication service cannot be reached. This does not mean that your token is bad.'),
    todo: t('Try again in a few minutes; if it happens again, show the request ID to the administrator.'),
    who: 'gatewayAdministrator',
  }),
  gatewayResourceFailed: (t) => ({
    what: t('The gateway reports that the platform failed.'),
    why: t('The platform behind the gateway answered with a server error.'),
    todo: t('Try again in a few minutes; if it happens again, show the request ID to the administrator.'),
    who: 'platformAdministrator',
  }),
  gatewayMisconfigured: (t) => ({
    what: t('The gateway’s configuration for this API is not valid.'),
    why: t('The resource behind this address is set up wrongly on the gateway.'),
    todo: t('Show the request ID to the administrator.'),
    who: 'gatewayAdministrator',
  }),
  gatewayBadAnswer: (t) => ({
    what: t('The gateway got no usable answer from the platform.'),
    why: t('The connection between gateway and platform broke off (HTTP 502); the platform may be restarting.'),
    todo: t('If this was an upload, check whether the version has arrived before you try again.'),
    who: 'platformAdministrator',
  }),
  gatewayCannotReachPlatform: (t) => ({
    what: t('The gateway could not reach the platform.'),
    why: t('The platform’s servers are down or restarting.'),
    todo: t('If this was an upload, check whether the version has arrived before you try again.'),
    who: 'platformAdministrator',
  }),
  gatewayUnavailable: (t) => ({
    what: t('The gateway is not available at the moment.'),
    why: t('It is overloaded or under maintenance (HTTP 503).'),
    todo: t('If this was an upload, check whether the version has arrived; then try again in a few minutes.'),
    who: 'gatewayAdministrator',
  }),
  gatewayTimedOut: (t) => ({
    what: t('The gateway stopped waiting for the platform.'),
    why: t(
      'It waits 30 seconds; the platform may still go on after that, for example downloading and storing a package.',
    ),
    todo: t(
      'If this was an upload, refresh the module’s versions in a minute or two and check whether the version has arrived before you try again.',
    ),
  }),
  gatewayLoop: (t) => ({
    what: t('The gateway’s configuration for this API leads back to the gateway itself.'),
    why: t('The resource behind this address is set up wrongly on the gateway.'),
    todo: t('Show the request ID to the administrator.'),
    who: 'gatewayAdministrator',
  }),
  gatewayUnknownError: (t) => ({
    what: t('The gateway refused the request.'),
    why: t('For a reason that is not known to this extension.'),
    todo: t('Read what the gateway said; if that does not help, show the request ID to the administrator.'),
    who: 'gatewayAdministrator',
  }),
} satisfies Partial<ErrorTexts>;
