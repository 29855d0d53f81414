import type { Cursor } from './cursor.ts';
import { YamlError } from './yamlError.ts';

/** A place where a key without `?` may have started. It is a key only if a `:` follows. */
interface PossibleKey {
  /** Index of the token that would be the key. */
  token: number;
  /** Whether nothing but a key can stand at this place. */
  isRequired: boolean;
  at: number;
  line: number;
  column: number;
  points: number;
}

/** Maximum code points between the start of a key and its colon. */
const maxKeyLength = 1024;

/** The places where a key may have started: at most one for each level of `[]` and `{}`. */
export class PossibleKeys {
  readonly #keys = new Map<number, PossibleKey>();

  set(level: number, key: PossibleKey): void {
    this.#keys.set(level, key);
  }

  /** Removes and returns the key of a level. */
  take(level: number): PossibleKey | undefined {
    const key = this.#keys.get(level);
    this.#keys.delete(level);
    return key;
  }

  /** @throws YamlError if nothing but a key could stand at the place */
  forget(level: number): void {
    const key = this.take(level);
    if (key?.isRequired === true) throw new YamlError('keyWithoutColon', key.at);
  }

  /**
   * Forgets the keys that started in another line, or are too long.
   *
   * @throws YamlError if nothing but a key could stand at one of the places
   */
  dropLate({ line, points }: Cursor): void {
    for (const [level, key] of this.#keys)
      if (key.line !== line || points - key.points > maxKeyLength) this.forget(level);
  }
}
