import { isObject, stringOf } from '../http/json.ts';
import { trimPastedUrl } from '../http/pastedText.ts';
import { isWebAddress } from '../http/urls.ts';

/** An entry of the setting `bkpaas.repositories`: a BK-Repo repository to which packages are published. */
export interface RepositorySetting {
  name: string;
  /** BK-Repo's base URL without a trailing slash, such as `https://bkrepo.example.com`. */
  baseUrl: string;
  /** Base URL from which the platform downloads. Equals `baseUrl` if the entry has no `linkBaseUrl`. */
  linkBaseUrl: string;
  project: string;
  repository: string;
  /** Segments of the folder's path in the repository. No segment is empty. */
  folder: readonly string[];
  /** `public`: anyone can read the repository without a credential. `temporary`: each package gets a temporary link. */
  links: 'public' | 'temporary';
}

export type RepositoryProblem =
  'notAnObject' | 'baseUrlInvalid' | 'projectMissing' | 'repositoryMissing' | 'folderInvalid';

export type ParsedRepository = { ok: true; setting: RepositorySetting } | { ok: false; problem: RepositoryProblem };

/**
 * Pattern of project, repository and folder names. The names become segments of a URL's path, so `/` and `..` are
 * excluded.
 */
const namePattern = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$/;

/**
 * Parses an entry of the setting. The entry can have any form, because the user or an older version of the extension
 * wrote it. Never throws.
 */
export function parseRepositorySetting(value: unknown): ParsedRepository {
  if (!isObject(value)) return { ok: false, problem: 'notAnObject' };
  const text = (key: string): string => stringOf(value, key)?.trim() ?? '';
  const baseUrl = parseBaseUrl(text('baseUrl'));
  const linkBaseUrl = text('linkBaseUrl') === '' ? baseUrl : parseBaseUrl(text('linkBaseUrl'));
  if (baseUrl === undefined || linkBaseUrl === undefined) return { ok: false, problem: 'baseUrlInvalid' };
  const [project, repository] = [text('project'), text('repository')];
  if (!namePattern.test(project)) return { ok: false, problem: 'projectMissing' };
  if (!namePattern.test(repository)) return { ok: false, problem: 'repositoryMissing' };
  const folder = text('folder')
    .split('/')
    .filter((part) => part !== '');
  if (folder.some((part) => !namePattern.test(part))) return { ok: false, problem: 'folderInvalid' };
  const links = text('links') === 'public' ? 'public' : 'temporary';
  const title = text('name') || `${project} / ${repository}`;
  return { ok: true, setting: { name: title, baseUrl, linkBaseUrl, project, repository, folder, links } };
}

/**
 * Returns the base URL from the URL of any BK-Repo page or file, by cutting the path where BK-Repo's own paths begin
 * (release-sources.md 1.1). Undefined for text that is not an http or https URL and for a URL with user name or
 * password.
 */
export function parseBaseUrl(text: string): string | undefined {
  if (!isWebAddress(text)) return undefined;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return undefined;
  const path = url.pathname.replace(/\/(?:generic|repository|auth|web|api|ui)(?:\/.*)?$/, '').replace(/\/+$/, '');
  return `${url.origin}${path}`;
}

/**
 * Returns base URL, project, repository and folder from the URL of a BK-Repo page or file. A part that the URL does not
 * name is absent. Undefined if `parseBaseUrl` rejects the URL.
 */
export function parsePastedAddress(
  text: string,
): { baseUrl: string; project?: string; repository?: string; folder?: string } | undefined {
  const baseUrl = parseBaseUrl(trimPastedUrl(text));
  if (baseUrl === undefined) return undefined;
  const url = new URL(trimPastedUrl(text));
  const page = /\/ui\/([^/]+)\/generic\/?$/.exec(url.pathname);
  if (page?.[1] !== undefined) {
    const [repository, folder] = [url.searchParams.get('repoName'), url.searchParams.get('path')];
    return { baseUrl, project: page[1], ...(repository ? { repository } : {}), ...(folder ? { folder } : {}) };
  }
  const file = /\/generic\/(?:temporary\/download\/)?([^/]+)\/([^/]+)/.exec(url.pathname);
  const [, project, repository] = file ?? [];
  return project !== undefined && repository !== undefined ? { baseUrl, project, repository } : { baseUrl };
}
