/**
 * Splits a command into words as a POSIX shell does (sections 2.2 and 2.6.5 of the standard). Supports only the kinds
 * of quoting that the extension writes.
 */
export function shellWords(command: string, variables: Readonly<Record<string, string>>): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let rest = command;
  while (rest !== '') {
    const [piece, add] = readPiece(rest, variables);
    rest = rest.slice(piece.length);
    if (add !== undefined) word = (word ?? '') + add;
    else if (/^[ \t\n]/.test(piece) && word !== undefined) {
      words.push(word);
      word = undefined;
    }
  }
  return word === undefined ? words : [...words, word];
}

/**
 * Returns the next piece of the text, and the characters that this piece adds to the word. The characters are undefined
 * if the piece is white space or a line continuation.
 */
function readPiece(
  text: string,
  variables: Readonly<Record<string, string>>,
): [piece: string, add: string | undefined] {
  const single = /^'([^']*)'/.exec(text);
  if (single) return [single[0], single[1]];
  const double = /^"((?:[^"\\]|\\[^])*)"/.exec(text);
  if (double) return [double[0], expand(double[1] ?? '', variables)];
  if (/^['"]/.test(text)) throw new Error(`a quote is not closed: ${text}`);
  if (text.startsWith('\\\n')) return ['\\\n', undefined];
  const escaped = /^\\([^])/u.exec(text);
  if (escaped) return [escaped[0], escaped[1]];
  const plain = /^[\w./:=@%+,-]/.exec(text)?.[0];
  if (plain !== undefined) return [plain, plain];
  if (/^[ \t\n]/.test(text)) return [text.slice(0, 1), undefined];
  throw new Error(`means something to the shell and is not quoted: ${text}`);
}

/** Expands text in double quotes, where `\` escapes only characters with a special meaning. */
function expand(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(/\\(["\\$`])|\\\n|\$(\w+)|`/g, (whole, character?: string, name?: string) => {
    if (character !== undefined) return character;
    if (name !== undefined) return variables[name] ?? '';
    if (whole === '`') throw new Error('a command inside a command');
    return '';
  });
}
