/**
 * Takes the string under `key`, a member of the answer's outermost object, out of a JSON text that arrives in pieces: `onText`
 * gets its value piece by piece, and what is returned for each piece, put together, is the same JSON with that string empty.
 * A log can have ten megabytes, and parsed at one go it would hold up everything else in the editor. Only the first member of
 * that name is taken, and only when its name is written without escapes. Malformed JSON stays malformed in what is returned,
 * but for what is wrong inside the string itself; `onText` may then have got something that was none.
 */
export function extractJsonMember(key: string, onText: (text: string) => void): (piece: string) => string {
  let depth = 0;
  let inString = false;
  /** As it is written: the string that is being read or was read last, as far as it can still be the key. */
  let word = '';
  let isMember = false;
  let isTaking = false;
  let taken = false;
  /** A backslash and what follows it, until it is complete: it may be cut anywhere. */
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
 * Where the text from `start` on ends in this piece: at its closing quote (`complete`), or before an escape that has not
 * wholly arrived.
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
    // Control characters as they are, or an escape that JSON does not know: no platform's answer, and no reason to lose it.
    return text;
  }
}
