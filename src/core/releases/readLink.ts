import { isArchiveUrl } from './packageName.ts';

/** Maximum characters to search. A link file has a few hundred characters; a larger file is probably the wrong file. */
const MAX_TEXT_LENGTH = 64 * 1024;

/** Maximum number of links of one file. A person does not read a longer list. */
const MAX_LINKS = 50;

/**
 * Returns the http and https links in a Windows shortcut (`.url`), a macOS shortcut (`.webloc`, XML form) or any other
 * text, each link once. Links to archives come first. Within each group, links on a line without other text come
 * first. Reads the first `MAX_TEXT_LENGTH` characters. Does not check whether the platform accepts a link;
 * `checkPackageUrl` does.
 */
export function parseLinks(fileName: string, text: string): string[] {
  const start = truncateText(text.replace(/^\uFEFF/, ''));
  const extension = /\.[^.\\/]*$/.exec(fileName)?.[0].toLowerCase();
  if (extension === '.url') return listOf(parseWindowsShortcut(start));
  if (extension === '.webloc') return listOf(parseWebloc(start));
  return linksInText(start);
}

/**
 * Returns at most `MAX_TEXT_LENGTH` characters from the beginning of the text. A longer text is cut at white space, so
 * that a link that crosses the limit is dropped as a whole.
 */
function truncateText(text: string): string {
  if (text.length <= MAX_TEXT_LENGTH) return text;
  let end = MAX_TEXT_LENGTH;
  // Searches backwards, because a regular expression that searches from the start takes seconds on one long word.
  while (end > 0 && /\S/.test(text[end - 1] ?? '')) end -= 1;
  return text.slice(0, end);
}

function parseWindowsShortcut(text: string): string | undefined {
  return trimmedLines(text)
    .map((line) => /^URL\s*=(.*)$/i.exec(line)?.[1]?.trim() ?? '')
    .find(isLink);
}

/**
 * Returns the link in the XML form of a `.webloc`. Undefined for the binary form, which starts with `bplist00` and has
 * no `key` element.
 */
function parseWebloc(text: string): string | undefined {
  const value = /<key>\s*URL\s*<\/key>\s*<string>([^<]*)<\/string>/.exec(text)?.[1] ?? '';
  const link = decodeXml(value).trim();
  return isLink(link) ? link : undefined;
}

function listOf(link: string | undefined): string[] {
  return link === undefined ? [] : [link];
}

function linksInText(text: string): string[] {
  const all = trimmedLines(text);
  const prose = all.filter((line) => !isLink(line)).join('\n');
  // A link in prose ends at white space, `<`, `>`, quotes and Chinese punctuation. Chinese letters do not end a link,
  // because they can belong to a file name.
  const inProse = prose.matchAll(/https?:\/\/[^\s<>"'`，。；：！？、（）【】「」『』《》“”‘’]+/giu);
  const links = new Set(all.filter(isLink));
  for (const [found] of inProse) {
    const link = withoutTrailingPunctuation(found);
    if (isLink(link)) links.add(link);
  }
  const listed = [...links];
  return [...listed.filter(isArchiveUrl), ...listed.filter((link) => !isArchiveUrl(link))].slice(0, MAX_LINKS);
}

/**
 * Removes punctuation of the surrounding prose from the end of a link. In `[text](https://host/a(1).zip).`, the last
 * parenthesis belongs to the prose and is removed, but the closing parenthesis of `a(1)` belongs to the link.
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

function trimmedLines(text: string): string[] {
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
