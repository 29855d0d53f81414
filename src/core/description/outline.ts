import type { TextRange } from '../yaml/yamlNode.ts';

/** A line of YAML in block style. All numbers except `start` are columns, which count UTF-16 code units from 0. */
export interface Line {
  /** Offset of the line in the text. */
  start: number;
  /** The line without its break. */
  text: string;
  indent: number;
  /** Columns of the dashes that begin items of lists. */
  dashes: readonly number[];
  /**
   * Column after the indentation and the dashes, where the content starts. The end of the line if there is no content.
   */
  content: number;
  /** Column where the content ends, without a comment and without spaces. */
  end: number;
  key?: { start: number; end: number; text: string; colon: number };
  /** Column where the value after the key starts. Equals `end` if there is none. */
  value: number;
}

/** A key, or a scalar item of a list. */
export interface OutlineEntry {
  /** Keys and indexes that lead to the entry. */
  path: readonly string[];
  /** Index of the line. */
  line: number;
  /** The text of the value on the same line, without quotes. Empty if the value is on the lines below. */
  value: string;
}

/** A map or list that contains the current line. */
interface Level {
  column: number;
  kind: 'map' | 'list';
  /** The current key or index. */
  step: string;
  /** Whether the current value begins on the line of its key or dash. If so, deeper lines only continue that value. */
  isClosed: boolean;
}

/**
 * Follows the maps and lists of a text by its indentation, line by line. The text may be incomplete or broken. Maps and
 * lists in brackets have no entries.
 */
export class Outline {
  readonly levels: Level[] = [];

  /** Returns the keys and indexes that lead to the current value. */
  get path(): string[] {
    return this.levels.map(({ step }) => step);
  }

  /** Reads the next line. Returns the path of its key or scalar; undefined if it has none. */
  read(line: Line): string[] | undefined {
    if (line.content >= line.end && line.dashes.length === 0) return undefined;
    if (/^(?:---|\.\.\.)(?:\s|$)/.test(line.text)) {
      this.levels.length = 0;
      return undefined;
    }
    if (!this.enter(line.indent, line.dashes)) return undefined;
    if (line.key) {
      this.#step('map', line.content, line.key.text, isInline(line.text.slice(line.value, line.end)));
      return this.path;
    }
    const top = this.levels.at(-1);
    if (top?.kind !== 'list' || line.dashes.length === 0 || line.content >= line.end) return undefined;
    top.isClosed = true;
    return this.path;
  }

  /**
   * Leaves the levels that end before a line, and starts a list item for each dash. Returns false if the line continues
   * a scalar.
   */
  enter(indent: number, dashes: readonly number[]): boolean {
    this.leave(indent);
    const isItem = dashes.length > 0;
    if (!isItem && this.levels.at(-1)?.kind === 'list' && this.levels.at(-1)?.column === indent) this.levels.pop();
    const top = this.levels.at(-1);
    if (top?.isClosed && (top.column < indent || (isItem && top.kind === 'map'))) return false;
    for (const column of dashes) {
      const list = this.levels.at(-1);
      const isNext = list?.kind === 'list' && list.column === column;
      this.#step('list', column, isNext ? String(Number(list.step) + 1) : '0', false);
    }
    return true;
  }

  /** Leaves the levels that are deeper than a column. */
  leave(column: number): void {
    while ((this.levels.at(-1)?.column ?? 0) > column) this.levels.pop();
  }

  #step(kind: Level['kind'], column: number, step: string, isClosed: boolean): void {
    const top = this.levels.at(-1);
    if (top?.kind === kind && top.column === column) Object.assign(top, { step, isClosed });
    else this.levels.push({ column, kind, step, isClosed });
  }
}

/** Returns all keys and scalar items of a text, in the order of the lines. */
export function outlineEntriesOf(lines: readonly Line[]): OutlineEntry[] {
  const outline = new Outline();
  return lines.flatMap((line, index): OutlineEntry[] => {
    const path = outline.read(line);
    const value = line.text.slice(line.key ? line.value : line.content, line.end);
    return path ? [{ path, line: index, value: withoutQuotes(value) }] : [];
  });
}

export function linesOf(text: string): Line[] {
  let start = 0;
  return text.split('\n').map((raw) => {
    const line = parseLine(raw.replace(/\r$/, ''), start);
    start += raw.length + 1;
    return line;
  });
}

/** Converts two columns of a line to a range of offsets in the text. */
export function rangeIn({ start: offset }: Line, start: number, end: number): TextRange {
  return { start: offset + start, end: offset + end };
}

function parseLine(text: string, start: number): Line {
  const indent = /^ */.exec(text)?.[0].length ?? 0;
  const comment = commentColumn(text);
  const end = Math.max(indent, text.slice(0, comment).trimEnd().length);
  const dashes: number[] = [];
  let content = indent;
  for (
    let dash = /^-(?: +|$)/.exec(text.slice(content, end));
    dash;
    dash = /^-(?: +|$)/.exec(text.slice(content, end))
  ) {
    dashes.push(content);
    content += dash[0].length;
  }
  const key = keyIn(text.slice(content, end));
  if (!key) return { start, text, indent, dashes, content, end, value: end };
  const colon = content + key.colon;
  const value = end - text.slice(colon + 1, end).trimStart().length;
  const found = { start: content, end: content + key.name.length, text: withoutQuotes(key.name), colon };
  return { start, text, indent, dashes, content, end, key: found, value };
}

/**
 * Returns the key at the start of a text, with its quotes, and the index of its colon. Undefined if there is no key.
 * Takes linear time.
 */
function keyIn(text: string): { name: string; colon: number } | undefined {
  const quoted = /^(?:"[^"]*"|'[^']*')/.exec(text)?.[0];
  if (quoted === undefined && /^[\s"'#[{]/.test(text)) return undefined;
  const rest = text.slice(quoted?.length ?? 0);
  const colon = rest.search(/:(?:\s|$)/);
  const name = rest.slice(0, Math.max(0, colon)).trimEnd();
  if (colon === -1 || (quoted === undefined ? name === '' : name !== '')) return undefined;
  return { name: quoted ?? name, colon: colon + (quoted?.length ?? 0) };
}

/**
 * Returns the column of the `#` that starts a comment, or the length of the line if it has no comment. A `#` inside
 * quotes or inside a word starts no comment.
 */
function commentColumn(text: string): number {
  let quote = '';
  for (let column = 0; column < text.length; column += 1) {
    const character = text[column] ?? '';
    const isFirst = column === 0 || /[\s[{,]/.test(text[column - 1] ?? '');
    if (quote === '' && character === '#' && isFirst) return column;
    if (quote === '' && isFirst && (character === '"' || character === "'")) quote = character;
    else if (character === quote) quote = '';
  }
  return text.length;
}

/**
 * Returns whether the text after a colon is a value. A tag or an anchor alone is not a value, because its value is on
 * the lines below.
 */
function isInline(value: string): boolean {
  return value !== '' && !/^[&!]\S*$/.test(value);
}

function withoutQuotes(text: string): string {
  return /^(["']).*\1$/.test(text) ? text.slice(1, -1) : text;
}
