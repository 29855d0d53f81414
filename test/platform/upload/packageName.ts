/**
 * Returns the name that the platform gives a package (platform-api.md 1.7): the last segment of the URL's path, up to
 * the first dot in this segment. The segment is not percent-decoded, and `;parameters` are left out. If the part before
 * the dot does not contain the version, `:` and the version are appended.
 */
export function packageName(packageUrl: string, version: string): string {
  const path = /^[^:]+:\/\/[^/?#]*([^?#]*)/.exec(packageUrl)?.[1]?.replace(/;[^/]*$/, '') ?? '';
  const last = path.split('/').findLast((segment) => segment !== '' && segment !== '.') ?? '';
  const stem = last.split('.')[0] ?? '';
  return stem.includes(version) ? stem : `${stem}:${version}`;
}
