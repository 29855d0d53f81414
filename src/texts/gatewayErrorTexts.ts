import type { ErrorTextFunctions } from './errorText.ts';

/** Texts of errors that the gateway returns (platform-api.md 2.5). */
export const gatewayErrorTexts = {
  argumentsRefusedByGateway: (t) => ({
    what: t('The gateway rejected the request’s parameters.'),
    why: t('A problem with the access token is the most common cause.'),
    todo: t('Sign in again with a new access token.'),
  }),
  jwtNotVerified: (t) => ({
    what: t('The gateway couldn’t verify the identity in the request.'),
    why: t(
      'The request contained an invalid signed identity (JWT). This extension doesn’t send one, so a proxy probably added it.',
    ),
    todo: t('Send the request ID to the administrator.'),
    who: 'gatewayAdministrator',
  }),
  gatewayUnauthorized: (t) => ({
    what: t('The gateway doesn’t accept this kind of token.'),
    why: t('The gateway requires an OAuth2 bearer token.'),
    todo: t('Ask the gateway administrator which access token this gateway accepts, and sign in with it.'),
    who: 'gatewayAdministrator',
  }),
  appNotVerified: (t) => ({
    what: t('The gateway couldn’t verify your token’s application.'),
    why: t('The gateway doesn’t recognize the application, or the application is disabled.'),
    todo: t('Create a token for another application, and sign in with it.'),
  }),
  userNotVerifiedByGateway: (t) => ({
    what: t('The gateway couldn’t verify your user account.'),
    why: t('The token doesn’t belong to a user that the gateway knows.'),
    todo: t('Create a token with your own account, and sign in with it.'),
  }),
  appNotPermitted: (t, { subject }) => ({
    what: subject
      ? t('Your token’s application, “{0}”, isn’t allowed to call this API.', subject)
      : t('Your token’s application isn’t allowed to call this API.'),
    why: t(
      'The gateway grants permissions to applications, not to users. This application has no permission for the API.',
    ),
    todo: t(
      'On the application’s Cloud API page, apply for permission to use the bkpaas3 gateway. After your request is approved, wait two minutes, because the gateway caches rejections for that long.',
    ),
    who: 'gatewayAdministrator',
  }),
  appPermissionExpired: (t, { subject }) => ({
    what: subject
      ? t('The application “{0}” can no longer call this API because its permission has expired.', subject)
      : t('Your token’s application can no longer call this API because its permission has expired.'),
    why: t('The gateway grants permissions for a limited time.'),
    todo: t(
      'Renew it on the application’s Cloud API page. After your request is approved, wait two minutes, because the gateway caches rejections for that long.',
    ),
    who: 'gatewayAdministrator',
  }),
  tenantForbidden: (t) => ({
    what: t('The gateway doesn’t allow this token to be used across tenants.'),
    why: t('The tenants of the application, the user and the settings don’t match.'),
    todo: t('Correct the tenant ID in bkpaas.platforms, or use a token for the right tenant.'),
  }),
  ipNotAllowed: (t) => ({
    what: t('The gateway doesn’t accept requests from your IP address.'),
    why: t('The gateway restricts access by IP address.'),
    todo: t('Connect through the company network or VPN, or ask the gateway administrator to allow your IP address.'),
    who: 'gatewayAdministrator',
  }),
  userNotAllowed: (t) => ({
    what: t('The gateway doesn’t accept requests from your user account.'),
    why: t('The gateway restricts access by user.'),
    todo: t('Ask the gateway administrator to allow your user account.'),
    who: 'gatewayAdministrator',
  }),
  tenantNotAllowed: (t) => ({
    what: t('The gateway doesn’t accept requests from your tenant.'),
    why: t('The gateway restricts access by tenant.'),
    todo: t('Ask the gateway administrator to allow your tenant.'),
    who: 'gatewayAdministrator',
  }),
  apiNotFound: (t) => ({
    what: t('The gateway doesn’t have this API.'),
    why: t(
      'The gateway name or the stage in the gateway URL is wrong, or the platform is too old for this API. By default, the only stage is “prod”.',
    ),
    todo: t('Correct the gateway URL, and sign in again.'),
  }),
  bodyTooLarge: (t) => ({
    what: t('The request is too large for the gateway.'),
    why: t(
      'The gateway or a proxy limits the size of requests. An upload from a URL sends only a small request, far below the usual limits.',
    ),
    todo: t('Send the log and the request ID to the administrator.'),
    who: 'gatewayAdministrator',
  }),
  uriTooLong: (t) => ({
    what: t('The request URL is too long for the gateway.'),
    why: t('The gateway or a proxy limits the length of URLs.'),
    todo: t('Check that the gateway URL is correct. Then send the request ID to the administrator.'),
    who: 'gatewayAdministrator',
  }),
  rateLimited: (t, { retryAfterSeconds }) => ({
    what: t('The gateway received too many requests.'),
    why: t('The gateway has a rate limit.'),
    todo:
      retryAfterSeconds === undefined
        ? t('Wait a minute, and try again.')
        : t('Try again in {0} s.', retryAfterSeconds),
  }),
  concurrencyLimited: (t) => ({
    what: t('The gateway received too many concurrent requests.'),
    why: t('The gateway limits the number of concurrent requests.'),
    todo: t('Wait until other requests have finished, and try again.'),
  }),
  gatewayInternalError: (t) => ({
    what: t('The gateway returned an internal error.'),
    why: t('For example, its authentication service may be unavailable. Your token may still be valid.'),
    todo: t('Try again in a few minutes. If the problem persists, send the request ID to the administrator.'),
    who: 'gatewayAdministrator',
  }),
  gatewayResourceFailed: (t) => ({
    what: t('The gateway reported a platform error.'),
    why: t('The platform returned a server error to the gateway.'),
    todo: t('Try again in a few minutes. If the problem persists, send the request ID to the administrator.'),
    who: 'platformAdministrator',
  }),
  gatewayMisconfigured: (t) => ({
    what: t('The gateway’s configuration for this API isn’t valid.'),
    why: t('The gateway’s resource for this API is misconfigured.'),
    todo: t('Send the request ID to the administrator.'),
    who: 'gatewayAdministrator',
  }),
  gatewayBadAnswer: (t) => ({
    what: t('The gateway didn’t receive a valid response from the platform.'),
    why: t('The connection between the gateway and the platform was lost (HTTP 502). The platform may be restarting.'),
    todo: t('Before you retry an upload, check whether the version was uploaded.'),
    who: 'platformAdministrator',
  }),
  gatewayCannotReachPlatform: (t) => ({
    what: t('The gateway couldn’t reach the platform.'),
    why: t('The platform’s servers are probably down or restarting.'),
    todo: t('Before you retry an upload, check whether the version was uploaded.'),
    who: 'platformAdministrator',
  }),
  gatewayUnavailable: (t) => ({
    what: t('The gateway is temporarily unavailable.'),
    why: t('The gateway is overloaded or under maintenance (HTTP 503).'),
    todo: t('Try again in a few minutes. Before you retry an upload, check whether the version was uploaded.'),
    who: 'gatewayAdministrator',
  }),
  gatewayTimedOut: (t) => ({
    what: t('The gateway timed out waiting for the platform.'),
    why: t(
      'The gateway waits 30 seconds. The platform may continue after that, for example to download and store a package.',
    ),
    todo: t(
      'Before you retry an upload, wait a minute or two, refresh the module’s versions, and check whether the version was uploaded.',
    ),
  }),
  gatewayLoop: (t) => ({
    what: t('The gateway is configured to send requests for this API back to itself.'),
    why: t('The gateway’s resource for this API is misconfigured.'),
    todo: t('Send the request ID to the administrator.'),
    who: 'gatewayAdministrator',
  }),
  gatewayUnknownError: (t) => ({
    what: t('The gateway rejected the request.'),
    why: t('The reason is unknown.'),
    todo: t('Read the gateway’s message. If it doesn’t help, send the request ID to the administrator.'),
    who: 'gatewayAdministrator',
  }),
} satisfies Partial<ErrorTextFunctions>;
