export interface TarEntry {
  path: string;
  kind: 'file' | 'directory' | 'symlink' | 'other';
  /** Target of the entry if it is a symlink. */
  target: string;
  data: Buffer;
}

export interface TarListing {
  entries: TarEntry[];
  /** False if the archive is truncated. GNU tar lists the complete entries of such an archive and then fails. */
  complete: boolean;
}

const BLOCK_BYTES = 512;
const KINDS: Readonly<Record<string, TarEntry['kind']>> = {
  '\0': 'file',
  '0': 'file',
  '2': 'symlink',
  '5': 'directory',
};

/** Returns whether the bytes begin with a tar header whose checksum is correct. */
export function startsAsTar(bytes: Buffer): boolean {
  return bytes.length >= BLOCK_BYTES && isHeader(bytes.subarray(0, BLOCK_BYTES));
}

/** Lists the entries of a ustar archive. Supports the long names of GNU tar and of pax. */
export function readTar(bytes: Buffer): TarListing {
  const entries: TarEntry[] = [];
  let longPath: string | undefined;
  let at = 0;
  while (at + BLOCK_BYTES <= bytes.length) {
    const header = bytes.subarray(at, at + BLOCK_BYTES);
    if (header.every((byte) => byte === 0)) return { entries, complete: true };
    if (!isHeader(header)) return { entries, complete: false };
    const size = Number.parseInt(readText(header, 124, 12).trim() || '0', 8);
    const data = bytes.subarray(at + BLOCK_BYTES, at + BLOCK_BYTES + size);
    if (data.length < size) return { entries, complete: false };
    at += BLOCK_BYTES + Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES;
    const type = String.fromCharCode(header[156] ?? 0);
    if (type === 'L') longPath = data.toString('utf8').replace(/\0.*$/s, '');
    else if (type === 'x') longPath = /^\d+ path=(.*)$/m.exec(data.toString('utf8'))?.[1];
    else if (type !== 'g') {
      const prefix = readText(header, 345, 155);
      const path = longPath ?? (prefix === '' ? '' : `${prefix}/`) + readText(header, 0, 100);
      entries.push({ path, kind: KINDS[type] ?? 'other', target: readText(header, 157, 100), data });
      longPath = undefined;
    }
  }
  return { entries, complete: at <= bytes.length };
}

function isHeader(block: Buffer): boolean {
  const sum = block.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte), 0);
  return sum === Number.parseInt(readText(block, 148, 8).trim(), 8);
}

function readText(block: Buffer, start: number, length: number): string {
  return block
    .subarray(start, start + length)
    .toString('utf8')
    .replace(/\0.*$/s, '');
}
