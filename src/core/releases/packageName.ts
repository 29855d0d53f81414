import { urlPath } from '../http/urls.ts';

/**
 * Returns the name that the platform gives to a package that is uploaded by link (platform-api.md 1.7). Never throws.
 * For a URL without a path, the name is `:{version}`, as on the platform.
 */
export function derivePackageName(packageUrl: string, version: string): string {
  const stem = lastSegment(packageUrl.trim()).split('.', 1)[0] ?? '';
  // The platform trims the version before it derives the name (platform-api.md 1.2).
  const trimmed = version.trim();
  return stem.includes(trimmed) ? stem : `${stem}:${trimmed}`;
}

/** Returns whether a file name ends like the name of an archive. Used for lists, before anything is downloaded. */
export function isArchiveName(fileName: string): boolean {
  return /\.(?:tar\.gz|tgz|tar|zip)$/i.test(fileName);
}

/** Returns whether the path or the query of a URL ends like the name of an archive. */
export function isArchiveUrl(url: string): boolean {
  return url.split(/[?#]/).some(isArchiveName);
}

/**
 * Returns the last path segment of a URL as the platform's Python code finds it. `urlparse` removes `;parameters` from
 * the last segment only. `Path.name` skips empty segments and `.`, but not `..`.
 */
function lastSegment(url: string): string {
  const path = urlPath(url);
  const parameters = path.indexOf(';', path.lastIndexOf('/') + 1);
  const segments = (parameters === -1 ? path : path.slice(0, parameters)).split('/');
  return segments.findLast((segment) => segment !== '' && segment !== '.') ?? '';
}
