export type SecretKind =
  | 'privateKey'
  | 'awsAccessKey'
  | 'githubToken'
  | 'gitlabToken'
  | 'slackToken'
  | 'npmToken'
  | 'accessToken'
  | 'appSecret';

/** Kinds of keys and tokens with their patterns. Contains only formats that hardly any other text has. */
const patterns: readonly (readonly [kind: SecretKind, pattern: RegExp])[] = [
  ['privateKey', /-----BEGIN (?:[A-Z]{2,10} ){0,2}PRIVATE KEY-----/],
  ['awsAccessKey', /\bAKIA[0-9A-Z]{16}\b/],
  ['githubToken', /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{50,90})\b/],
  ['gitlabToken', /\bglpat-[\w-]{20,60}/],
  ['slackToken', /\bxox[abpr]-[\w-]{20,100}/],
  ['npmToken', /_authToken ?= ?(?!\$)[\w-]{20,100}/],
  ['accessToken', /["']?access_token["']? ?[:=] ?["'][A-Za-z0-9]{28,64}["']/],
  ['appSecret', /\b(?:bk_app_secret|BKPAAS_APP_SECRET)["']? ?[:=] ?["']?[A-Za-z0-9-]{30,64}\b/],
];

/**
 * Returns the kind of the first key or token pattern that matches a file's content; undefined if no pattern matches, or
 * if the file is binary.
 */
export function secretKindIn(content: Buffer): SecretKind | undefined {
  if (content.includes(0)) return undefined;
  const text = content.toString('latin1');
  return patterns.find(([, pattern]) => pattern.test(text))?.[0];
}
