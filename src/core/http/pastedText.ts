/**
 * Characters to remove from both ends of a pasted text: white space (including no-break spaces), invisible characters,
 * typographic quotes and Chinese punctuation. Such characters often surround a text from a chat, a document or a web
 * page. No token and almost no URL starts or ends with one of them.
 */
const surroundingCharacterPattern = /[\s\p{Cf}“”„‟‘’‚‛«»‹›「」『』《》＂＇，；。、]/u;
const straightQuote = /["'`]/;

/**
 * Removes surrounding characters from a pasted token or URL. Also removes straight quotes from the start of the text.
 * If the text starts with a straight quote, also removes straight quotes from the end. Otherwise keeps quotes at the
 * end, because a URL can end with `'`. Removes nothing inside the text.
 */
export function trimPasted(text: string): string {
  let start = 0;
  let end = text.length;
  let isQuoted = false;
  const isSurrounding = (at: number, quotes: boolean): boolean => {
    const character = text[at] ?? '';
    return surroundingCharacterPattern.test(character) || (quotes && straightQuote.test(character));
  };
  for (; start < end && isSurrounding(start, true); start += 1) isQuoted ||= straightQuote.test(text[start] ?? '');
  // Searches backwards, because a regular expression that searches for the end takes seconds on a long run of blanks.
  while (end > start && isSurrounding(end - 1, isQuoted)) end -= 1;
  return text.slice(start, end);
}

/**
 * Trims a pasted URL as `trimPasted` does, and removes the angle brackets that a chat or an email puts around a URL.
 */
export function trimPastedUrl(text: string): string {
  const trimmed = trimPasted(text);
  return trimmed.startsWith('<') && trimmed.endsWith('>') ? trimPasted(trimmed.slice(1, -1)) : trimmed;
}

/** Removes invisible characters, such as zero-width spaces, from the whole text. */
export function removeInvisibleCharacters(text: string): string {
  return text.replace(/\p{Cf}/gu, '');
}

/** Replaces typographic quotes with straight ones, and a full-width colon with a colon. */
export function withStraightQuotes(text: string): string {
  return text
    .replace(/[“”„‟«»「」『』＂]/g, '"')
    .replace(/[‘’‚‛‹›＇]/g, "'")
    .replaceAll('：', ':');
}
