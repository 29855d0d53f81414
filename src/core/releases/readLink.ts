/** Characters. A link file has a few hundred; a larger file is probably the wrong one. */
const MAX_TEXT = 64 * 1024;

/**
 * Returns the first http(s) link of a Windows shortcut (`.url`), a macOS one (`.webloc`, XML form) or any other text.
 * Searches only the first 64 Ki characters. Undefined if there is none. `checkPackageUrl` decides whether the platform
 * accepts it.
 */
export function parseLink(fileName: string, text: string): string | undefined {
  const start = beginning(text.replace(/^\uFEFF/, ''));
  const extension = /\.[^.\\/]*$/.exec(fileName)?.[0].toLowerCase();
  if (extension === '.url') return parseWindowsShortcut(start);
  if (extension === '.webloc') return parseWebloc(start);
  return readText(start);
}

/** Cuts the text at white space, so that a link across the limit is dropped and not cut in half. */
function beginning(text: string): string {
  if (text.length <= MAX_TEXT) return text;
  let end = MAX_TEXT;
  // Search backwards: a pattern that searches from the start takes seconds on one long word.
  while (end > 0 && /\S/.test(text[end - 1] ?? '')) end -= 1;
  return text.slice(0, end);
}

function parseWindowsShortcut(text: string): string | undefined {
  return lines(text)
    .map((line) => /^URL\s*=(.*)$/i.exec(line)?.[1]?.trim() ?? '')
    .find(isLink);
}

/** The binary form starts with `bplist00` and has no such element, so it gives undefined. */
function parseWebloc(text: string): string | undefined {
  const value = /<key>\s*URL\s*<\/key>\s*<string>([^<]*)<\/string>/.exec(text)?.[1] ?? '';
  const link = decodeXml(value).trim();
  return isLink(link) ? link : undefined;
}

function readText(text: string): string | undefined {
  const line = lines(text).find(isLink);
  if (line !== undefined) return line;
  // A link ends at quotes and brackets of prose, Chinese ones included. Chinese letters can belong to a file name.
  const found = /https?:\/\/[^\s<>"'`，。；：！？、（）【】「」『』《》“”‘’]+/iu.exec(text)?.[0] ?? '';
  const link = withoutTrailingPunctuation(found);
  return isLink(link) ? link : undefined;
}

/**
 * Removes punctuation of prose: the last bracket of `[text](https://host/a(1).zip).` is prose, that of `a(1)` is not.
 */
function withoutTrailingPunctuation(link: string): string {
  let rest = link;
  let unopened = rest.split(')').length - rest.split('(').length;
  for (;;) {
    if (/[.,;:!?\]}|*]$/.test(rest)) rest = rest.slice(0, -1);
    else if (rest.endsWith(')') && unopened > 0) {
      rest = rest.slice(0, -1);
      unopened -= 1;
    } else return rest;
  }
}

function lines(text: string): string[] {
  return text.split(/\r\n|\r|\n/).map((line) => line.trim());
}

function isLink(text: string): boolean {
  return /^https?:\/\/[^\s/]\S*$/i.test(text);
}

const XML_ENTITIES = new Map(Object.entries({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }));

function decodeXml(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|([a-z]{1,8}));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return XML_ENTITIES.get(name) ?? whole;
      const code = hex !== undefined ? parseInt(hex, 16) : Number(decimal);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
