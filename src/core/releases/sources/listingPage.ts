import { Parser } from 'htmlparser2';
import { encodedPart } from '../../http/urls.ts';

/** A link on a page with a list of files. */
export interface ListedLink {
  /** As on the page: percent-encoded, and usually relative to the page. */
  href: string;
  /** The date in the link's row, in a format that `Date.parse` accepts. Undefined if the row has no date. */
  modified: string | undefined;
  /** Only nginx's XML states a size in bytes; pages for readers round it. */
  sizeBytes: number | undefined;
}

export interface ListingPage {
  links: ListedLink[];
  /** Whether the page looks like a list of files, even an empty one. False for a sign-in page. */
  isListing: boolean;
}

/** Maximum characters of a row in which a date is searched. */
const maxRowLength = 1000;

/** How servers name a page that lists files: nginx, Apache, Python, Tomcat, mini_httpd, npm's `serve`. */
const listingTitle = /\b(?:index of|directory listing|files within)\b/i;

/**
 * Parses the page on which a web server lists a folder (release-sources.md 5): HTML, or nginx's XML. Runs no scripts.
 * Every server has its own page. A date belongs to the links of the same table row, list item or line, whether it stands
 * before or after them.
 */
export function parseListingPage(html: string): ListingPage {
  const links: ListedLink[] = [];
  let row: { hrefs: string[]; text: string } = { hrefs: [], text: '' };
  let [isListing, isTableRow, isLink, isTitle] = [false, false, false, false];
  let file: { name: string; modified: string | undefined; sizeBytes: number } | undefined;
  const endRow = (): void => {
    const modified = row.hrefs.length > 0 ? dateIn(row.text) : undefined;
    for (const href of row.hrefs) links.push({ href, modified, sizeBytes: undefined });
    row = { hrefs: [], text: '' };
  };
  const parser = new Parser({
    onopentag(tag, attributes) {
      if (rowTags.has(tag)) endRow();
      // The text of one table cell does not continue the text of another one.
      row.text += ' ';
      if (tag === 'tr') isTableRow = true;
      isTitle ||= titleTags.has(tag);
      isListing ||= tag === 'list';
      if (tag === 'a' && attributes['href'] !== undefined) {
        isLink = true;
        isListing ||= /^\.\.?\/?$|^\.\/\.\.\/?$/.test(attributes['href']);
        row.hrefs.push(attributes['href']);
      }
      if (tag === 'file') file = { name: '', modified: attributes['mtime'], sizeBytes: Number(attributes['size']) };
    },
    ontext(text) {
      if (file) file.name += text;
      if (isTitle) isListing ||= listingTitle.test(text);
      // A file's name can contain a date, which is not the date of the file.
      const [first = '', ...lines] = isLink ? [] : isTableRow ? [text] : text.split('\n');
      row.text = `${row.text}${first}`.slice(0, maxRowLength);
      for (const line of lines) {
        endRow();
        row.text = line.slice(0, maxRowLength);
      }
    },
    onclosetag(tag) {
      if (rowTags.has(tag)) endRow();
      if (tag === 'tr') isTableRow = false;
      if (tag === 'a') isLink = false;
      if (titleTags.has(tag)) isTitle = false;
      if (tag !== 'file' || !file) return;
      const { name, modified, sizeBytes } = file;
      links.push({ href: encodedPart(name), modified, sizeBytes: Number.isFinite(sizeBytes) ? sizeBytes : undefined });
      file = undefined;
    },
  });
  parser.end(html);
  endRow();
  return { links, isListing };
}

const rowTags: ReadonlySet<string> = new Set(['tr', 'li', 'br', 'hr']);
const titleTags: ReadonlySet<string> = new Set(['title', 'h1']);

const month = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec';
const date = new RegExp(
  String.raw`\b(?:(\d{4})-(\d\d|${month})-(\d\d)|(\d{1,2})[- ]?(${month})[- ]?(\d{4}))(?:[T ](\d\d:\d\d(?::\d\d)?))?`,
);

/**
 * Returns the first date in a row as UTC, which nginx writes. Other servers write the time of their place without a time
 * zone (release-sources.md 5).
 */
function dateIn(text: string): string | undefined {
  const [found, year, monthOfYear, day, dayBefore, monthBefore, yearAfter, time = '00:00'] = date.exec(text) ?? [];
  if (found === undefined) return undefined;
  return `${year ?? yearAfter ?? ''}-${monthOfYear ?? monthBefore ?? ''}-${(day ?? dayBefore ?? '').padStart(2, '0')} ${time} UTC`;
}
