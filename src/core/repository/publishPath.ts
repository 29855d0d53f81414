import { createHash } from 'node:crypto';
import type { RepositorySetting } from './repositorySetting.ts';

/**
 * Returns the path to publish a package at: `{folder}/{app}/{module}/{version}/{app}.tar.gz` (release-sources.md 1.15).
 * The version is a folder and the stem of the file has no dot, because the platform derives the package name from what
 * precedes the first dot.
 */
export function publishPath(
  { folder }: RepositorySetting,
  { appCode, module, version }: { appCode: string; module: string; version: string },
  content: 'gzip' | 'zip' | 'tar',
): string {
  const ending = { gzip: '.tar.gz', zip: '.zip', tar: '.tar' }[content];
  return ['', ...folder, plain(appCode), plain(module), plain(version), `${plain(appCode)}${ending}`].join('/');
}

/** Replaces characters that some tools reject in a path, and adds a digest so that different versions stay different. */
function plain(part: string): string {
  const safe = part.replace(/[^A-Za-z0-9._-]/g, '-').replace(/^\.+/, '-');
  if (safe === part) return part;
  return `${safe}-${createHash('sha256').update(part).digest('hex').slice(0, 16)}`;
}
