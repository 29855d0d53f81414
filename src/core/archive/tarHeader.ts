/** The fields of a tar header that decide how the entry is read. */
export interface TarHeader {
  /** The name, with the prefix of the ustar format. A GNU or pax header in front of this header can replace it. */
  name: string;
  linkName: string;
  /** The type letter. It is `0` for a file, even in the old format, which uses a zero byte instead. */
  type: string;
  /** Bytes that follow the header. Negative or NaN in a damaged header. */
  dataBytes: number;
  mode: number;
  /**
   * Set for GNU's sparse files (type `S`). `bytes` is the unpacked size. `isContinued` is true if the header does not
   * have room for the whole sparse map, so that blocks with the rest of the map follow the header.
   */
  sparse: { bytes: number; isContinued: boolean } | undefined;
}

export const blockBytes = 512;

/** Parses a header block. Returns `end` for a block of zeros, and undefined if the checksum is wrong. */
export function parseTarHeader(block: Buffer): TarHeader | 'end' | undefined {
  const checksum = parseNumber(block, 148, 8);
  let [unsigned, signed] = [8 * 32, 8 * 32];
  for (let at = 0; at < blockBytes; at += 1) {
    if (at === 148) at = 156;
    const byte = block[at] ?? 0;
    unsigned += byte;
    // Some old tar programs computed the checksum with signed bytes.
    signed += byte < 128 ? byte : byte - 256;
  }
  if (unsigned === 8 * 32 && block.every((byte) => byte === 0)) return 'end';
  if (checksum !== unsigned && checksum !== signed) return undefined;
  const letter = block.toString('latin1', 156, 157);
  const type = letter === '\0' ? '0' : letter;
  const own = textField(block, 0, 100);
  // Only the ustar format has a prefix. In the same place, GNU tar stores other fields.
  const prefix = block.toString('latin1', 257, 263) === 'ustar\0' && type !== 'S' ? textField(block, 345, 155) : '';
  return {
    name: prefix === '' ? own : `${prefix}/${own}`,
    linkName: textField(block, 157, 100),
    type: letter === '\0' && own.endsWith('/') ? '5' : type,
    dataBytes: parseNumber(block, 124, 12),
    mode: parseNumber(block, 100, 8) & 0o7777,
    sparse: type === 'S' ? { bytes: parseNumber(block, 483, 12), isContinued: block[482] !== 0 } : undefined,
  };
}

/**
 * The fields of a pax header that this extension uses. They apply to the next entry. The fields of a global header
 * apply to all later entries.
 */
export interface PaxFields {
  path?: string;
  linkpath?: string;
  size?: number;
  /** Unpacked bytes of a sparse file. */
  realSize?: number;
}

/** Maps keys of pax headers to fields of `PaxFields`. If two keys set one field, the later key takes precedence. */
const fieldByPaxKey = new Map<string, keyof PaxFields>([
  ['path', 'path'],
  ['linkpath', 'linkpath'],
  ['size', 'size'],
  ['GNU.sparse.name', 'path'],
  ['GNU.sparse.size', 'realSize'],
  ['GNU.sparse.realsize', 'realSize'],
]);

/**
 * Parses the records of a pax header. Each record has the form `<length> <key>=<value>\n`. Stops at an invalid record,
 * as Python does.
 */
export function parsePax(bytes: Buffer): PaxFields {
  const found = new Map<string, string>();
  for (let at = 0; at < bytes.length;) {
    const digits = /^(\d{1,8}) /.exec(bytes.toString('latin1', at, at + 9))?.[1] ?? '';
    const equals = bytes.indexOf('=', at);
    const end = at + Number(digits);
    if (end === at || equals === -1 || equals >= end) break;
    const key = bytes.toString('utf8', at + digits.length + 1, equals);
    if (fieldByPaxKey.has(key)) found.set(key, bytes.toString('utf8', equals + 1, end - 1));
    at = end;
  }
  const fields: PaxFields = {};
  for (const [key, field] of fieldByPaxKey) {
    const value = found.get(key);
    if (value === undefined) continue;
    if (field === 'size' || field === 'realSize') fields[field] = /^\d+$/.test(value) ? Number(value) : 0;
    else fields[field] = value;
  }
  return fields;
}

/** Returns a text field up to its first zero byte. */
export function textField(bytes: Buffer, start: number, length: number): string {
  const field = bytes.subarray(start, start + length);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end === -1 ? field.length : end);
}

/** Parses a number: octal digits, or binary if the highest bit is set. Returns NaN for anything else. */
function parseNumber(block: Buffer, start: number, length: number): number {
  const field = block.subarray(start, start + length);
  const first = field[0] ?? 0;
  if (first === 0x80 || first === 0xff) {
    const value = field.subarray(1).reduce((sum, byte) => sum * 256 + byte, 0);
    return first === 0x80 ? value : value - 256 ** (length - 1);
  }
  const digits = textField(field, 0, length).trim();
  if (digits === '') return 0;
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : NaN;
}
