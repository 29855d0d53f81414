import { isObject, stringOf } from '../../http/json.ts';
import { isWebAddress } from '../../http/urls.ts';

export const releaseSourceKinds = ['github', 'gitlab', 'gitea', 'gitee', 'bkrepo', 'index'] as const;

export type ReleaseSourceKind = (typeof releaseSourceKinds)[number];

/** An entry of the setting `bkpaas.releaseSources`, or a source derived from a git remote. */
export interface ReleaseSourceSetting {
  kind: ReleaseSourceKind;
  /** Name that the user has given to the source. Undefined if the name is derived from the URL. */
  name: string | undefined;
  /** URL of the repository's page, of the BK-Repo folder or of the list of files, without a trailing slash. */
  url: string;
}

/** Parses an entry of the setting. Undefined if the entry is invalid. Never throws. */
export function parseReleaseSource(value: unknown): ReleaseSourceSetting | undefined {
  if (!isObject(value)) return undefined;
  const kind = releaseSourceKinds.find((candidate) => candidate === stringOf(value, 'kind'));
  const url = (stringOf(value, 'url') ?? '').trim();
  if (!kind || !isWebAddress(url)) return undefined;
  const { username, password, origin, pathname, search } = new URL(url);
  if (username !== '' || password !== '') return undefined;
  const page = `${origin}${pathname.replace(/(?:\.git)?\/*$/, '')}${search}`;
  return { kind, name: stringOf(value, 'name') || undefined, url: page };
}

/**
 * Returns the source for a git remote (release-sources.md 2.7): `https://host/owner/repo(.git)`,
 * `git@host:owner/repo.git` or `ssh://git@host[:port]/owner/repo.git`. Undefined for other remotes, and if the host's
 * name does not show which kind of server runs there.
 */
export function sourceOfRemote(remote: string): ReleaseSourceSetting | undefined {
  const scp = /^(?:[\w.-]+@)?([\w.-]+):(?!\/\/)([^\s]+)$/.exec(remote);
  const uri = /^(?:https?|ssh|git):\/\/(?:[^@/\s]+@)?([^/:\s]+)(:\d+)?\/([^\s?#]+)$/i.exec(remote);
  const host = (scp?.[1] ?? uri?.[1] ?? '').toLowerCase();
  const path = (scp?.[2] ?? uri?.[3] ?? '').replace(/\.git$/, '').replace(/^\/+|\/+$/g, '');
  if (host === '' || path.split('/').length < 2) return undefined;
  // The port of an http or https remote is also the port of the web pages, unlike the port of an ssh remote.
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
