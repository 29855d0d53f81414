import type { IncomingHttpHeaders } from 'node:http';

/** Pattern of a SHA-256 digest as 64 lower-case hex digits, for use inside other regular expressions. */
export const sha256Pattern = '[0-9a-f]{64}';

/**
 * Returns the text, trimmed and in lower case, if it is a SHA-256 digest of 64 hex digits; undefined for any other
 * text, and for 64 zeros, which BK-Repo states for a file without a digest (release-sources.md 1.4).
 */
export function parseSha256(text = ''): string | undefined {
  const sha256 = text.trim().toLowerCase();
  return new RegExp(`^(?!0{64})${sha256Pattern}$`).test(sha256) ? sha256 : undefined;
}

/**
 * Returns the SHA-256 that a server states for a file in the response headers, as 64 lower-case hex digits. Reads
 * `X-Checksum-Sha256` (BK-Repo, GitLab and Artifactory), `Repr-Digest` (RFC 9530), `Digest` (RFC 3230) and
 * `X-Amz-Checksum-Sha256` (S3). For an object that was uploaded in parts, S3 sends a longer value, which is ignored.
 * Undefined if no header has a digest.
 */
export function statedSha256(headers: IncomingHttpHeaders): string | undefined {
  const text = (name: string): string => String(headers[name] ?? '').trim();
  const hex = parseSha256(text('x-checksum-sha256'));
  if (hex !== undefined) return hex;
  const base64 =
    /\bsha-256=:?([^:,\s]+)/i.exec(`${text('repr-digest')},${text('digest')}`)?.[1] ?? text('x-amz-checksum-sha256');
  return /^[A-Za-z0-9+/]{43}=$/.test(base64) ? Buffer.from(base64, 'base64').toString('hex') : undefined;
}
