export type AppCode = string & { readonly appCode: unique symbol };
export type ModuleName = string & { readonly moduleName: unique symbol };

/** Matches every code and name in use, including the upper case and `_` of S-Mart (platform-api.md 6.1, 6.2). */
const pattern = /^[A-Za-z0-9_-]{1,20}$/;

/** Returns the application code, or undefined when invalid: `/`, `..`, `%2F`, `?` and `#` never reach a URL. */
export function parseAppCode(text: string): AppCode | undefined {
  const trimmed = text.trim();
  return pattern.test(trimmed) ? (trimmed as AppCode) : undefined; // just checked
}

/** Returns the module name, or undefined when it cannot be one. */
export function parseModuleName(text: string): ModuleName | undefined {
  const trimmed = text.trim();
  return pattern.test(trimmed) ? (trimmed as ModuleName) : undefined; // just checked
}

/** The environments of a module; there are no others (platform-api.md 6.4). */
export const environments = ['stag', 'prod'] as const;

export type Environment = (typeof environments)[number];

/** Returns the environment with that name, or undefined. */
export function parseEnvironment(text: string | undefined): Environment | undefined {
  return environments.find((name) => name === text?.trim().toLowerCase());
}

export type VersionProblem = 'versionBlank' | 'versionTooLong' | 'versionUnsafe';

export type ParsedVersion =
  { ok: true; version: string; unusualCharacters: boolean } | { ok: false; problem: VersionProblem };

/**
 * Parses a version as the platform does: trimmed, never blank (a missing version is a server error,
 * platform-api.md 1.6), at most 64 characters. `unusualCharacters` marks characters that the platform accepts but that
 * are unsafe in its object keys and image tags.
 */
export function parseVersion(text: string): ParsedVersion {
  const version = text.trim();
  if (version === '') return { ok: false, problem: 'versionBlank' };
  if (Array.from(version).length > maxVersionLength) return { ok: false, problem: 'versionTooLong' };
  return { ok: true, version, unusualCharacters: !/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(version) };
}

/**
 * Parses a version for a new package like `parseVersion`, and rejects characters that an object store confuses: in a
 * BK-Repo store, `1#a` and `1#b` are one object, and an upload of one replaces the other (platform-api.md 6.3).
 */
export function parseNewVersion(text: string): ParsedVersion {
  const parsed = parseVersion(text);
  if (!parsed.ok || /^[\p{L}\p{M}\p{N}._+-]+$/u.test(parsed.version)) return parsed;
  return { ok: false, problem: 'versionUnsafe' };
}

/** Returns whether two versions are one to the platform, whose database ignores case and accents (platform-api.md 6.3). */
export function isSameVersion(one: string, other: string): boolean {
  return one === other || foldVersion(one) === foldVersion(other);
}

function foldVersion(version: string): string {
  return version
    .normalize('NFD')
    .replaceAll(/\p{Mn}/gu, '')
    .toUpperCase();
}

/** Maximum characters of a version that a deployment records; the package table holds 128 (platform-api.md 6.3). */
export const maxVersionLength = 64;

/** Maximum characters of a package name in the database; more is a bare server error (platform-api.md 1.7). */
export const maxPackageNameLength = 128;
