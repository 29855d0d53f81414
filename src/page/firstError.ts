import { parseLine } from './ansi.ts';
import type { LogLines } from './logLines.ts';
import type { Colour } from './sgr.ts';

/**
 * `errorPattern` matches words with which tools report an error. `noErrorPattern` matches texts such as "0 errors",
 * which report that there is no error.
 */
const errorPattern =
  /(?:^|[^\w-])(?:error|fatal|failed|failure|exception|traceback|panic)\b(?!\s*[:=]\s*(?:0|false|none|null)\b)/i;
const noErrorPattern = /\b(?:0|no|without)\s+(?:errors?|failures?|exceptions?|failed)\b/i;
const chineseErrorPattern = /错误|失败|异常/;

/**
 * Matches the codes that can make a line red. Only lines with such a code are parsed, because parsing all coloured
 * lines of a large log takes a second.
 */
const redCodePattern = /[[;:]0*(?:31|91|38)[;:m]/;

/** Returns the index of the first line that reports an error; undefined if there is none. */
export function firstError(lines: LogLines): number | undefined {
  for (let line = 0; line < lines.length; line += 1) if (isError(lines.raw(line), lines.plain(line))) return line;
  return undefined;
}

function isError(raw: string, plain: string): boolean {
  if ((errorPattern.test(plain) && !noErrorPattern.test(plain)) || chineseErrorPattern.test(plain)) return true;
  return (
    redCodePattern.test(raw) && parseLine(raw).some(({ text, style }) => isRed(style.foreground) && /\w/.test(text))
  );
}

/** Returns whether a colour is one of the two reds of the theme. Other reds are decoration and not meant as errors. */
function isRed(colour: Colour | undefined): boolean {
  return colour === 1 || colour === 9;
}
