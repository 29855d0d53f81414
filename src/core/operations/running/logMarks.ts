/** A part of a text. `start` is the index of its first character, `end` the index after its last character. */
export interface Mark {
  start: number;
  end: number;
}

export interface MarkedText {
  /** The text without the marks. */
  text: string;
  /** The matches of the search, in their order in `text`. */
  marks: readonly Mark[];
}

const noMarks: readonly Mark[] = [];

const openingTag = '[bk-mark]';
const closingTag = '[/bk-mark]';

/**
 * Parses a line of a search's result, in which the platform wraps each match in `[bk-mark]` and `[/bk-mark]`
 * (platform-api.md 4.16). A mark without its partner stays in the text, because the application itself wrote it. Of two
 * opening marks in a row, only the second one is from the platform. Do not call this for a line that was read without a
 * search, because then all marks are text of the application.
 */
export function parseMarks(message: string): MarkedText {
  if (!message.includes(openingTag)) return { text: message, marks: noMarks };
  let text = '';
  const marks: Mark[] = [];
  let at = 0;
  for (;;) {
    const closeAt = message.indexOf(closingTag, at);
    if (closeAt < 0) return { text: text + message.slice(at), marks: marks.length === 0 ? noMarks : marks };
    const before = message.slice(at, closeAt);
    const openAt = before.lastIndexOf(openingTag);
    if (openAt < 0) {
      text += before + closingTag;
    } else {
      text += before.slice(0, openAt);
      const start = text.length;
      text += before.slice(openAt + openingTag.length);
      if (text.length > start) marks.push({ start, end: text.length });
    }
    at = closeAt + closingTag.length;
  }
}
