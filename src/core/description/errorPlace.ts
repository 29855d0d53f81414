import { decodeYaml } from '../yaml/decodeYaml.ts';
import { YamlError } from '../yaml/yamlError.ts';
import { linesOf, outlineEntriesOf } from './outline.ts';

/** A place in a description. Line and column count from 1. */
export interface LineAndColumn {
  line: number;
  column: number;
}

/** Returns the line and column of an offset in a description. */
export function placeOfOffset(source: string | Uint8Array, offset: number): LineAndColumn {
  const before = textOf(source).slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/**
 * Returns the place of the field that an error message of the platform names. The message has the path of the field
 * before a colon, such as `modules.0.name: …`. If the description lacks the field, returns the place of the deepest key
 * on this path, or else the beginning of the description.
 */
export function placeOfError(source: string | Uint8Array, message: string): LineAndColumn {
  const lines = linesOf(textOf(source));
  const outline = outlineEntriesOf(lines);
  const named = /(?:^|[:：])\s*([A-Za-z_][\w-]*(?:\.[\w-]+)*)\s*[:：]/.exec(message)?.[1]?.split('.') ?? [];
  const versions = [['spec_version'], ['specVersion']];
  const paths = [
    ...named.map((_, index) => named.slice(0, named.length - index)),
    ...(/spec.?version/i.test(message) ? versions : []),
  ];
  for (const path of paths) {
    const entry = outline.find((each) => each.path.join('.') === path.join('.'));
    const line = entry && lines[entry.line];
    if (line) return { line: entry.line + 1, column: line.content + 1 };
  }
  return { line: 1, column: 1 };
}

/** Returns the text of a description; an empty text if it cannot be decoded. */
function textOf(source: string | Uint8Array): string {
  try {
    return decodeYaml(source);
  } catch (error) {
    if (error instanceof YamlError) return '';
    throw error;
  }
}
