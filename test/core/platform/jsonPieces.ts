import fc from 'fast-check';

/**
 * Generates text with characters that are difficult for JSON and logs: quotes, backslashes, brackets, escapes, colours,
 * surrogate pairs and lone surrogates.
 */
export const awkwardText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom('"', '\\', '\\"', '\\\\', '{', '}', '[', ']', ':', ',', '\n', '\r', '\u001b[31m', '\u2028', '😀'),
      fc.constantFrom('好', '"logs":"', 'logs', '\\u0041', '\ud83d', '\ude00', '\u0000', '/'),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

/**
 * Generates the value's JSON: compact, indented, surrounded by white space, or with all characters outside printable
 * ASCII escaped.
 */
export function jsonTexts(value: unknown): fc.Arbitrary<string> {
  const plain = JSON.stringify(value);
  const ascii = plain.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return fc.constantFrom(plain, ascii, JSON.stringify(value, null, 2), `\n ${plain} `);
}

/** Generates a text and the pieces of the text. A cut can be anywhere, even inside an escape or a surrogate pair. */
export function textInPieces(texts: fc.Arbitrary<string>): fc.Arbitrary<{ text: string; pieces: string[] }> {
  return fc.tuple(texts, fc.array(fc.nat(), { maxLength: 10 }), fc.boolean()).map(([text, cuts, single]) => {
    if (single) return { text, pieces: text.split('') };
    const ends = [...cuts.map((cut) => cut % (text.length + 1)).sort((a, b) => a - b), text.length];
    return { text, pieces: ends.map((end, index) => text.slice(ends[index - 1] ?? 0, end)) };
  });
}
