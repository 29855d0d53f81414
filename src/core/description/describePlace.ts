import type { TextRange } from '../yaml/yamlNode.ts';
import { linesOf, Outline, outlineEntriesOf, rangeIn, type Line, type OutlineEntry } from './outline.ts';

/** A place in a description where a key or value is typed. The description can be incomplete. */
export interface DescriptionPlace {
  /**
   * `value`: the place is after a key and its colon, on the same line. `key`: a line or list item begins at the place.
   * A scalar can be typed at such a place too.
   */
  kind: 'key' | 'value';
  /**
   * Keys and indexes. For `value`, they lead to the value. For `key`, they lead to the map, list or scalar around the
   * place.
   */
  path: readonly string[];
  /** The path of a list whose next item can begin here. */
  list?: readonly string[];
  /** The keys of the map around the place, without a key on the line of the place. */
  keys: readonly string[];
  /** The range of the whole key or scalar at the place. Can be empty. */
  word: TextRange;
  /** The part of the word before the place. */
  typed: string;
  /** Whether a colon follows the key. */
  hasColon: boolean;
  /** For `value`, the offset after the colon. */
  afterColon?: number;
  /**
   * Number of columns by which further lines of the same map are indented more than this line. 0 unless the place is
   * after the dash of a list item.
   */
  hang: number;
  /** All keys and scalar items of the description. */
  outline: readonly OutlineEntry[];
}

/**
 * Returns the place at an offset of a description. Uses the indentation to find the maps and lists around it. Undefined
 * in a comment, in a scalar of several lines, in brackets, and in the spaces around a colon.
 */
export function describePlace(text: string, offset: number): DescriptionPlace | undefined {
  const lines = linesOf(text);
  const index = lines.findLastIndex(({ start }) => start <= offset);
  const line = lines[index];
  if (!line) return undefined;
  const column = offset - line.start;
  const dashes = line.dashes.filter((dash) => dash + 1 < column);
  const isEmpty = line.content >= line.end;
  if (!isTypable(line, column, dashes.length, isEmpty)) return undefined;

  const before = new Outline();
  for (const earlier of lines.slice(0, index)) before.read(earlier);
  const at = isEmpty ? column : line.content;
  if (dashes.length > 0 ? !before.enter(line.indent, dashes) : isInScalar(before, at)) return undefined;
  const { path, list } = containerOf(before, at);
  const outline = outlineEntriesOf(lines);
  const keys = outline
    .filter((entry) => entry.line !== index && entry.path.length === path.length + 1)
    .filter((entry) => path.every((step, depth) => entry.path[depth] === step))
    .map((entry) => entry.path.at(-1) ?? '');
  const found = { ...(list ? { list } : {}), keys, hang: dashes.length > 0 ? at - line.indent : 0, outline };
  const word = (start: number, end: number): Pick<DescriptionPlace, 'word' | 'typed'> => ({
    word: rangeIn(line, start, end),
    typed: line.text.slice(start, column),
  });
  const { key, value, end } = line;
  if (!key)
    return {
      kind: 'key',
      path,
      ...found,
      hasColon: false,
      ...(isEmpty ? word(column, column) : word(line.content, end)),
    };
  if (column <= key.end) return { kind: 'key', path, ...found, hasColon: true, ...word(key.start, key.end) };
  const start = value >= end ? column : value;
  if (column <= key.colon || column < start || column > Math.max(start, end)) return undefined;
  return {
    kind: 'value',
    path: [...path, key.text],
    ...found,
    hasColon: true,
    afterColon: line.start + key.colon + 1,
    ...word(start, Math.max(start, end)),
  };
}

/**
 * Returns whether a key or a plain scalar can be typed at a column of a line. False in a comment, directly beside a
 * dash, and after a bracket, a block indicator, an anchor, an alias or a tag.
 */
function isTypable(line: Line, column: number, dashes: number, isEmpty: boolean): boolean {
  const { content, end, text, key, value } = line;
  if (text.slice(end, column).trim() !== '') return false;
  if (/^[[{|>&*!]/.test(text.slice(key && column > key.colon ? value : content))) return false;
  if (isEmpty) return line.dashes.length === dashes;
  return column >= content && (key !== undefined || column <= end);
}

function isInScalar(outline: Outline, column: number): boolean {
  outline.leave(column);
  const top = outline.levels.at(-1);
  return top !== undefined && top.isClosed && top.column < column;
}

/**
 * Returns the path of the map, list or scalar around a key at a column. `list` is the path of a list that can continue
 * at that column.
 */
function containerOf({ levels }: Outline, column: number): { path: string[]; list?: string[] } {
  const steps = levels.map(({ step }) => step);
  const [below, top] = [levels.at(-2), levels.at(-1)];
  if (!top || top.column < column) return { path: steps };
  if (top.kind === 'map') return { path: steps.slice(0, -1) };
  const list = steps.slice(0, -1);
  return { path: below?.kind === 'map' && below.column === column ? steps.slice(0, -2) : list, list };
}
