import type { IncomingHttpHeaders } from 'node:http';

/**
 * The sha256 that the server itself states for a file, as 64 lower-case hex digits: `X-Checksum-Sha256` (BK-Repo, GitLab and
 * Artifactory), `Repr-Digest` (RFC 9530), `Digest` (RFC 3230) or S3's own header, which has the digest of a whole object
 * only, and something longer for one that was stored in parts.
 */
export function statedSha256(headers: IncomingHttpHeaders): string | undefined {
  const text = (name: string): string => String(headers[name] ?? '').trim();
  const hex = text('x-checksum-sha256').toLowerCase();
  if (/^[0-9a-f]{64}$/.test(hex)) return hex;
  const base64 =
    /\bsha-256=:?([^:,\s]+)/i.exec(`${text('repr-digest')},${text('digest')}`)?.[1] ?? text('x-amz-checksum-sha256');
  return /^[A-Za-z0-9+/]{43}=$/.test(base64) ? Buffer.from(base64, 'base64').toString('hex') : undefined;
}
