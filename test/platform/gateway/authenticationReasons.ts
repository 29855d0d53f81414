const VERIFY_URL = 'http://bkssm.internal.invalid/api/v1/auth/access-tokens/verify';

/** Every `reason` of platform-api.md 2.6. The gateway's checks and planned faults use these texts. */
export const authenticationReasons = {
  noCredentials: 'app code cannot be empty',
  notJson: 'request header X-Bkapi-Authorization is not a valid JSON',
  unknownToken: (requestId: string): string =>
    `access_token is invalid, ssm error message: ${VERIFY_URL}, request_id: ${requestId}, status: 200, ` +
    `result.code!=0, response: {"code":1901403,"message":"access token is invalid","data":{}}`,
  /**
   * The reason for an unknown token in the gateway's other edition, whose token service responds with an HTTP status.
   */
  unknownTokenOtherEdition: `access_token is invalid, url: ${VERIFY_URL}, code: 403`,
  userTokenExpired: (user: string): string => `the access_token of the user(${user}) has expired, please re-authorize`,
  appTokenExpired: 'access_token has expired',
  appToken: 'the access_token is the application type and cannot indicate the user',
  noUser:
    'user authentication failed, please provide a valid user identity, such as bk_username, bk_token, access_token',
  userNotVerified: 'user authentication failed, the user indicated by bk_username is not verified',
  noSecret: 'please provide bk_app_secret or bk_signature to verify app',
  wrongSecret: 'bk_app_code or bk_app_secret is incorrect',
  unknownApp: 'app not found',
  tokensUnsupported: 'authentication based on access_token is not supported',
  /** The token service cannot be reached. The gateway then responds 500. The token can still be valid. */
  authServiceDown: `failed to request third-party api, url: ${VERIFY_URL}, err: connection refused`,
} as const;
