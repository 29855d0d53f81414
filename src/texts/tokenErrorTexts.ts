import type { ErrorTexts } from './errorText.ts';

/** Texts of authentication errors, which the gateway reports as HTTP 400 and never as 401 (platform-api.md 2.6). */
export const tokenErrorTexts = {
  tokenMissing: (t) => ({
    what: t('The gateway found no access token in the request.'),
    why: t('The token did not arrive, or it names no application.'),
    todo: t('Sign in again with a fresh access token.'),
  }),
  tokenHeaderMalformed: (t) => ({
    what: t('The gateway could not read the header with the access token.'),
    why: t('A proxy changed the header X-Bkapi-Authorization, or the token holds characters that do not belong there.'),
    todo: t('Sign in again with a fresh access token; if it happens again, ask whoever runs your proxy.'),
  }),
  tokenInvalid: (t) => ({
    what: t('The access token is not valid.'),
    why: t('It was copied incompletely, replaced by a newer one, or made for another platform.'),
    todo: t('Sign in again with a fresh access token.'),
  }),
  tokenExpired: (t) => ({
    what: t('Your access token has expired.'),
    why: t('Tokens live from a day to half a year, depending on the platform.'),
    todo: t('Sign in again with a fresh access token.'),
  }),
  appTokenExpired: (t) => ({
    what: t('The application’s access token has expired.'),
    why: t('The token stands for an application, and its time is over.'),
    todo: t('Sign in with a fresh token of your own.'),
  }),
  tokenOfAppOnly: (t) => ({
    what: t('This access token stands for an application and not for you.'),
    why: t('The platform must know who uploads, so it needs a token that was made by a signed-in user.'),
    todo: t('Make a user’s token on the application’s “Cloud API” page and sign in with it.'),
  }),
  userCredentialMissing: (t) => ({
    what: t('The gateway could not tell which user is calling.'),
    why: t('The token names an application but no user.'),
    todo: t('Make a token while signed in as yourself, and sign in with it.'),
  }),
  userNotVerified: (t) => ({
    what: t('The gateway was given a user name without proof of identity.'),
    why: t('The gateway does not accept a bare user name for this API.'),
    todo: t('Sign in with an access token of your own.'),
  }),
  appSecretMissing: (t) => ({
    what: t('The gateway asks for the application’s secret.'),
    why: t('It did not recognize the access token and looked for an application code with its secret instead.'),
    todo: t('Sign in again with a fresh access token.'),
  }),
  appSecretWrong: (t) => ({
    what: t('The gateway does not know the application of this token.'),
    why: t('The application was deleted, or its secret has changed.'),
    todo: t('Make a token for an existing application and sign in with it.'),
  }),
  tokensNotSupported: (t) => ({
    what: t('This gateway does not work with access tokens.'),
    why: t('It runs without a token service.'),
    todo: t('Ask the gateway administrator for another gateway URL, or for the token service to be connected.'),
    who: 'gatewayAdministrator',
  }),
} satisfies Partial<ErrorTexts>;
