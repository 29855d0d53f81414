import { isObject, numberOf, parseJson, stringOf, type JsonObject } from '../../http/json.ts';
import { parseSha256 } from '../../http/sha256.ts';
import { encodePathSegment } from '../../http/urls.ts';
import { fileNameOf, parseDate, releaseFile } from './archives.ts';
import { isArchiveName } from '../packageName.ts';
import { parseListingPage } from './listingPage.ts';
import type { ReleaseSourceBase, Release, ReleaseFile } from './releaseSource.ts';
import type { ReleaseSourceSetting } from './releaseSourceSetting.ts';
import { SourceError } from './sourceError.ts';
import { readList, type SourceAccess } from './sourceRequest.ts';

/** Returns the source for a list of files on a web server: a page, or a JSON list (release-sources.md 5). */
export function webIndex(setting: ReleaseSourceSetting, access: SourceAccess): ReleaseSourceBase {
  const base = new URL(setting.url.includes('?') || setting.url.endsWith('.json') ? setting.url : `${setting.url}/`);
  return {
    label: setting.name ?? `${base.host}${base.pathname}`,
    list: async ({ signal }) => {
      const accept = 'application/json, text/html;q=0.9';
      const { answer, at } = await readList(access, base, { headers: { accept }, signal });
      const json = parseJson(answer.text);
      const found = json === undefined ? await parsePage(answer.text, at) : parseList(json, at);
      return { releases: found.map((entry) => asRelease(entry, access)), next: undefined };
    },
  };
}

type ListedFile = Pick<ReleaseFile, 'url'> & Partial<ReleaseFile> & { modified: string | undefined };

/** Returns the links of a page to archives on the page's origin. */
async function parsePage(html: string, base: URL): Promise<ListedFile[]> {
  const { links, isListing } = await parseListingPage(html);
  const found = new Map<string, ListedFile>();
  for (const { href, ...stated } of links) {
    const url = archiveUrlOf(href, base);
    if (url !== undefined) found.set(url, { url, ...stated });
  }
  if (found.size === 0 && !isListing) throw new SourceError('notASource', { host: base.host });
  return [...found.values()];
}

/**
 * Parses a JSON list of files: `{ name, type, mtime, size }` (nginx), `{ name, url, size, mod_time, is_dir }` (Caddy),
 * `{ base, relative, type }` (npm's `serve`), URLs, names, or `{ url | name, version?, size?, sha256?, date? }`.
 * Returns the archives on the origin of `base`.
 */
function parseList(json: unknown, base: URL): ListedFile[] {
  const items: unknown = isObject(json) ? (json['files'] ?? json['releases']) : json;
  if (!Array.isArray(items)) throw new SourceError('notASource', { host: base.host });
  return items.flatMap((item: unknown): ListedFile[] => {
    const entry = isObject(item) ? item : typeof item === 'string' ? asEntry(item) : {};
    // In a list from npm's `serve`, `base` has the file name with its extension, and `name` has it without.
    const name = stringOf(entry, 'base') ?? stringOf(entry, 'name') ?? '';
    const url = archiveUrlOf(stringOf(entry, 'url') ?? encodePathSegment(name), base);
    if (url === undefined || stringOf(entry, 'type') === 'directory' || entry['is_dir'] === true) return [];
    return [
      {
        url,
        version: stringOf(entry, 'version') || undefined,
        sizeBytes: numberOf(entry, 'size'),
        sha256: parseSha256(stringOf(entry, 'sha256')),
        modified: stringOf(entry, 'mtime') ?? stringOf(entry, 'mod_time') ?? stringOf(entry, 'date'),
      },
    ];
  });
}

/**
 * Converts an item that is a text to an object. A text with a scheme or a slash is a URL. Any other text is a file
 * name, in which `%`, `#` and `?` are ordinary characters.
 */
function asEntry(text: string): JsonObject {
  return /^[a-z]+:\/\/|\//i.test(text) ? { url: text } : { name: text };
}

/** Returns the absolute URL of a link to an archive on the same origin. Undefined for any other link. */
function archiveUrlOf(href: string, base: URL): string | undefined {
  if (href === '' || !URL.canParse(href, base.href)) return undefined;
  const url = new URL(href, base);
  // Skip folders here, because the name of a folder can end like the name of an archive.
  if (url.pathname.endsWith('/')) return undefined;
  return url.origin === base.origin && isArchiveName(fileNameOf(url.href)) ? url.href : undefined;
}

function asRelease({ modified, ...stated }: ListedFile, access: SourceAccess): Release {
  const fileName = fileNameOf(stated.url);
  const files = [releaseFile(access, { ...stated, fileName })];
  return { name: fileName, publishedAt: parseDate(modified), preRelease: false, files };
}
