/**
 * The path of a URL, byte for byte: no decoding, no `..` resolution, without query and fragment. A text without a scheme
 * is taken as a path already. `new URL()` is not used because it rewrites what the platform will see.
 */
export function urlPath(url: string): string {
  const withoutHost = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '');
  const end = withoutHost.search(/[?#]/);
  return end === -1 ? withoutHost : withoutHost.slice(0, end);
}
