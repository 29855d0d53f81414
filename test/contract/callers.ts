/**
 * Every kind of token that a case can use, with a description. If a case is skipped because the token is missing, the
 * report prints the description after “skipped, needs”.
 */
export const callers = {
  caller: 'a token of a user who may upload to the module (--token-file)',
  madeUp: 'nothing: a text that is no token',
  developer: 'a token of a developer of the application',
  operator: 'a token of an operator of the application',
  guest: 'a token of a user without a role in the application',
  expired: 'an expired token of a user',
  application: 'a token of an application, which names no user',
  expiredApplication: 'an expired token of an application',
  noGrant: 'a token whose application was never permitted at the gateway',
  expiredGrant: 'a token whose application was permitted for the whole gateway in the past',
  expiredResourceGrant: 'a token whose application was permitted for single resources in the past',
  listOnly: 'a token whose application is permitted to list applications and nothing else',
  globalTenant: 'a token of an application that is open to all tenants',
  otherTenant: 'a token of a user of another tenant than its application',
} as const;

export type CallerKind = keyof typeof callers;
