/**
 * Kind of a file, detected by its first bytes. The platform also detects the kind by the content and ignores the file
 * name (platform-api.md 1.3).
 */
export type PackageContent = 'gzip' | 'zip' | 'tar' | 'bzip2' | 'xz' | 'webPage' | 'empty' | 'unknown';

/** Number of bytes that `detectContent` needs: one block of a tar archive. */
export const bytesToDetect = 512;

/**
 * Detects the kind of a file. `start` contains at least the first `bytesToDetect` bytes of the file, or the whole file.
 * A file that is not an archive is a web page if its first bytes or its content type show HTML. The content type of an
 * archive is ignored, because many servers send a wrong content type.
 */
export function detectContent(start: Buffer, contentType = ''): PackageContent {
  const text = start.toString('latin1', 0, bytesToDetect);
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

/**
 * Yields the same bytes as the body. The first piece has at least `bytes` bytes, unless the whole body is shorter. An
 * empty body yields nothing.
 */
export async function* withLongStart(
  body: AsyncIterable<unknown>,
  bytes = bytesToDetect,
): AsyncGenerator<Buffer, undefined> {
  let start: Buffer | undefined = Buffer.alloc(0);
  for await (const piece of body as AsyncIterable<Buffer>) {
    if (!start) yield piece;
    else if ((start = Buffer.concat([start, piece])).length >= bytes) {
      yield start;
      start = undefined;
    }
  }
  if (start && start.length > 0) yield start;
}

/**
 * Returns whether a file begins with a tar header. Checks the header's checksum and not the word `ustar`, because the
 * oldest tar format does not contain that word.
 */
function isTar(start: Buffer): boolean {
  if (start.length < bytesToDetect) return false;
  const header = start.subarray(0, bytesToDetect);
  const sum = header.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte), 0);
  return sum === Number.parseInt(header.toString('latin1', 148, 156).replaceAll('\0', ' ').trim(), 8);
}
