import type { ErrorTextFunctions } from './errorText.ts';

/** Texts of authentication errors, which the gateway reports as HTTP 400 and never as 401 (platform-api.md 2.6). */
export const tokenErrorTexts = {
  tokenMissing: (t) => ({
    what: t('The gateway found no access token in the request.'),
    why: t('The token was lost in transit, or it doesn’t identify an application.'),
    todo: t('Sign in again with a new access token.'),
  }),
  tokenHeaderMalformed: (t) => ({
    what: t('The gateway couldn’t parse the access token header.'),
    why: t('A proxy changed the X-Bkapi-Authorization header, or the token contains invalid characters.'),
    todo: t('Sign in again with a new access token. If the problem persists, contact your proxy’s administrator.'),
  }),
  tokenInvalid: (t) => ({
    what: t('The access token isn’t valid.'),
    why: t('The token is incomplete, was replaced by a newer one, or was created for another platform.'),
    todo: t('Sign in again with a new access token.'),
  }),
  tokenExpired: (t) => ({
    what: t('Your access token has expired.'),
    why: t('Tokens expire after one day to six months, depending on the platform.'),
    todo: t('Sign in again with a new access token.'),
  }),
  appTokenExpired: (t) => ({
    what: t('The application’s access token has expired.'),
    why: t('The token was created for an application, not for a user.'),
    todo: t('Create a token with your own account, and sign in with it.'),
  }),
  tokenOfAppOnly: (t) => ({
    what: t('This access token belongs to an application, not to you.'),
    why: t('The platform must know who is uploading, so it requires a token created by a signed-in user.'),
    todo: t('Create a user token on the application’s Cloud API page, and sign in with it.'),
  }),
  userCredentialMissing: (t) => ({
    what: t('The gateway couldn’t identify the user.'),
    why: t('The token identifies an application but no user.'),
    todo: t('Create a token with your own account, and sign in with it.'),
  }),
  userNotVerified: (t) => ({
    what: t('The request had a user name but no proof of identity.'),
    why: t('A user name alone isn’t enough for this API.'),
    todo: t('Sign in with your own access token.'),
  }),
  appSecretMissing: (t) => ({
    what: t('The gateway requires the application’s secret.'),
    why: t('The gateway didn’t recognize the access token, so it looked for an App ID and a secret instead.'),
    todo: t('Sign in again with a new access token.'),
  }),
  appSecretWrong: (t) => ({
    what: t('The gateway doesn’t recognize this token’s application.'),
    why: t('The application was deleted, or its secret has changed.'),
    todo: t('Create a token for an existing application, and sign in with it.'),
  }),
  tokensNotSupported: (t) => ({
    what: t('This gateway doesn’t support access tokens.'),
    why: t('The gateway has no token service.'),
    todo: t('Ask the gateway administrator for another gateway URL, or ask them to connect the token service.'),
    who: 'gatewayAdministrator',
  }),
} satisfies Partial<ErrorTextFunctions>;
