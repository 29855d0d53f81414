export type AppCode = string & { readonly appCode: unique symbol };
export type ModuleName = string & { readonly moduleName: unique symbol };

/**
 * Matches every application code and module name in use, including upper case and `_` in S-Mart codes (platform-api.md
 * 6.1, 6.2).
 */
const namePattern = /^[A-Za-z0-9_-]{1,20}$/;

/**
 * Returns the trimmed application code, or undefined if it is invalid. So `/`, `..`, `%2F`, `?` and `#` never reach a
 * URL.
 */
export function parseAppCode(text: string): AppCode | undefined {
  const trimmed = text.trim();
  return namePattern.test(trimmed) ? (trimmed as AppCode) : undefined; // pattern matches
}

/** Returns the trimmed module name, or undefined if it is invalid. */
export function parseModuleName(text: string): ModuleName | undefined {
  const trimmed = text.trim();
  return namePattern.test(trimmed) ? (trimmed as ModuleName) : undefined; // pattern matches
}

/** Returns whether a text is a valid tenant ID. Accepts an empty text, which stands for a platform without tenants. */
export function isTenantId(text: string): boolean {
  return /^[A-Za-z0-9_-]{0,64}$/.test(text);
}

/** The environments of a module; there are no others (platform-api.md 6.4). */
export const environments = ['stag', 'prod'] as const;

export type Environment = (typeof environments)[number];

/** Returns the environment with this name, ignoring case and surrounding whitespace; undefined if there is none. */
export function parseEnvironment(text: string | undefined): Environment | undefined {
  return environments.find((name) => name === text?.trim().toLowerCase());
}

export type VersionProblem = 'versionBlank' | 'versionTooLong' | 'versionUnsafe';

export type ParsedVersion =
  { ok: true; version: string; unusualCharacters: boolean } | { ok: false; problem: VersionProblem };

/**
 * Parses a version. Trims the text, as the platform does. Rejects a blank version, because the platform responds to it
 * with a server error (platform-api.md 1.6). Rejects more than `maxVersionLength` characters. `unusualCharacters` is
 * true if the version contains characters that the platform accepts, but that are unsafe in the platform's object keys
 * and image tags.
 */
export function parseVersion(text: string): ParsedVersion {
  const version = text.trim();
  if (version === '') return { ok: false, problem: 'versionBlank' };
  if (Array.from(version).length > maxVersionLength) return { ok: false, problem: 'versionTooLong' };
  return { ok: true, version, unusualCharacters: !/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(version) };
}

/**
 * Parses the version of a new package. Applies the rules of `parseVersion`, and also rejects characters that an object
 * store does not distinguish. In a BK-Repo store, `1#a` and `1#b` are the same object, so an upload of `1#b` replaces
 * the package of `1#a` (platform-api.md 6.3).
 */
export function parseNewVersion(text: string): ParsedVersion {
  const parsed = parseVersion(text);
  if (!parsed.ok || /^[\p{L}\p{M}\p{N}._+-]+$/u.test(parsed.version)) return parsed;
  return { ok: false, problem: 'versionUnsafe' };
}

/**
 * Returns whether the platform treats two versions as the same version. The platform's database ignores case and
 * accents (platform-api.md 6.3).
 */
export function isSameVersion(one: string, other: string): boolean {
  return one === other || foldVersion(one) === foldVersion(other);
}

function foldVersion(version: string): string {
  return version
    .normalize('NFD')
    .replaceAll(/\p{Mn}/gu, '')
    .toUpperCase();
}

/**
 * Maximum characters of a version in the platform's record of a deployment. The platform's package table allows 128
 * characters (platform-api.md 6.3).
 */
export const maxVersionLength = 64;

/**
 * Maximum characters of a package name in the platform's database. A longer name makes the platform respond with HTTP
 * 500 and no reason (platform-api.md 1.7).
 */
export const maxPackageNameLength = 128;
