/** Kind of a file by its first bytes. The platform decides by them too, never by the name (platform-api.md 1.3). */
export type PackageContent = 'gzip' | 'zip' | 'tar' | 'bzip2' | 'xz' | 'webPage' | 'empty' | 'unknown';

/** Bytes that `tellContent` needs: one block of a tar archive. */
export const bytesToTell = 512;

/**
 * Detects the kind of a file. `start` has at least its first `bytesToTell` bytes, or the whole file. A web page is
 * detected by its start or by its content type, but only if it is not an archive: servers often mislabel archives.
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

/** Returns whether a file begins with a tar header, by its checksum: the oldest format has no `ustar`. */
export function isTar(start: Buffer): boolean {
  if (start.length < bytesToTell) return false;
  const header = start.subarray(0, bytesToTell);
  const sum = header.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte), 0);
  return sum === Number.parseInt(header.toString('latin1', 148, 156).replaceAll('\0', ' ').trim(), 8);
}
