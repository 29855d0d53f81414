import { urlPath } from '../http/urls.ts';

/**
 * Returns the name that the platform gives a package uploaded by link (platform-api.md 1.7). Never fails: a URL without
 * a path gives `:{version}`, as on the platform.
 */
export function derivePackageName(packageUrl: string, version: string): string {
  const stem = lastSegment(packageUrl.trim()).split('.', 1)[0] ?? '';
  // The platform trims the version before it derives the name (platform-api.md 1.2).
  const trimmed = version.trim();
  return stem.includes(trimmed) ? stem : `${stem}:${trimmed}`;
}

/**
 * Returns the last segment as the platform does in Python: `urlparse` cuts `;parameters` off the last segment only, and
 * `Path.name` skips empty and `.` segments but keeps `..`.
 */
function lastSegment(url: string): string {
  const path = urlPath(url);
  const parameters = path.indexOf(';', path.lastIndexOf('/') + 1);
  const segments = (parameters === -1 ? path : path.slice(0, parameters)).split('/');
  return segments.findLast((segment) => segment !== '' && segment !== '.') ?? '';
}
