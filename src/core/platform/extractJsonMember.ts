/**
 * Extracts the string member `key` of the outermost object from JSON text that arrives in pieces. Calls `onText` with
 * each piece of the member's value. The returned function receives a piece of the JSON text and returns the part to
 * keep. The kept parts, joined, are the same JSON with an empty string as the member's value. This is for logs: a log
 * can have 10 MB, and parsing the whole log at once would block the editor.
 *
 * Extracts only the first member with this name, and only if the name contains no escape sequences. Malformed JSON
 * stays malformed in the kept text, unless the error is inside the member's value. In that case, `onText` may have
 * received invalid text.
 */
export function extractJsonMember(key: string, onText: (text: string) => void): (piece: string) => string {
  let depth = 0;
  let inString = false;
  /** Raw text of the current or last string, truncated to `key.length + 1` characters. */
  let word = '';
  let isMember = false;
  let isExtracting = false;
  let extracted = false;
  /** Incomplete escape sequence at the end of the previous piece. */
  let begun = '';

  const note = (character: string | undefined): void => {
    if (character === ':') isMember = !extracted && depth === 1 && word === key;
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
        if (!isExtracting) {
          kept.push(text);
          word += text.slice(0, key.length + 1 - word.length);
        } else if (text !== '') onText(unescapeJson(text));
        if (!complete) {
          begun = piece.slice(end);
          break;
        }
        kept.push('"');
        inString = isExtracting = false;
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
      isExtracting = isMember;
      extracted ||= isMember;
      isMember = false;
    }
    return kept.join('');
  };
}

/**
 * Returns the index of the end of a string's content. The content begins at `start`. It ends at the closing quote
 * (`complete` is then true), before an incomplete escape sequence, or at the end of the piece.
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

function unescapeJson(text: string): string {
  if (!text.includes('\\')) return text;
  try {
    return JSON.parse(`"${text}"`) as string;
  } catch {
    // The text has raw control characters or an unknown escape sequence. The platform sends neither. Return the text
    // unchanged, so that no part of the log is lost.
    return text;
  }
}
