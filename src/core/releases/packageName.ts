import { urlPath } from '../http/urls.ts';

/**
 * The name under which the platform will list a package uploaded by link (platform-api.md 1.7). Never fails: a URL
 * without a path gives `:{version}`, as the platform does.
 */
export function derivePackageName(packageUrl: string, version: string): string {
  const stem = lastSegment(packageUrl.trim()).split('.', 1)[0] ?? '';
  // The platform trims the version before it derives the name (platform-api.md 1.2).
  const trimmed = version.trim();
  return stem.includes(trimmed) ? stem : `${stem}:${trimmed}`;
}

/**
 * The platform is Python: `urlparse` cuts `;parameters` off the last segment only, and `Path.name` skips empty and `.`
 * segments but keeps `..`.
 */
function lastSegment(url: string): string {
  const path = urlPath(url);
  const parameters = path.indexOf(';', path.lastIndexOf('/') + 1);
  const segments = (parameters === -1 ? path : path.slice(0, parameters)).split('/');
  return segments.findLast((segment) => segment !== '' && segment !== '.') ?? '';
}
