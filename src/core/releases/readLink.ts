/** Characters. A link file is a few hundred; more only happens when somebody picks the wrong file. */
const MAX_TEXT = 64 * 1024;

/**
 * The first http(s) link of a Windows shortcut (`.url`), a macOS one (`.webloc`, XML form) or any other text. Only the
 * first 64 Ki characters are looked at. Undefined if there is no link. Whether the platform would take the link is for
 * checkPackageUrl to say.
 */
export function parseLink(fileName: string, text: string): string | undefined {
  const start = beginning(text.replace(/^\uFEFF/, ''));
  const extension = /\.[^.\\/]*$/.exec(fileName)?.[0].toLowerCase();
  if (extension === '.url') return parseWindowsShortcut(start);
  if (extension === '.webloc') return parseWebloc(start);
  return readText(start);
}

/** Cut at white space, so that a link which crosses the limit is left out instead of being returned half. */
function beginning(text: string): string {
  if (text.length <= MAX_TEXT) return text;
  let end = MAX_TEXT;
  // Backwards from the end: a pattern that looks for it from the start takes seconds on one long word.
  while (end > 0 && /\S/.test(text[end - 1] ?? '')) end -= 1;
  return text.slice(0, end);
}

function parseWindowsShortcut(text: string): string | undefined {
  for (const line of lines(text)) {
    const link = /^URL\s*=(.*)$/i.exec(line)?.[1]?.trim();
    if (link !== undefined && isLink(link)) return link;
  }
  return undefined;
}

/** The binary form starts with `bplist00` and has no such element, so it gives undefined by itself. */
function parseWebloc(text: string): string | undefined {
  const value = /<key>\s*URL\s*<\/key>\s*<string>([^<]*)<\/string>/.exec(text)?.[1];
  if (value === undefined) return undefined;
  const link = decodeXml(value).trim();
  return isLink(link) ? link : undefined;
}

function readText(text: string): string | undefined {
  const line = lines(text).find(isLink);
  if (line !== undefined) return line;
  // Ends at quotes and brackets of prose, Chinese ones included; Chinese letters themselves may belong to a file name.
  const found = /https?:\/\/[^\s<>"'`，。；：！？、（）【】「」『』《》“”‘’]+/iu.exec(text)?.[0];
  if (found === undefined) return undefined;
  const link = withoutTrailingPunctuation(found);
  return isLink(link) ? link : undefined;
}

/** `[text](https://host/a(1).zip).` ends with a bracket that belongs to the prose, `a(1)` with one that does not. */
function withoutTrailingPunctuation(link: string): string {
  let rest = link;
  let unopened = count(rest, ')') - count(rest, '(');
  for (;;) {
    if (/[.,;:!?\]}|*]$/.test(rest)) rest = rest.slice(0, -1);
    else if (rest.endsWith(')') && unopened > 0) {
      rest = rest.slice(0, -1);
      unopened -= 1;
    } else return rest;
  }
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

function lines(text: string): string[] {
  return text.split(/\r\n|\r|\n/).map((line) => line.trim());
}

function isLink(text: string): boolean {
  return /^https?:\/\/[^\s/]\S*$/i.test(text);
}

const XML_ENTITIES = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

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
