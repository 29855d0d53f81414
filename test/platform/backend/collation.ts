import type { Switches } from '../switches.ts';

/**
 * Returns whether the platform's database treats two texts as equal. By default, the database ignores case and
 * accents (platform-api.md 6.3).
 */
export function isSameText(one: string, other: string, { collation }: Switches): boolean {
  return collation === 'binary' ? one === other : foldText(one) === foldText(other);
}

function foldText(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{Mn}/gu, '')
    .toUpperCase();
}
