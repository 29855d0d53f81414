import type { StoredLine } from './logLines.ts';

/**
 * A query of the log store. Returns the message of a line with its matches marked; undefined if the line does not
 * match.
 */
export type LogQuery = (message: string) => string | undefined;

/**
 * Parses a query text: words and "phrases", with AND, OR (the default) and NOT. Returns undefined if the log store
 * would refuse the text. Unlike in the real store, a word matches any part of a message, in upper or lower case.
 */
export function parseLogQuery(text: string): LogQuery | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return (message) => message;
  const tokens: readonly string[] = trimmed.match(/"[^"]*"|[()]|[^\s()"]+|"/g) ?? [];
  if (tokens.includes('"') || !areParenthesesBalanced(tokens) || /[[\]{}/]/.test(withoutPhrases(trimmed)))
    return undefined;
  const words = tokens.filter((token) => token !== '(' && token !== ')');
  const operators = new Set(['AND', 'OR', 'NOT']);
  const last = words.at(-1) ?? '';
  if (words[0] === 'AND' || words[0] === 'OR' || operators.has(last)) return undefined;
  const isNegative = (index: number): boolean => words[index - 1] === 'NOT';
  const terms = words.flatMap((word, index) => {
    const plain = word.replaceAll('"', '').replaceAll('*', '');
    return operators.has(word) || plain === '' ? [] : [{ text: plain, not: isNegative(index) }];
  });
  const positive = terms.filter(({ not }) => !not).map((term) => term.text);
  const negative = terms.filter(({ not }) => not).map((term) => term.text);
  const needsAll = words.includes('AND');
  return (message) => {
    const has = (word: string): boolean => message.toLowerCase().includes(word.toLowerCase());
    if (negative.some(has)) return undefined;
    const found = positive.filter(has);
    const fits = positive.length === 0 || (needsAll ? found.length === positive.length : found.length > 0);
    return fits ? markMatches(message, found) : undefined;
  };
}

/**
 * Returns whether a line matches `terms`, which has a list of accepted values for each field. With `every`, all fields
 * must match. With `some`, one field is enough.
 */
export function hasTerms(line: StoredLine, terms: Readonly<Record<string, unknown>>, each: 'every' | 'some'): boolean {
  const fields: Readonly<Record<string, string>> = {
    environment: line.environment,
    process_id: line.process,
    pod_name: line.pod,
  };
  const fits = ([field, values]: [string, unknown]): boolean =>
    Array.isArray(values) && values.some((value) => value === fields[field]);
  return Object.entries(terms)[each](fits);
}

function markMatches(message: string, words: readonly string[]): string {
  if (words.length === 0) return message;
  const pattern = words.map((word) => word.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)).join('|');
  return message.replaceAll(new RegExp(pattern, 'gi'), (match) => `[bk-mark]${match}[/bk-mark]`);
}

function areParenthesesBalanced(tokens: readonly string[]): boolean {
  let depth = 0;
  for (const token of tokens) {
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

function withoutPhrases(text: string): string {
  return text.replaceAll(/"[^"]*"/g, '');
}
