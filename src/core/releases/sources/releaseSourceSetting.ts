import { isObject, stringOf } from '../../http/json.ts';
import { isWebAddress } from '../../http/urls.ts';

export const releaseSourceKinds = ['github', 'gitlab', 'gitea', 'gitee', 'bkrepo', 'index'] as const;

export type ReleaseSourceKind = (typeof releaseSourceKinds)[number];

/** One entry of the setting `bkpaas.releaseSources`, or what a git remote says. */
export interface ReleaseSourceSetting {
  kind: ReleaseSourceKind;
  /** Undefined: made of the address. */
  name: string | undefined;
  /** Of the repository's page, the BK-Repo folder or the listing; without a slash at its end. */
  url: string;
}

/** Reads an entry; undefined for what is none. Never throws. */
export function parseReleaseSource(value: unknown): ReleaseSourceSetting | undefined {
  if (!isObject(value)) return undefined;
  const kind = releaseSourceKinds.find((candidate) => candidate === stringOf(value, 'kind'));
  const url = (stringOf(value, 'url') ?? '').trim();
  if (!kind || !isWebAddress(url)) return undefined;
  const parsed = new URL(url);
  if (parsed.username !== '' || parsed.password !== '') return undefined;
  const name = stringOf(value, 'name');
  return { kind, name: name === '' ? undefined : name, url: withoutEnd(parsed) };
}

function withoutEnd({ origin, pathname, search }: URL): string {
  return `${origin}${pathname.replace(/(?:\.git)?\/*$/, '')}${search}`;
}

/**
 * The source that a git remote's address stands for (release-sources.md 2.7): `https://host/owner/repo(.git)`,
 * `git@host:owner/repo.git` or `ssh://git@host[:port]/owner/repo.git`. Undefined for other addresses, and where the host does
 * not say what runs on it.
 */
export function sourceOfRemote(remote: string): ReleaseSourceSetting | undefined {
  const scp = /^(?:[\w.-]+@)?([\w.-]+):(?!\/\/)([^\s]+)$/.exec(remote);
  const uri = /^(?:https?|ssh|git):\/\/(?:[^@/\s]+@)?([^/:\s]+)(:\d+)?\/([^\s?#]+)$/i.exec(remote);
  const host = (scp?.[1] ?? uri?.[1] ?? '').toLowerCase();
  const path = (scp?.[2] ?? uri?.[3] ?? '').replace(/\.git$/, '').replace(/^\/+|\/+$/g, '');
  if (host === '' || path.split('/').length < 2) return undefined;
  // An https remote may name the port of the web pages; one of ssh names another.
  const port = /^https?:/i.test(remote) ? (uri?.[2] ?? '') : '';
  const kind = kindOfHost(host);
  const scheme = /^http:/i.test(remote) ? 'http' : 'https';
  return kind && { kind, name: undefined, url: `${scheme}://${host}${port}/${path}` };
}

function kindOfHost(host: string): ReleaseSourceKind | undefined {
  if (host === 'github.com' || host.endsWith('.ghe.com')) return 'github';
  if (host === 'gitee.com') return 'gitee';
  if (host === 'gitlab.com' || host.startsWith('gitlab.')) return 'gitlab';
  if (host === 'codeberg.org' || /^(?:gitea|forgejo)\./.test(host)) return 'gitea';
  return host.startsWith('github.') ? 'github' : undefined;
}
