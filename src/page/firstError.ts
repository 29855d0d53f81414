import { parseLine } from './ansi.ts';
import type { LogLines } from './logLines.ts';
import type { Colour } from './sgr.ts';

/** Words with which tools report an error, at the beginning of a word. "0 errors" reports none. */
const words =
  /(?:^|[^\w-])(?:error|fatal|failed|failure|exception|traceback|panic)\b(?!\s*[:=]\s*(?:0|false|none|null)\b)/i;
const none = /\b(?:0|no|without)\s+(?:errors?|failures?|exceptions?|failed)\b/i;
const chinese = /错误|失败|异常/;

/** Matches the codes with which a line can become red. Parsing each coloured line of a large log takes a second. */
const red = /[[;:]0*(?:31|91|38)[;:m]/;

/** Returns the index of the first line that reports an error; undefined if there is none. */
export function firstError(lines: LogLines): number | undefined {
  for (let line = 0; line < lines.length; line += 1) if (isError(lines.raw(line), lines.plain(line))) return line;
  return undefined;
}

function isError(raw: string, plain: string): boolean {
  if ((words.test(plain) && !none.test(plain)) || chinese.test(plain)) return true;
  return red.test(raw) && parseLine(raw).some(({ text, style }) => isRed(style.foreground) && /\w/.test(text));
}

/** Only the two reds of the theme are meant as errors. Other reds are decoration. */
function isRed(colour: Colour | undefined): boolean {
  return colour === 1 || colour === 9;
}
