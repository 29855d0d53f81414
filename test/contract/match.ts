import { fill } from './fill.ts';
import type { PlaceholderValues } from './fill.ts';
import type { ListMatcher, Matcher } from './matcher.ts';

export interface Difference {
  /** What differs: `status`, `header …` or a path into the body. */
  where: string;
  expected: string;
  got: string;
}

/** What a matcher can refer to besides the value that is matched. */
export interface MatchContext {
  values: PlaceholderValues;
  /** Body of the previous response. */
  before: unknown;
}

/** A body that is an HTML page and not JSON. */
export class Page {
  readonly html: string;

  constructor(html: string) {
    this.html = html;
  }
}

/**
 * Returns the differences between a value and what the matcher describes; empty if the value matches. `where` is the
 * path of the value. The returned differences contain this path.
 */
export function match(matcher: Matcher, value: unknown, known: MatchContext, where: string): Difference[] {
  const differs = (expected: string, got = formatValue(value)): Difference[] => [{ where, expected, got }];
  const unless = (fits: boolean, expected: string): Difference[] => (fits ? [] : differs(expected));
  if (typeof matcher === 'string') {
    const wanted = fill(matcher, known.values);
    return unless(value === wanted, JSON.stringify(wanted));
  }
  if (typeof matcher !== 'object' || matcher === null) return unless(value === matcher, String(matcher));
  switch (matcher.is) {
    case 'anything':
      return [];
    case 'absent':
      return unless(value === undefined, 'nothing');
    case 'text':
      return unless(typeof value === 'string', 'text');
    case 'integer':
      return unless(Number.isInteger(value), 'an integer');
    case 'boolean':
      return unless(typeof value === 'boolean', 'true or false');
    case 'decimal':
      return unless(typeof value === 'string' && /^\d+$/.test(value), 'digits as text');
    case 'date':
      return unless(
        typeof value === 'string' && DATE_PATTERNS[matcher.offset].test(value),
        `a date, offset ${matcher.offset}`,
      );
    case 'pattern': {
      const pattern = new RegExp(fill(matcher.text, known.values, escapeForPattern), 'u');
      return unless(typeof value === 'string' && pattern.test(value), `text like ${pattern.source}`);
    }
    case 'object':
      return isObject(value) ? matchKeys(matcher, value, known, where) : differs('an object');
    case 'list':
      return Array.isArray(value) ? matchList(matcher, value, known, where) : differs('a list');
    case 'oneOf':
      return unless(
        matcher.of.some((each) => match(each, value, known, where).length === 0),
        `one of: ${matcher.of.map((each) => describeMatcher(each, known)).join(' | ')}`,
      );
    case 'page':
      return unless(
        value instanceof Page && value.html.includes(`<title>${matcher.title}</title>`),
        `an HTML page "${matcher.title}"`,
      );
    case 'hiddenJson': {
      const parsed = typeof value === 'string' ? tryParseJson(value) : undefined;
      return parsed === undefined
        ? differs('JSON', value === undefined ? 'nothing' : 'something else (not shown)')
        : match(matcher.inner, parsed, known, where);
    }
    case 'asBefore':
    case 'notAsBefore': {
      const earlier = valueAt(known.before, matcher.path);
      const same = earlier !== undefined && value === earlier;
      const fits = matcher.is === 'asBefore' ? same : value !== undefined && !same;
      return unless(fits, `${matcher.is === 'asBefore' ? 'as' : 'not as'} before: ${formatValue(earlier)}`);
    }
  }
}

/** Formats a value for a report, on one line and cut to 160 characters. */
export function formatValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = value instanceof Page ? `HTML: ${stripTags(value.html)}` : JSON.stringify(value);
  const line = text.replaceAll(/\s+/gu, ' ');
  return line.length > MAX_SHOWN_LENGTH ? `${line.slice(0, MAX_SHOWN_LENGTH)}…` : line;
}

/** Returns the value at a path of keys; `undefined` if there is no such value. */
export function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce(memberOf, value);
}

const MAX_SHOWN_LENGTH = 160;

const DATE_PATTERNS = {
  required: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4}$/,
  none: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/,
  either: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?: [+-]\d{4})?$/,
} as const;

function matchKeys(
  { keys, optional = {} }: Extract<Matcher, { is: 'object' }>,
  value: Readonly<Record<string, unknown>>,
  known: MatchContext,
  where: string,
): Difference[] {
  const present = Object.entries(optional).filter(([key]) => value[key] !== undefined);
  return [...Object.entries(keys), ...present].flatMap(([key, each]) =>
    match(each, value[key], known, where === '' ? key : `${where}.${key}`),
  );
}

function matchList(matcher: ListMatcher, items: readonly unknown[], known: MatchContext, where: string): Difference[] {
  const { of, first, exactly, contains = [], lacks, descending, least = 0, most = Infinity } = matcher;
  const fits = (each: Matcher, item: unknown): boolean => match(each, item, known, '').length === 0;
  const found: Difference[] = [];
  const differ = (expected: string, got: string): void => {
    found.push({ where, expected, got });
  };
  if (items.length < least) differ(`at least ${least} items`, `${items.length}`);
  if (items.length > most) differ(`at most ${most} items`, `${items.length}`);
  if (exactly && items.length !== exactly.length)
    differ(`${exactly.length} items`, `${items.length}: ${formatValue(items)}`);
  for (const [index, item] of items.entries()) {
    const each = exactly?.[index] ?? of;
    if (each !== undefined) found.push(...match(each, item, known, `${where}[${index}]`));
    if (lacks !== undefined && fits(lacks, item))
      differ(`no item like ${describeMatcher(lacks, known)}`, formatValue(item));
  }
  if (first !== undefined) found.push(...match(first, items[0], known, `${where}[0]`));
  if (descending !== undefined) {
    const keys = items.map((item) => String(valueAt(item, [descending])));
    if (keys.some((key, index) => index > 0 && key > (keys[index - 1] ?? ''))) {
      differ(`by ${descending}, largest first`, formatValue(keys));
    }
  }
  let at = -1;
  for (const wanted of contains) {
    at = items.findIndex((item, index) => index > at && fits(wanted, item));
    if (at >= 0) continue;
    differ(`in this order: ${contains.map((each) => describeMatcher(each, known)).join(', ')}`, formatValue(items));
    break;
  }
  return found;
}

function describeMatcher(matcher: Matcher, { values }: MatchContext): string {
  return formatValue(JSON.parse(fill(JSON.stringify(matcher), values, (value) => JSON.stringify(value).slice(1, -1))));
}

function memberOf(value: unknown, key: string | number): unknown {
  if (Array.isArray(value)) return typeof key === 'number' ? value[key] : undefined;
  return isObject(value) ? value[key] : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Page);
}

/** Parses JSON; returns `undefined` for any other text. */
export function tryParseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function stripTags(html: string): string {
  return html.replaceAll(/<[^>]*>/g, ' ').trim();
}

function escapeForPattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}
