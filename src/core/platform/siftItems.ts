/**
 * Takes the objects and arrays that are items of a JSON array out of a text that arrives in pieces: `onItem` gets each one's
 * own text as soon as it is complete, well formed or not, and what is returned for each piece, put together, is the array with
 * `{}` in their place. Anything but an array is returned as it came. The events of a long deployment are megabytes, and parsed
 * at one go they would hold up the editor.
 */
export function extractJsonItems(onItem: (json: string) => void): (piece: string) => string {
  let isArray: boolean | undefined;
  let depth = 0;
  let inString = false;
  let escaped = false;
  /** The beginning of an item whose end has not arrived. */
  let begun = '';

  return (piece) => {
    if (isArray === undefined) {
      if (piece.trim() === '') return piece;
      isArray = piece.trimStart().startsWith('[');
    }
    if (!isArray) return piece;
    const kept: string[] = [];
    /** Where in this piece the item began that is being read, or what lies between two. */
    let from = 0;
    for (let index = 0; index < piece.length; index += 1) {
      const code = piece.charCodeAt(index);
      if (inString) {
        if (escaped) escaped = false;
        else if (code === backslash) escaped = true;
        else if (code === quote) inString = false;
      } else if (code === quote) inString = true;
      else if (code === openBrace || code === openBracket) {
        depth += 1;
        if (depth !== 2) continue;
        kept.push(piece.slice(from, index));
        from = index;
      } else if (code === closeBrace || code === closeBracket) {
        depth -= 1;
        if (depth !== 1) continue;
        onItem(begun + piece.slice(from, index + 1));
        begun = '';
        from = index + 1;
        kept.push('{}');
      }
    }
    if (depth > 1) begun += piece.slice(from);
    else kept.push(piece.slice(from));
    return kept.join('');
  };
}

const [quote, backslash, openBrace, openBracket, closeBrace, closeBracket] = ['"', '\\', '{', '[', '}', ']'].map(
  (character) => character.charCodeAt(0),
);
