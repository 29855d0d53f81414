import type { RepositorySetting } from './repositorySetting.ts';

/**
 * Where a package is published: `{folder}/{app}/{module}/{version}/{app}.tar.gz` (release-sources.md 1.15). The version
 * lies in a folder and the file's stem has no dot, since the platform derives a package's name from what stands before
 * the first dot.
 */
export function publishPath(
  { folder }: RepositorySetting,
  { appCode, module, version }: { appCode: string; module: string; version: string },
  content: 'gzip' | 'zip' | 'tar',
): string {
  const ending = { gzip: '.tar.gz', zip: '.zip', tar: '.tar' }[content];
  return ['', ...folder, plain(appCode), plain(module), plain(version), `${plain(appCode)}${ending}`].join('/');
}

/** Only what every tool on the way takes in a path. Different versions stay different: what is replaced is told by a number. */
function plain(part: string): string {
  const safe = part.replace(/[^A-Za-z0-9._-]/g, '-').replace(/^\.+/, '-');
  if (safe === part) return part;
  let hash = 0;
  for (const unit of part) hash = (hash * 31 + (unit.codePointAt(0) ?? 0)) % 0xff_ffff;
  return `${safe}-${hash.toString(36)}`;
}
