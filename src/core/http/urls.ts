/** Returns whether a text is an http or https URL. A click opens only such a URL. */
export function isWebAddress(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}

/**
 * Returns the path of a URL byte for byte: no decoding, no `..` resolution, no query or fragment. A text without a
 * scheme is already a path. `new URL()` would rewrite what the platform sees.
 */
export function urlPath(url: string): string {
  const withoutHost = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '');
  const end = withoutHost.search(/[?#]/);
  return end === -1 ? withoutHost : withoutHost.slice(0, end);
}

/** Encodes a name as one path segment. JSON can contain lone surrogates, for which `encodeURIComponent` throws. */
export function encodedPart(name: string): string {
  return encodeURIComponent(name.replace(/\p{Surrogate}/gu, '\ufffd'));
}

/** Decodes a part of a URL for display. Returns it unchanged when its percent-encoding is not valid UTF-8. */
export function decodedText(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
