/**
 * Extracts the string member `key` of the outermost object from JSON text that arrives in pieces. `onText` gets its
 * value piece by piece. The returned pieces, joined, are the same JSON with that string empty. A log can have 10 MB,
 * and parsing it in one go would block the editor. Only the first member of that name is extracted, and only if its
 * name is written without escapes. Malformed JSON stays malformed in the returned text, except for errors inside the
 * string itself; `onText` may then have received invalid text.
 */
export function extractJsonMember(key: string, onText: (text: string) => void): (piece: string) => string {
  let depth = 0;
  let inString = false;
  /** Raw text of the current or last string, cut off once it is too long to be the key. */
  let word = '';
  let isMember = false;
  let isTaking = false;
  let taken = false;
  /** An escape sequence that is still incomplete; a piece can end anywhere in it. */
  let begun = '';

  const note = (character: string | undefined): void => {
    if (character === ':') isMember = !taken && depth === 1 && word === key;
    else if (character === '{' || character === '[') {
      depth += 1;
      isMember = false;
    } else if (character === '}' || character === ']') depth -= 1;
    else if (character === ',') {
      word = '';
      isMember = false;
    }
  };

  return (arrived) => {
    const piece = begun + arrived;
    begun = '';
    const kept: string[] = [];
    let index = 0;
    while (index < piece.length) {
      if (inString) {
        const { end, complete } = endOfText(piece, index);
        const text = piece.slice(index, end);
        if (!isTaking) {
          kept.push(text);
          word += text.slice(0, key.length + 1 - word.length);
        } else if (text !== '') onText(unescaped(text));
        if (!complete) {
          begun = piece.slice(end);
          break;
        }
        kept.push('"');
        inString = isTaking = false;
        index = end + 1;
        continue;
      }
      const from = index;
      while (index < piece.length && piece[index] !== '"') note(piece[index++]);
      kept.push(piece.slice(from, index + 1));
      if (index === piece.length) break;
      index += 1;
      inString = true;
      word = '';
      isTaking = isMember;
      taken ||= isMember;
      isMember = false;
    }
    return kept.join('');
  };
}

/**
 * Finds the end of the text from `start` on in this piece: its closing quote (`complete`), an incomplete escape
 * sequence, or the end of the piece.
 */
function endOfText(piece: string, start: number): { end: number; complete: boolean } {
  const mark = /["\\]/g;
  mark.lastIndex = start;
  for (let found = mark.exec(piece); found; found = mark.exec(piece)) {
    if (found[0] === '"') return { end: found.index, complete: true };
    const length = piece[found.index + 1] === 'u' ? 6 : 2;
    if (found.index + length > piece.length) return { end: found.index, complete: false };
    mark.lastIndex = found.index + length;
  }
  return { end: piece.length, complete: false };
}

function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  try {
    return JSON.parse(`"${text}"`) as string;
  } catch {
    // Raw control characters or an unknown escape. The platform sends neither, but the text is not lost.
    return text;
  }
}
