import { plainTag, standardTag } from '../yaml/resolveScalar.ts';

/** How a snippet writes a value. */
export interface SnippetPart {
  /** Values to choose from. Ignored if there are fewer than two. */
  choices: readonly unknown[];
  /** The value to write in place of the example. */
  preferred?: unknown;
  /** Whether a scalar has no tab stop. */
  isFixed: boolean;
  /** Whether the user chooses the keys of the map, so that they get tab stops. */
  hasNames: boolean;
}

/**
 * Writes an example as block YAML in the syntax of VS Code's snippets. Strings and numbers become tab stops, and so do
 * the keys that the user chooses. A tab stop offers choices if there are any. `partAt` is called with each path,
 * relative to the example.
 */
export function yamlSnippet(example: unknown, partAt: (path: readonly string[]) => SnippetPart): string {
  let stops = 0;
  return write(example, []).join('\n');

  function write(value: unknown, path: readonly string[]): string[] {
    if (Array.isArray(value) && value.length > 0)
      return value.flatMap((item, index) => indentLines('- ', write(item, [...path, String(index)])));
    if (typeof value === 'object' && value !== null && Object.keys(value).length > 0)
      return Object.entries(value).flatMap(([key, below]) => {
        const { hasNames, preferred } = partAt(path);
        return entryLines(hasNames ? stop(preferred ?? key) : key, write(below, [...path, key]), below);
      });
    return [scalar(value, path)];
  }

  function scalar(value: unknown, path: readonly string[]): string {
    const { choices, preferred = value, isFixed } = partAt(path);
    const isTyped = typeof preferred === 'string' || typeof preferred === 'number' || path.length < 2;
    return isFixed || !isTyped ? escapeSnippet(yamlScalar(preferred)) : stop(preferred, choices);
  }

  function stop(value: unknown, choices: readonly unknown[] = []): string {
    stops += 1;
    const text = yamlScalar(value);
    const all = [...new Set([text, ...choices.map(yamlScalar)])];
    if (choices.length < 2) return `\${${stops}:${escapeSnippet(text)}}`;
    return `\${${stops}|${all.map((choice) => choice.replaceAll(/[\\,|]/g, String.raw`\$&`)).join(',')}|}`;
  }
}

/** Writes a value as block YAML. */
export function yamlText(value: unknown): string {
  const write = (part: unknown): string[] => {
    if (Array.isArray(part) && part.length > 0) return part.flatMap((item) => indentLines('- ', write(item)));
    if (typeof part === 'object' && part !== null && Object.keys(part).length > 0)
      return Object.entries(part).flatMap(([key, below]) => entryLines(key, write(below), below));
    return [yamlScalar(part)];
  };
  return write(value).join('\n');
}

/** Writes a scalar, in quotes if YAML would read the plain text as something other than this value. */
export function yamlScalar(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  const isSafe = /^[\p{L}\p{N}_./$][^:#\n]*(?::(?! |$)[^:#\n]*)*$/u.test(value) && value.trim() === value;
  return isSafe && plainTag(value) === `${standardTag}str` ? value : `'${value.replaceAll("'", "''")}'`;
}

/** Escapes the characters that have a meaning in a snippet. */
export function escapeSnippet(text: string): string {
  return text.replaceAll(/[\\$}]/g, String.raw`\$&`);
}

function entryLines(key: string, lines: readonly string[], value: unknown): string[] {
  const isBlock = typeof value === 'object' && value !== null && Object.keys(value).length > 0;
  if (!isBlock) return [`${key}: ${lines.join('')}`];
  return [`${key}:`, ...lines.map((line) => `  ${line}`)];
}

function indentLines(mark: string, lines: readonly string[]): string[] {
  return lines.map((line, index) => (index === 0 ? mark : ' '.repeat(mark.length)) + line);
}
