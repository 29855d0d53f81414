import * as vscode from 'vscode';
import type { Log } from '../../core/http/log.ts';
import { createSource, credentialTarget } from '../../core/releases/sources/createSource.ts';
import type { ReleaseSource } from '../../core/releases/sources/releaseSource.ts';
import {
  parseReleaseSource,
  sourceOfRemote,
  type ReleaseSourceSetting,
} from '../../core/releases/sources/releaseSourceSetting.ts';
import type { SourceAccess, SourceCredential } from '../../core/releases/sources/sourceRequest.ts';
import type { RepositoryCredential } from '../../core/repository/repository.ts';
import type { Credentials } from '../editor/credentials.ts';
import { gitApi } from '../editor/gitPath.ts';
import { settingIds } from '../editor/ids.ts';

/**
 * Maximum number of cached responses of release sources. Before a cached response is used, the server is asked whether
 * it is still current.
 */
const maxCachedResponses = 20;

/** The release sources of the workspace, and the credentials for them. */
export class ReleaseSources {
  readonly #credentials: Credentials;
  readonly #log: Log;
  readonly #answers: SourceAccess['answers'] = new Map();
  readonly #roots: SourceAccess['roots'] = new Map();

  constructor(credentials: Credentials, log: Log) {
    this.#credentials = credentials;
    this.#log = log;
  }

  /**
   * Returns the sources of the Git remotes and of the settings, without duplicates. An untrusted workspace adds no
   * sources. A source gets only the credential that the user has entered for its exact origin, so a source that a
   * workspace names cannot get a credential for another server.
   */
  async settings(): Promise<ReleaseSourceSetting[]> {
    const folders = vscode.workspace.workspaceFolders ?? [];
    const scopes = folders.length === 0 ? [undefined] : folders.map(({ uri }) => uri);
    const configured = scopes.flatMap((scope) => {
      const raw = vscode.workspace.getConfiguration(settingIds.section, scope).get<unknown>(settingIds.releaseSources);
      return (Array.isArray(raw) ? raw : []).flatMap((item: unknown) => parseReleaseSource(item) ?? []);
    });
    const all = [...(await readGitRemotes()), ...configured];
    return [...new Map(all.map((setting) => [`${setting.kind} ${setting.url}`, setting])).values()];
  }

  /** Opens a source anonymously, or with the credential for its origin. */
  async open(setting: ReleaseSourceSetting, asWhom: 'anybody' | 'signedIn'): Promise<ReleaseSource> {
    const credential = asWhom === 'signedIn' ? await this.#credential(setting) : undefined;
    // Each response can be megabytes long, so only the newest ones are kept.
    for (const key of [...this.#answers.keys()].slice(0, -maxCachedResponses)) this.#answers.delete(key);
    return createSource(setting, { credential, log: this.#log, answers: this.#answers, roots: this.#roots });
  }

  /** Opens a source with a credential that is not stored. The responses are not cached. */
  openWith(setting: ReleaseSourceSetting, credential: RepositoryCredential): ReleaseSource {
    const signedIn = sourceCredential(setting, credential);
    return createSource(setting, { credential: signedIn, log: this.#log, answers: new Map(), roots: this.#roots });
  }

  /** Resolves to whether a credential is stored for the source's origin. */
  async isSignedIn(setting: ReleaseSourceSetting): Promise<boolean> {
    return (await this.#credential(setting)) !== undefined;
  }

  /**
   * Stores a token, or user name and password, for the origin of a source. Resolves to false if the secret storage did
   * not keep the credential, which is then lost when the window closes.
   */
  async signIn(setting: ReleaseSourceSetting, credential: RepositoryCredential): Promise<boolean> {
    return this.#credentials.keep(credentialTarget(setting).origin, credential);
  }

  async #credential(setting: ReleaseSourceSetting): Promise<SourceCredential | undefined> {
    const { origin, header } = credentialTarget(setting);
    // For github.com, this uses VS Code's GitHub account. `silent` means that VS Code does not ask the user to sign in.
    if (setting.kind === 'github' && origin === 'https://api.github.com') {
      const session = await githubSession({ silent: true });
      return session && { origin, header, value: `Bearer ${session.accessToken}` };
    }
    const stored = await this.#credentials.get(origin);
    return stored && sourceCredential(setting, stored);
  }
}

/**
 * Returns VS Code's GitHub session. `repo` is the smallest scope that can read private repositories (release-sources.md
 * 2.6). Resolves to undefined if there is no session.
 */
export async function githubSession(
  options: { silent: true } | { createIfNone: true },
): Promise<vscode.AuthenticationSession | undefined> {
  try {
    return await vscode.authentication.getSession('github', ['repo'], options);
  } catch {
    // The user cancelled, or this editor has no GitHub sign-in.
    return undefined;
  }
}

function sourceCredential(setting: ReleaseSourceSetting, { user, secret }: RepositoryCredential): SourceCredential {
  const basic = `Basic ${Buffer.from(`${user}:${secret}`, 'utf8').toString('base64')}`;
  const token = `token ${secret}`;
  const values = {
    github: `Bearer ${secret}`,
    gitlab: secret,
    gitea: token,
    gitee: token,
    bkrepo: basic,
    index: basic,
  };
  return { ...credentialTarget(setting), value: values[setting.kind] };
}

async function readGitRemotes(): Promise<ReleaseSourceSetting[]> {
  if (!vscode.workspace.isTrusted) return [];
  const repositories = (await gitApi())?.repositories ?? [];
  return repositories.flatMap(({ state }) =>
    state.remotes.flatMap(({ fetchUrl }) => sourceOfRemote(fetchUrl ?? '') ?? []),
  );
}
