import { randomFrom } from '../randomFrom.ts';

/** A source of random choices. The same seed gives the same choices. */
export interface Dice {
  /** Returns an integer that is at least 0 and less than `below`. */
  below(below: number): number;
  chance(probability: number): boolean;
  pick<T>(from: readonly [T, ...T[]]): T;
}

export function diceOf(seed: number): Dice {
  const random = randomFrom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  return { below, chance: (probability) => random() < probability, pick: (from) => from[below(from.length)] as never };
}

/** Boundary values for a field of 1 to 8 bytes and for the code that reads the field. */
export const extremes = [0, 1, 0x7f, 0xff, 0xffff, 0x7fff_ffff, 0xffff_ffff, 2 ** 40, 2 ** 53, 2 ** 63] as const;

/** Returns a little-endian number of `bytes` bytes, which is often at or near a boundary value. */
export function boundaryNumber(dice: Dice, bytes: number): Buffer {
  const number = Buffer.alloc(8);
  number.writeBigUInt64LE(dice.chance(0.2) ? 2n ** 64n - 1n : BigInt(dice.pick(extremes) + dice.below(3)));
  return number.subarray(0, bytes);
}
