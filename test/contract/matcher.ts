/**
 * What a value must look like, as data. Plain text, numbers, booleans and `null` mean exactly themselves; text is filled in
 * first. `match.ts` is the only reader.
 */
export type Matcher =
  | string
  | number
  | boolean
  | null
  | { is: 'anything' | 'absent' | 'text' | 'integer' | 'boolean' }
  /** Text of decimal digits: how some numbers are written (platform-api.md 6.6). */
  | { is: 'decimal' }
  | { is: 'date'; offset: 'required' | 'none' | 'either' }
  /** A regular expression; placeholders in it stand for their literal text. */
  | { is: 'pattern'; text: string }
  /** Keys not named are allowed: newer platforms add fields (platform-api.md 0.1). */
  | { is: 'object'; keys: Readonly<Record<string, Matcher>>; optional?: Readonly<Record<string, Matcher>> }
  | ListMatcher
  | { is: 'oneOf'; of: readonly Matcher[] }
  /** An HTML page of the platform's web framework (platform-api.md 1.11 F). */
  | { is: 'page'; title: string }
  /** Text that is JSON. Not shown whole in a report: the debug header holds a signed identity (platform-api.md 2.4). */
  | { is: 'hiddenJson'; confirmOnEnter: Matcher }
  /** The value at a path of the last answer before the case's own, or any other. */
  | { is: 'asBefore' | 'notAsBefore'; path: readonly (string | number)[] };

export interface ListMatcher {
  is: 'list';
  /** Every item. */
  of?: Matcher;
  first?: Matcher;
  /** All items, one by one. */
  exactly?: readonly Matcher[];
  /** Found in this order, whatever stands between. */
  contains?: readonly Matcher[];
  /** Found nowhere. */
  lacks?: Matcher;
  /** A key by whose text the items stand, largest first: with dates, newest first. */
  descending?: string;
  least?: number;
  most?: number;
}
