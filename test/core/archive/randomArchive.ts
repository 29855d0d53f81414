import { gzipSync } from 'node:zlib';
import { samplePackages } from '../../platform/samplePackages.ts';
import { diceOf, extremes, boundaryNumber, type Dice } from './dice.ts';
import { randomDescription } from './randomDescription.ts';
import { zipOf } from './randomZip.ts';

/** Returns the bytes of an archive that is valid or damaged in random places. The same seed gives the same bytes. */
export function randomArchive(seed: number): Buffer {
  const dice = diceOf(seed);
  const made = rawArchive(dice);
  if (made.isZip) return dice.chance(0.85) ? damaged(dice, made.bytes) : made.bytes;
  const tar = dice.chance(0.5) ? damaged(dice, made.bytes) : made.bytes;
  if (dice.chance(0.3)) return tar;
  const gzip = gzipSync(tar, { level: 1 });
  return dice.chance(0.4) ? damaged(dice, gzip) : gzip;
}

function rawArchive(dice: Dice): { bytes: Buffer; isZip: boolean } {
  const isZip = dice.chance(0.45);
  if (dice.chance(0.05)) {
    const name = isZip ? 'demo-app-2.0.0.zip' : 'demo-app-1.0.0.tar';
    return { bytes: samplePackages().get(name) ?? Buffer.alloc(0), isZip };
  }
  if (!isZip && dice.chance(0.005)) return { bytes: manyPaxKeys(dice), isZip };
  const files = randomFiles(dice);
  return { bytes: isZip ? zipOf(dice, files) : tarOf(dice, files), isZip };
}

export interface RandomFile {
  name: Buffer;
  data: Buffer;
}

function randomFiles(dice: Dice): RandomFile[] {
  const count = dice.chance(0.02) ? 300 : dice.below(10);
  const areDescriptions = dice.chance(0.3);
  return Array.from({ length: count }, (): RandomFile => {
    const isDescription = dice.chance(areDescriptions ? 0.9 : 0.2);
    const folder = dice.pick(['', './', './', 'demo/', 'a/'.repeat(dice.below(40)), `d${dice.below(99)}/`, '演示/']);
    const name = isDescription
      ? `${folder}${dice.pick(['app_desc.yaml', 'app_desc.yml', 'Procfile'])}`
      : `${folder}${randomName(dice)}`;
    const data = isDescription ? Buffer.from(randomDescription(dice)) : randomBytes(dice, dice.below(1500));
    return { name: dice.chance(0.05) ? randomBytes(dice, 20) : Buffer.from(name), data };
  });
}

function randomName(dice: Dice): string {
  return dice.pick([
    'server.js',
    'bin/start',
    'BIN/start',
    '../outside',
    '/etc/passwd',
    'C:\\file',
    '__proto__',
    'constructor/',
    '',
    '.',
    '..',
    '\ud800',
    'a\nb',
    '.git/config',
    '.env',
    'node_modules/x',
    'n'.repeat(300),
    `${'d/'.repeat(1900)}f`,
    'x'.repeat(5000),
  ]);
}

function randomBytes(dice: Dice, count: number): Buffer {
  const [step, start] = [dice.below(256), dice.below(256)];
  return Buffer.from(Array.from({ length: count }, (_, index) => start + step * index));
}

const blockBytes = 512;

function tarOf(dice: Dice, files: readonly RandomFile[]): Buffer {
  const odd = dice.pick([0, 0, 0.3]);
  const parts = files.flatMap(({ name, data }) => {
    const before: Buffer[] = [];
    if (name.length > 100 || dice.chance(odd)) {
      const [type, record] = dice.pick([
        ['x', paxRecord('path', name)],
        ['L', name],
        ['g', paxRecord('comment', name)],
        ['x', Buffer.from(`${dice.pick(['9999999 ', '-3 ', '0 ', ' ', '11 '])}size=${dice.pick(extremes)}\n`)],
        ['x', paxRecord('size', Buffer.from(String(dice.pick([-1, 0, 'x', 2 ** 60, data.length]))))],
        ['K', name],
      ]);
      before.push(tarEntry(dice, Buffer.from('meta'), record, type, 0));
    }
    const type = dice.chance(odd) ? dice.pick(['1', '2', '3', '4', '5', '6', '7', 'Z', '\0', 'S', 'D']) : '0';
    return [...before, tarEntry(dice, name, data, type, odd)];
  });
  return Buffer.concat([...parts, Buffer.alloc(dice.pick([2, 2, 2, 1, 0, 20]) * blockBytes)]);
}

