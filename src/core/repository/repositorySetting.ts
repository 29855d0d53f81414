import { isObject, stringOf } from '../http/json.ts';
import { isWebAddress } from '../http/urls.ts';

/** An entry of the setting `bkpaas.repositories`: where packages are published. */
export interface RepositorySetting {
  name: string;
  /** Without a trailing slash, such as `https://bkrepo.example.com`. */
  baseUrl: string;
  /** Base URL for downloads by the platform; equals `baseUrl` unless set. */
  linkBaseUrl: string;
  project: string;
  repository: string;
  /** Path segments in the repository, without empty ones. */
  folder: readonly string[];
  /** Whether the repository is readable anonymously, or each package gets a temporary link. */
  links: 'public' | 'temporary';
}

export type RepositoryProblem =
  'notAnObject' | 'baseUrlInvalid' | 'projectMissing' | 'repositoryMissing' | 'folderInvalid';

export type ParsedRepository = { ok: true; setting: RepositorySetting } | { ok: false; problem: RepositoryProblem };

/** Project and repository become path segments, so they must not be able to change the path. */
const name = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$/;

/** Parses an entry that the user or an older version has written. Never throws. */
export function parseRepositorySetting(value: unknown): ParsedRepository {
  if (!isObject(value)) return { ok: false, problem: 'notAnObject' };
  const text = (key: string): string => stringOf(value, key)?.trim() ?? '';
  const baseUrl = parseBaseUrl(text('baseUrl'));
  const linkBaseUrl = text('linkBaseUrl') === '' ? baseUrl : parseBaseUrl(text('linkBaseUrl'));
  if (baseUrl === undefined || linkBaseUrl === undefined) return { ok: false, problem: 'baseUrlInvalid' };
  const [project, repository] = [text('project'), text('repository')];
  if (!name.test(project)) return { ok: false, problem: 'projectMissing' };
  if (!name.test(repository)) return { ok: false, problem: 'repositoryMissing' };
  const folder = text('folder')
    .split('/')
    .filter((part) => part !== '');
  if (folder.some((part) => !name.test(part))) return { ok: false, problem: 'folderInvalid' };
  const links = text('links') === 'public' ? 'public' : 'temporary';
  const title = text('name') || `${project} / ${repository}`;
  return { ok: true, setting: { name: title, baseUrl, linkBaseUrl, project, repository, folder, links } };
}

/** Parses a base URL. Cuts a pasted one where BK-Repo's own paths begin (release-sources.md 1.1). */
export function parseBaseUrl(text: string): string | undefined {
  if (!isWebAddress(text)) return undefined;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return undefined;
  const path = url.pathname.replace(/\/(?:generic|repository|auth|web|api|ui)(?:\/.*)?$/, '').replace(/\/+$/, '');
  return `${url.origin}${path}`;
}

/** Parses the URL of a BK-Repo page or file into project, repository and folder, as far as it names them. */
export function parsePastedAddress(
  text: string,
): { baseUrl: string; project?: string; repository?: string; folder?: string } | undefined {
  const baseUrl = parseBaseUrl(text.trim());
  if (baseUrl === undefined) return undefined;
  const url = new URL(text.trim());
  const page = /\/ui\/([^/]+)\/generic\/?$/.exec(url.pathname);
  if (page?.[1] !== undefined) {
    const [repository, folder] = [url.searchParams.get('repoName'), url.searchParams.get('path')];
    return { baseUrl, project: page[1], ...(repository ? { repository } : {}), ...(folder ? { folder } : {}) };
  }
  const file = /\/generic\/(?:temporary\/download\/)?([^/]+)\/([^/]+)/.exec(url.pathname);
  const [, project, repository] = file ?? [];
  return project !== undefined && repository !== undefined ? { baseUrl, project, repository } : { baseUrl };
}
