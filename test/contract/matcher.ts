/**
 * What a value must look like, as data that `match.ts` interprets. A text, number, boolean or `null` matches only the
 * same value. Placeholders in a text are replaced first.
 */
export type Matcher =
  | string
  | number
  | boolean
  | null
  | { is: 'anything' | 'absent' | 'text' | 'integer' | 'boolean' }
  /** A text of decimal digits. The platform sends some numbers as text (platform-api.md 6.6). */
  | { is: 'decimal' }
  | { is: 'date'; offset: 'required' | 'none' | 'either' }
  /** A text that matches a regular expression. The value of a placeholder is matched literally. */
  | { is: 'pattern'; text: string }
  /**
   * An object with these keys. Keys in `optional` may be missing. Other keys are allowed, because newer platforms add
   * fields (platform-api.md 0.1).
   */
  | { is: 'object'; keys: Readonly<Record<string, Matcher>>; optional?: Readonly<Record<string, Matcher>> }
  | ListMatcher
  | { is: 'oneOf'; of: readonly Matcher[] }
  /** An HTML page of the platform's web framework (platform-api.md 1.11 F). */
  | { is: 'page'; title: string }
  /**
   * A text that is JSON and whose parsed value matches `inner`. A report never shows the whole text, because the debug
   * header contains a signed identity (platform-api.md 2.4).
   */
  | { is: 'hiddenJson'; inner: Matcher }
  /**
   * `asBefore` matches the value that the body of the previous response has at `path`. `notAsBefore` matches any other
   * value.
   */
  | { is: 'asBefore' | 'notAsBefore'; path: readonly (string | number)[] };

export interface ListMatcher {
  is: 'list';
  /** What every item must match. */
  of?: Matcher;
  first?: Matcher;
  /** What the items must match: one matcher for each item, in this order. */
  exactly?: readonly Matcher[];
  /** What some of the items must match, in this order. Other items may be between those items. */
  contains?: readonly Matcher[];
  /** What no item may match. */
  lacks?: Matcher;
  /** The items must be sorted by the text of this key, largest text first. For a date, the newest item comes first. */
  descending?: string;
  least?: number;
  most?: number;
}
