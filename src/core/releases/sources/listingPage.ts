import { encodePathSegment } from '../../http/urls.ts';

/** A link on a page with a list of files. */
export interface ListedLink {
  /** As on the page: percent-encoded, and usually relative to the page. */
  href: string;
  /** The date in the link's row, in a format that `Date.parse` accepts. Undefined if the row has no date. */
  modified: string | undefined;
  /** Undefined if the page states no size, or a rounded one. */
  sizeBytes: number | undefined;
}

export interface ListingPage {
  links: ListedLink[];
  /** Whether the page looks like a list of files. True for an empty list too. False for a sign-in page. */
  isListing: boolean;
}

/** Maximum characters of a row in which to search for a date. */
const maxRowLength = 1000;

/** Matches titles of pages that list files: of nginx, Apache, mini_httpd, Python, Tomcat, `serve-index` and `serve`. */
const listingTitle = /\b(?:index of|directory listing|listing directory|files within)\b/i;

/**
 * Parses the page on which a web server lists a folder (release-sources.md 5): HTML, or nginx's XML. Runs no scripts.
 * The layout differs between servers, so only rows are used: a date belongs to all links in the same table row, list
 * item or line, before and after the date. `now`, in milliseconds since 1970, completes dates without a year.
 */
export async function parseListingPage(html: string, now = Date.now()): Promise<ListingPage> {
  // The library is loaded on first use, because most windows read no such page.
  const { Parser } = await import('htmlparser2');
  const links: ListedLink[] = [];
  let row: { hrefs: string[]; text: string } = { hrefs: [], text: '' };
  let [isListing, isTableRow, isLink, isTitle, isTime] = [false, false, false, false, false];
  let file: { name: string; modified: string | undefined; sizeBytes: number } | undefined;
  const endRow = (): void => {
    const stated = row.hrefs.length > 0 ? parseRowFacts(row.text, now) : noRowFacts;
    for (const href of row.hrefs) links.push({ href, ...stated });
    row = { hrefs: [], text: '' };
  };
  const parser = new Parser({
    onopentag(tag, attributes) {
      if (rowTags.has(tag)) endRow();
      // Separates the texts of two table cells.
      row.text += ' ';
      if (tag === 'tr') isTableRow = true;
      isTitle ||= titleTags.has(tag);
      // Caddy and rclone put the date into `datetime`. The element's text has another format, so it is skipped.
      if (tag === 'time' && attributes['datetime'] !== undefined) {
        isTime = true;
        row.text += attributes['datetime'].slice(0, maxRowLength);
      }
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
      // Skip the text of links, because a file name can contain a date that is not the file's date.
      const [first = '', ...lines] = isLink || isTime ? [] : isTableRow ? [text] : text.split('\n');
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
      if (tag === 'time') isTime = false;
      if (titleTags.has(tag)) isTitle = false;
      if (tag !== 'file' || !file) return;
      const { name, modified, sizeBytes } = file;
      links.push({
        href: encodePathSegment(name),
        modified,
        sizeBytes: Number.isFinite(sizeBytes) ? sizeBytes : undefined,
      });
      file = undefined;
    },
  });
  parser.end(html);
  endRow();
  return { links, isListing };
}

const rowTags: ReadonlySet<string> = new Set(['tr', 'li', 'br', 'hr']);
const titleTags: ReadonlySet<string> = new Set(['title', 'h1']);

type RowFacts = Omit<ListedLink, 'href'>;
const noRowFacts: RowFacts = { modified: undefined, sizeBytes: undefined };

const monthName = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec';
const timePattern = '(?<time>\\d\\d:\\d\\d(?::\\d\\d)?)';
const endOfDate = `(?:[T ]${timePattern}(?:\\.\\d+)?)?(?:Z| GMT| \\+0000 UTC)?`;
const datePatterns = [
  // Apache, lighttpd, fancyindex, rclone
  `(?<year>\\d{4})-(?<month>\\d\\d|${monthName})-(?<day>\\d\\d)${endOfDate}`,
  // nginx, Tomcat, http-server, mini_httpd
  `(?<day>\\d{1,2})[- ]?(?<month>${monthName})[- ]?(?<year>\\d{4})${endOfDate}`,
  // webfs: a date of the last months has a time instead of a year
  `(?<month>${monthName}) {1,2}(?<day>\\d{1,2}) {1,2}(?:(?<year>\\d{4})\\b|${timePattern})`,
].map((pattern) => new RegExp(`\\b${pattern}`));

/**
 * Returns the date and the size in a row; neither if the row has no date. Treats the date as UTC, which is correct for
 * nginx. Other servers write their local time without a time zone (release-sources.md 5), so their dates can be off by
 * hours. If the rest of the row is a whole number, it is the size in bytes, because a rounded size has a unit.
 */
function parseRowFacts(text: string, now: number): RowFacts {
  for (const date of datePatterns) {
    const found = date.exec(text);
    if (!found?.groups) continue;
    const { year, month = '', day = '', time = '00:00' } = found.groups;
    const inYear = (year: string | number): string => `${year}-${month}-${day.padStart(2, '0')} ${time} UTC`;
    const thisYear = new Date(now).getUTCFullYear();
    const isPast = Date.parse(inYear(thisYear)) <= now + maxClockAheadMs;
    const size = /^\d{1,15}$/.exec(text.replace(found[0], ' ').trim())?.[0];
    return {
      modified: inYear(year ?? (isPast ? thisYear : thisYear - 1)),
      sizeBytes: size === undefined ? undefined : Number(size),
    };
  }
  return noRowFacts;
}

/** A date may be this far in the future, because a server's local time can be up to 14 hours ahead of UTC. */
const maxClockAheadMs = 24 * 60 * 60 * 1000;
