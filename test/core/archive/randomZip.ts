import { crc32, deflateRawSync } from 'node:zlib';
import { boundaryNumber, type Dice } from './dice.ts';
import type { RandomFile } from './randomArchive.ts';

/** Returns a zip or zip64 with these files. Its headers and its central directory often contain unusual values. */
export function zipOf(dice: Dice, files: readonly RandomFile[]): Buffer {
  const odd = dice.pick([0, 0, 0.15, 0.5]);
  const isZip64 = dice.chance(0.25);
  const locals: Buffer[] = [];
  const list: Buffer[] = [];
  let offset = 0;
  for (const { name, data } of files) {
    const isPacked = dice.chance(0.5);
    const packed = isPacked ? deflateRawSync(data, { level: 1 }) : data;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(dice.chance(0.8) ? 0x0800 : 0, 2);
    common.writeUInt16LE(isPacked ? 8 : 0, 4);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(data.length, 18);
    common.writeUInt16LE(name.length, 22);
    const local = [Buffer.from('PK\x03\x04', 'latin1'), withOddField(dice, common, odd / 3), name, packed];
    const extra = isZip64 ? zip64Extra(dice, [data.length, packed.length, offset], odd) : unicodeExtra(dice, name, odd);
    const inList = Buffer.from(common);
    inList.writeUInt16LE(extra.length, 24);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(dice.chance(odd) ? dice.pick([0xa1ff_0000, 0x41ed_0000, 0xffff_ffff]) : 0, 6);
    rest.writeUInt32LE(isZip64 ? 0xffff_ffff : offset, 10);
    if (isZip64) inList.fill(0xff, 14, 22);
    const fields = withOddField(dice, Buffer.concat([inList, rest]), odd);
    list.push(Buffer.from(`PK\x01\x02${dice.pick(['\x14\x03', '\x14\x00'])}`, 'latin1'), fields, name, extra);
    locals.push(...local);
    offset += local.reduce((sum, part) => sum + part.length, 0);
  }
  const directory = Buffer.concat(list);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  const more = isZip64 ? zip64End(dice, files.length, directory.length, offset, odd) : Buffer.alloc(0);
  const last = withOddField(dice, end, odd);
  return Buffer.concat([...locals, directory, more, Buffer.from('PK\x05\x06', 'latin1'), last]);
}

/** Returns a copy of the bytes. With the probability `odd`, one or two fields of 2 or 4 bytes have an unusual value. */
function withOddField(dice: Dice, fields: Buffer, odd: number): Buffer {
  const changed = Buffer.from(fields);
  for (let count = dice.chance(odd) ? 1 + dice.below(2) : 0; count > 0; count -= 1) {
    const bytes = dice.pick([2, 4]);
    boundaryNumber(dice, bytes).copy(changed, 2 * dice.below(changed.length / 2 - 1));
  }
  return changed;
}

function zip64Extra(dice: Dice, values: readonly number[], odd: number): Buffer {
  const numbers = values.map((value) => {
    const number = Buffer.alloc(8);
    number.writeBigUInt64LE(BigInt(value));
    return dice.chance(odd) ? boundaryNumber(dice, 8) : number;
  });
  const extra = Buffer.concat([Buffer.from([1, 0, 24, 0]), ...numbers]);
  return dice.chance(odd / 3) ? extra.subarray(0, dice.below(extra.length)) : extra;
}

function unicodeExtra(dice: Dice, name: Buffer, odd: number): Buffer {
  if (!dice.chance(odd)) return Buffer.alloc(0);
  const other = Buffer.from(`${dice.pick(['演示/', '../', ''])}app_desc.yaml`);
  const extra = Buffer.concat([Buffer.alloc(9), other]);
  extra.writeUInt16LE(0x7075, 0);
  extra.writeUInt16LE(5 + other.length, 2);
  extra.writeUInt8(1, 4);
  extra.writeUInt32LE(crc32(name), 5);
  return extra;
}

function zip64End(dice: Dice, count: number, bytes: number, at: number, odd: number): Buffer {
  const record = Buffer.alloc(56);
  record.write('PK\x06\x06', 'latin1');
  [44n, undefined, undefined, BigInt(count), BigInt(count), BigInt(bytes), BigInt(at)].forEach((value, index) => {
    const place = index === 0 ? 4 : 8 * index;
    if (value !== undefined) record.writeBigUInt64LE(value, place);
    if (index > 2 && dice.chance(odd)) boundaryNumber(dice, 8).copy(record, place);
  });
  const locator = Buffer.alloc(20);
  locator.write('PK\x06\x07', 'latin1');
  locator.writeBigUInt64LE(BigInt(at + bytes), 8);
  if (dice.chance(odd)) boundaryNumber(dice, 8).copy(locator, 8);
  return Buffer.concat([record, locator]);
}
