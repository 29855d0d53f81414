import { maxVersionLength } from './limits.ts';

export type VersionProblem = 'versionBlank' | 'versionTooLong';

export type VersionReading =
  { ok: true; version: string; unusualCharacters: boolean } | { ok: false; problem: VersionProblem };

/**
 * Reads a version as the platform will: trimmed, never blank (leaving it out is a server error, platform-api.md 1.6),
 * at most 64 characters. `unusualCharacters` marks what the platform takes but what its object keys and image tags may
 * not.
 */
export function readVersion(text: string): VersionReading {
  const version = text.trim();
  if (version === '') return { ok: false, problem: 'versionBlank' };
  if (Array.from(version).length > maxVersionLength) return { ok: false, problem: 'versionTooLong' };
  return { ok: true, version, unusualCharacters: !/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(version) };
}
