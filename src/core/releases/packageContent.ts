/**
 * What a file is by its first bytes. The platform goes by them too, and never by the file's name (platform-api.md 1.3).
 */
export type PackageContent = 'gzip' | 'zip' | 'tar' | 'bzip2' | 'xz' | 'webPage' | 'empty' | 'unknown';

/** As many bytes as it takes to tell: one block of a tar archive. */
export const bytesToTell = 512;

/**
 * Tells what a file is. `start` is at least its first `bytesToTell` bytes, or all there is. A web page is known by its own
 * beginning or by what the server calls it, but only where it is no archive: servers are often wrong about archives.
 */
export function tellContent(start: Buffer, contentType = ''): PackageContent {
  const text = start.toString('latin1', 0, bytesToTell);
  if (start.length === 0) return 'empty';
  if (text.startsWith('\x1f\x8b')) return 'gzip';
  if (/^PK(?:\x03\x04|\x05\x06)/.test(text)) return 'zip';
  if (/^BZh[1-9]/.test(text)) return 'bzip2';
  if (text.startsWith('\xfd7zXZ\0')) return 'xz';
  if (isTar(start)) return 'tar';
  return /html/i.test(contentType) || /^(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|script)\b/i.test(text)
    ? 'webPage'
    : 'unknown';
}

/** Whether it begins with a tar header: by its checksum, since the oldest tar has no `ustar` in it and is taken too. */
export function isTar(start: Buffer): boolean {
  if (start.length < bytesToTell) return false;
  const header = start.subarray(0, bytesToTell);
  const sum = header.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte), 0);
  return sum === Number.parseInt(header.toString('latin1', 148, 156).replaceAll('\0', ' ').trim(), 8);
}