function paxRecord(key: string, value: Buffer): Buffer {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), value, Buffer.from('\n')]);
  const digits = String(rest.length + 2).length;
  const length = rest.length + digits;
  return Buffer.concat([Buffer.from(String(length).padStart(digits, '0')), rest]);
}

/** The offset and length of each field of a tar header, except the checksum. */
const tarFields = [
  [0, 100],
  [100, 8],
  [108, 8],
  [116, 8],
  [124, 12],
  [136, 12],
  [156, 1],
  [157, 100],
  [257, 8],
  [345, 155],
] as const;

/** Returns a header and its data. With the probability `odd`, one field of the header has an unusual value. */
function tarEntry(dice: Dice, name: Buffer, data: Buffer, type: string, odd: number): Buffer {
  const header = Buffer.alloc(blockBytes);
  name.copy(header, 0, 0, 100);
  header.write('0000644\0', 100);
  header.write(`${data.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write(type, 156, 'latin1');
  if (type === '1' || type === '2') header.write(dice.pick(['../../etc/passwd', 'a', '/', '']), 157);
  header.write(dice.pick(['ustar\x0000', 'ustar\x0000', 'ustar  \0', '']), 257, 'latin1');
  if (dice.chance(odd)) {
    const [at, length] = tarFields[dice.below(tarFields.length)] ?? tarFields[0];
    const value = dice.pick([
      '7'.repeat(length),
      ' '.repeat(length),
      '-1',
      '9',
      `\x80${'\0'.repeat(length - 1)}`,
      '\xff'.repeat(length),
      `\x80${'\xff'.repeat(length - 1)}`,
      '\0'.repeat(length),
    ]);
    header.write(value, at, length, 'latin1');
  }
  header.write(' '.repeat(8), 148);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return Buffer.concat([header, data, Buffer.alloc((blockBytes - (data.length % blockBytes)) % blockBytes)]);
}

/** Returns a tar with a global header of many keys. The keys apply to every pax header after the global header. */
function manyPaxKeys(dice: Dice): Buffer {
  const keys = Array.from({ length: 60_000 }, (_, index) => paxRecord(`k${index}`, Buffer.from('v')));
  const parts = [tarEntry(dice, Buffer.from('meta'), Buffer.concat(keys), 'g', 0)];
  for (let index = 0; index < 200; index += 1) {
    parts.push(tarEntry(dice, Buffer.from('meta'), paxRecord('path', Buffer.from(`f${index}`)), 'x', 0));
    parts.push(tarEntry(dice, Buffer.from('f'), Buffer.alloc(0), '0', 0));
  }
  return Buffer.concat([...parts, Buffer.alloc(2 * blockBytes)]);
}

/** Returns a copy with one to four random changes: flipped, removed, repeated, moved or overwritten bytes. */
function damaged(dice: Dice, bytes: Buffer): Buffer {
  let changed = Buffer.from(bytes);
  for (let count = 1 + dice.below(4); count > 0 && changed.length > 0; count -= 1) {
    // Most changes spare the first bytes, which decide whether the file is an archive.
    const spared = dice.chance(0.9) ? Math.min(blockBytes, changed.length >> 1) : 0;
    const at = spared + dice.below(changed.length - spared);
    const to = Math.min(changed.length, at + 1 + dice.below(dice.pick([4, 50, 2000])));
    const [before, piece, behind] = [changed.subarray(0, at), changed.subarray(at, to), changed.subarray(to)];
    switch (dice.below(7)) {
      case 0:
        changed[at] = (changed[at] ?? 0) ^ (1 << dice.below(8));
        break;
      case 1:
        changed = Buffer.from(before);
        break;
      case 2:
        changed = Buffer.concat([before, behind]);
        break;
      case 3:
        changed = Buffer.concat([before, piece, piece, piece, behind]);
        break;
      case 4:
        changed = Buffer.concat([behind, piece, before]);
        break;
      case 5:
        changed.fill(dice.pick([0, 0xff, 0x20]), at, to);
        break;
      case 6:
        changed = Buffer.concat([before, boundaryNumber(dice, dice.pick([2, 4, 8])), behind]);
        break;
    }
  }
  return changed;
}
