/** Whether a text is an http or https URL. What a click opens must be one. */
export function isWebAddress(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}

/**
 * The path of a URL, byte for byte: no decoding, no `..` resolution, without query and fragment. A text without a scheme
 * is taken as a path already. `new URL()` is not used because it rewrites what the platform will see.
 */
export function urlPath(url: string): string {
  const withoutHost = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '');
  const end = withoutHost.search(/[?#]/);
  return end === -1 ? withoutHost : withoutHost.slice(0, end);
}

/** A name as one part of a path. JSON may hold half a character, which no URL can, and `encodeURIComponent` throws at. */
export function encodedPart(name: string): string {
  return encodeURIComponent(name.replace(/\p{Surrogate}/gu, '\ufffd'));
}

/** A part of a URL as a person reads it. A percent sign that begins no valid UTF-8 stays as it is. */
export function decodedText(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
