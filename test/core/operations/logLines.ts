import fc from 'fast-check';

const colour = fc.constantFrom('\u001b[31m', '\u001b[0m', '\u001b[38;2;58;132;255;1m', '\u001b[1G', '\u001b[2K');
const words = fc.oneof(
  fc.constantFrom('npm warn deprecated', '构建应用', '🚀 done', '👩‍👩‍👧', '', ' ', '\t', '"quoted" \\ {x]', '\u2028'),
  fc.string({ unit: 'binary', maxLength: 20 }).map((text) => text.replaceAll('\n', ' ')),
);
const bar = fc
  .integer({ min: 1, max: 30 })
  .map((steps) => Array.from({ length: steps }, (_, step) => `[${'#'.repeat(step).padEnd(steps)}]`).join('\r'));
/** A log line that a build can write. */
export const line = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(colour, words, colour, words).map((parts) => parts.join('')) },
  { weight: 2, arbitrary: bar },
  { weight: 2, arbitrary: fc.constant('') },
  { weight: 1, arbitrary: words.map((text) => `${text}\n`) },
  { weight: 1, arbitrary: fc.constantFrom('x', '好', '😀').map((unit) => unit.repeat(4096)) },
  { weight: 1, arbitrary: fc.constantFrom('x', '好', '😀').map((unit) => unit.repeat(4100)) },
);

/** Returns the lines of a log as a page shows them. Text after the last newline is a line if it is not empty. */
export function linesOf(text: string): string[] {
  const lines = text.split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}
