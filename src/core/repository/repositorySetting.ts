import { isWebAddress } from '../http/urls.ts';

/** One entry of the setting `bkpaas.repositories`: where packages are published. */
export interface RepositorySetting {
  name: string;
  /** Without a slash at its end, such as `https://bkrepo.example.com`. */
  baseUrl: string;
  /** Where the platform fetches from, when that is another host than one publishes to. */
  linkBaseUrl: string;
  project: string;
  repository: string;
  /** Parts of a path in the repository, without empty ones. */
  folder: readonly string[];
  /** Whether anybody may read the repository, or each package gets a link of its own for a while. */
  links: 'public' | 'temporary';
}

export type RepositoryProblem =
  'notAnObject' | 'baseUrlInvalid' | 'projectMissing' | 'repositoryMissing' | 'folderInvalid';

export type ParsedRepository = { ok: true; setting: RepositorySetting } | { ok: false; problem: RepositoryProblem };

/** Project and repository go into a path as they are: no part of a path can be smuggled in with them. */
const name = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$/;

/** Reads an entry that a person, or an older version, has written. Never throws. */
export function parseRepositorySetting(value: unknown): ParsedRepository {
  if (typeof value !== 'object' || value === null) return { ok: false, problem: 'notAnObject' };
  const text = (key: string): string => {
    const found: unknown = (value as Record<string, unknown>)[key];
    return typeof found === 'string' ? found.trim() : '';
  };
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

/** A base address, cut where a pasted one goes on into BK-Repo's own paths (release-sources.md 1.1). */
export function parseBaseUrl(text: string): string | undefined {
  if (!isWebAddress(text)) return undefined;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return undefined;
  const path = url.pathname.replace(/\/(?:generic|repository|auth|web|api|ui)(?:\/.*)?$/, '').replace(/\/+$/, '');
  return `${url.origin}${path}`;
}

/** What an address from BK-Repo's pages, or a link to one of its files, says of project, repository and folder. */
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
