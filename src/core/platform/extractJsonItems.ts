/**
 * Extracts the items of a JSON array from text that arrives in pieces. Extracts only items that are objects or arrays.
 * Calls `onItem` with the text of each such item as soon as the item is complete, even if the item is malformed. The
 * returned function receives a piece of the text and returns the part to keep. The kept parts, joined, are the array
 * with `{}` in place of each extracted item. Text that is not an array is kept unchanged. This is for the events of a
 * long deployment: they have several megabytes, and parsing all events at once would block the editor.
 */
export function extractJsonItems(onItem: (json: string) => void): (piece: string) => string {
  let isArray: boolean | undefined;
  let depth = 0;
  let inString = false;
  let escaped = false;
  /** Beginning of an item that is not complete yet. */
  let begun = '';

  return (piece) => {
    if (isArray === undefined) {
      if (piece.trim() === '') return piece;
      isArray = piece.trimStart().startsWith('[');
    }
    if (!isArray) return piece;
    const kept: string[] = [];
    /** Index in this piece where the current item, or the text between two items, starts. */
    let from = 0;
    for (let index = 0; index < piece.length; index += 1) {
      const character = piece[index];
      if (inString) {
        if (escaped) escaped = false;
        else if (character === '\\') escaped = true;
        else if (character === '"') inString = false;
      } else if (character === '"') inString = true;
      else if (character === '{' || character === '[') {
        depth += 1;
        if (depth !== 2) continue;
        kept.push(piece.slice(from, index));
        from = index;
      } else if (character === '}' || character === ']') {
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
