export type AppCode = string & { readonly appCode: unique symbol };
export type ModuleName = string & { readonly moduleName: unique symbol };

/** What every code and name in use fits, S-Mart's upper case and `_` included (platform-api.md 6.1, 6.2). */
const pattern = /^[A-Za-z0-9_-]{1,20}$/;

/** The application code, or undefined when it could not be one: `/`, `..`, `%2F`, `?` and `#` never reach a URL. */
export function parseAppCode(text: string): AppCode | undefined {
  const trimmed = text.trim();
  return pattern.test(trimmed) ? (trimmed as AppCode) : undefined; // just checked
}

/** The module name, or undefined when it could not be one. */
export function parseModuleName(text: string): ModuleName | undefined {
  const trimmed = text.trim();
  return pattern.test(trimmed) ? (trimmed as ModuleName) : undefined; // just checked
}

/** Where a module can be deployed to; there are no others (platform-api.md 6.4). */
export const environments = ['stag', 'prod'] as const;

export type Environment = (typeof environments)[number];

/** The environment of that name, or undefined. */
export function parseEnvironment(text: string | undefined): Environment | undefined {
  return environments.find((name) => name === text?.trim().toLowerCase());
}

export type VersionProblem = 'versionBlank' | 'versionTooLong';

export type ParsedVersion =
  { ok: true; version: string; unusualCharacters: boolean } | { ok: false; problem: VersionProblem };

/**
 * Reads a version as the platform will: trimmed, never blank (leaving it out is a server error, platform-api.md 1.6),
 * at most 64 characters. `unusualCharacters` marks what the platform takes but what its object keys and image tags may
 * not.
 */
export function parseVersion(text: string): ParsedVersion {
  const version = text.trim();
  if (version === '') return { ok: false, problem: 'versionBlank' };
  if (Array.from(version).length > maxVersionLength) return { ok: false, problem: 'versionTooLong' };
  return { ok: true, version, unusualCharacters: !/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(version) };
}

/**
 * Characters of a version that a deployment can record; the package table itself would hold 128 (platform-api.md 6.3).
 */
export const maxVersionLength = 64;

/**
 * Characters of a package's name that the platform's column holds; more is a bare server error (platform-api.md 1.7).
 */
export const maxPackageNameLength = 128;
