/**
 * Returns the name that the platform gives a package (platform-api.md 1.7): the last segment of the address's path up
 * to its first dot, as written (no percent-decoding, `;parameters` left out). Appends `:` and the version unless that
 * part already contains the version.
 */
export function packageName(packageUrl: string, version: string): string {
  const path = /^[^:]+:\/\/[^/?#]*([^?#]*)/.exec(packageUrl)?.[1]?.replace(/;[^/]*$/, '') ?? '';
  const last = path.split('/').findLast((segment) => segment !== '' && segment !== '.') ?? '';
  const stem = last.split('.')[0] ?? '';
  return stem.includes(version) ? stem : `${stem}:${version}`;
}
