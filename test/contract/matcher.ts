/**
 * What a value must look like, as data. Plain text, numbers, booleans and `null` mean exactly themselves; text is
 * filled in first. Only `match.ts` reads it.
 */
export type Matcher =
  | string
  | number
  | boolean
  | null
  | { is: 'anything' | 'absent' | 'text' | 'integer' | 'boolean' }
  /** Text of decimal digits, as some numbers are written (platform-api.md 6.6). */
  | { is: 'decimal' }
  | { is: 'date'; offset: 'required' | 'none' | 'either' }
  /** A regular expression; placeholders in it stand for literal text. */
  | { is: 'pattern'; text: string }
  /** Other keys are allowed: newer platforms add fields (platform-api.md 0.1). */
  | { is: 'object'; keys: Readonly<Record<string, Matcher>>; optional?: Readonly<Record<string, Matcher>> }
  | ListMatcher
  | { is: 'oneOf'; of: readonly Matcher[] }
  /** An HTML page of the platform's web framework (platform-api.md 1.11 F). */
  | { is: 'page'; title: string }
  /**
   * Text that is JSON. A report does not show it whole: the debug header holds a signed identity (platform-api.md 2.4).
   */
  | { is: 'hiddenJson'; confirmOnEnter: Matcher }
  /** Equal to, or different from, the value at a path of the previous response. */
  | { is: 'asBefore' | 'notAsBefore'; path: readonly (string | number)[] };

export interface ListMatcher {
  is: 'list';
  /** Every item. */
  of?: Matcher;
  first?: Matcher;
  /** All items, in this order. */
  exactly?: readonly Matcher[];
  /** Some items, in this order, with any others between them. */
  contains?: readonly Matcher[];
  /** Matches no item. */
  lacks?: Matcher;
  /** A key by whose text the items are sorted, largest first: with dates, newest first. */
  descending?: string;
  least?: number;
  most?: number;
}
