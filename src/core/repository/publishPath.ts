import { createHash } from 'node:crypto';
import type { RepositorySetting } from './repositorySetting.ts';

/**
 * Returns the path in the repository at which a package is published: `{folder}/{app}/{module}/{version}/{app}.tar.gz`
 * (release-sources.md 1.15). The platform derives the package name from the text before the first dot of the file name.
 * The version can contain dots, so it is a folder and not a part of the file name.
 */
export function publishPath(
  { folder }: RepositorySetting,
  { appCode, module, version }: { appCode: string; module: string; version: string },
  content: 'gzip' | 'zip' | 'tar',
): string {
  const ending = { gzip: '.tar.gz', zip: '.zip', tar: '.tar' }[content];
  return [
    '',
    ...folder,
    safePathSegment(appCode),
    safePathSegment(module),
    safePathSegment(version),
    `${safePathSegment(appCode)}${ending}`,
  ].join('/');
}

/**
 * Returns the text as a safe path segment. Replaces characters that some tools reject by `-`. After a replacement,
 * appends a digest of the text, so that different texts give different segments.
 */
function safePathSegment(part: string): string {
  const safe = part.replace(/[^A-Za-z0-9._-]/g, '-').replace(/^\.+/, '-');
  if (safe === part) return part;
  return `${safe}-${createHash('sha256').update(part).digest('hex').slice(0, 16)}`;
}
