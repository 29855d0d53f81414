import { crc32, gzipSync } from 'node:zlib';

/** One file to put into an archive. `linkTo` makes the file a symbolic link to that path. Zip archives ignore it. */
export interface FileToPack {
  path: string;
  content?: string | Buffer;
  linkTo?: string;
}

const BLOCK_BYTES = 512;
// Every entry has this modification time, so that the same files always give the same bytes.
const MODIFIED_SECONDS = 1_780_000_000;

/** Returns a ustar archive. The same files always give the same bytes. */
export function packTar(files: readonly FileToPack[]): Buffer {
  const blocks = files.flatMap(({ path, content = '', linkTo }) => {
    const data = linkTo === undefined ? Buffer.from(content) : Buffer.alloc(0);
    return [
      tarHeader(path, data.length, linkTo),
      data,
      Buffer.alloc((BLOCK_BYTES - (data.length % BLOCK_BYTES)) % BLOCK_BYTES),
    ];
  });
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK_BYTES)]);
}

/**
 * Returns a tar archive as a gzip file without compression. Compressed bytes would depend on the build of zlib, but the
 * sha256 of a sample package must always be the same.
 */
export function packTarGz(files: readonly FileToPack[]): Buffer {
  return gzipStored(packTar(files));
}

/**
 * Returns the bytes as a gzip file without compression. Byte 9 of the header names the operating system. The value 255
 * (unknown) makes the result the same on every system.
 */
export function gzipStored(bytes: Buffer): Buffer {
  const packed = gzipSync(bytes, { level: 0 });
  packed[9] = 255;
  return packed;
}

/** Returns a zip archive whose files are stored without compression. */
export function packZip(files: readonly FileToPack[]): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const file of files) {
    const name = Buffer.from(file.path);
    const data = Buffer.from(file.content ?? '');
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    // Flag 0x0800: names are UTF-8. The method stays 0 (stored). The date 0x0021 is 1980-01-01, the earliest date that
    // a zip can hold.
    common.writeUInt16LE(0x0800, 2);
    common.writeUInt16LE(0x0021, 8);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(data.length, 18);
    common.writeUInt16LE(name.length, 22);
    locals.push(Buffer.from('PK\x03\x04', 'latin1'), common, name, data);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    central.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, rest, name);
    offset += 4 + common.length + name.length + data.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

function tarHeader(path: string, size: number, linkTo: string | undefined): Buffer {
  const header = Buffer.alloc(BLOCK_BYTES);
  const octal = (value: number, length: number): string => `${value.toString(8).padStart(length - 1, '0')}\0`;
  header.write(path, 0, 100);
  header.write(octal(0o644, 8), 100);
  header.write(octal(0, 8), 108);
  header.write(octal(0, 8), 116);
  header.write(octal(size, 12), 124);
  header.write(octal(MODIFIED_SECONDS, 12), 136);
  header.write(' '.repeat(8), 148);
  header.write(linkTo === undefined ? '0' : '2', 156);
  header.write(linkTo ?? '', 157, 100);
  header.write('ustar\x0000', 257, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
}
