import type { Cursor } from './cursor.ts';
import { YamlError } from './yamlError.ts';

/** A place where a key without `?` may have started. It is a key only if a `:` follows. */
interface PossibleKey {
  /** Index of the token that would be the key. */
  token: number;
  /** Whether only a key is allowed at this place. */
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

  /**
   * Removes the key of a level, because no colon followed it.
   *
   * @throws YamlError if only a key is allowed at its place
   */
  forget(level: number): void {
    const key = this.take(level);
    if (key?.isRequired === true) throw new YamlError('keyWithoutColon', key.at);
  }

  /**
   * Removes the keys that started in another line, or are too long.
   *
   * @throws YamlError if only a key is allowed at the place of one of them
   */
  dropLate({ line, points }: Cursor): void {
    for (const [level, key] of this.#keys)
      if (key.line !== line || points - key.points > maxKeyLength) this.forget(level);
  }
}
