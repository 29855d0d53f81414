import { stripVTControlCharacters } from 'node:util';

/** A log as it reads: without ANSI codes. Everything else, carriage returns too, stays as the platform has it. */
export function withoutAnsi(text: string): string {
  return stripVTControlCharacters(text);
}
