/** Returns whether the text is a valid http or https URL. */
export function isWebAddress(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}

/**
 * Returns the path of a URL without query and fragment, exactly as written, because the platform uses the exact text.
 * Does not use `new URL()`, which would change the path, for example resolve `..`. A text without a scheme is treated
 * as a path.
 */
export function urlPath(url: string): string {
  const withoutHost = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '');
  const end = withoutHost.search(/[?#]/);
  return end === -1 ? withoutHost : withoutHost.slice(0, end);
}

/**
 * Percent-encodes a name as one path segment. Lone surrogates, which JSON can contain, are replaced, because
 * `encodeURIComponent` throws for a lone surrogate.
 */
export function encodePathSegment(name: string): string {
  return encodeURIComponent(name.replace(/\p{Surrogate}/gu, '\ufffd'));
}

/** Percent-decodes a part of a URL. Returns the part unchanged if its percent-encoding is not valid UTF-8. */
export function decodeUrlPart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
