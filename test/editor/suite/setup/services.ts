import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startSilentServer, type SilentServer } from '../../../core/http/startSilentServer.ts';
import { serveCalls } from '../../harness/serveCalls.ts';
import { repositoryFolder } from '../../harness/repository.ts';
import { demoTokens } from '../../../platform/seedDemo.ts';
import { selfSignedCertificate } from '../../../platform/selfSignedCertificate.ts';
import { startPlatform, type EmbeddedPlatform } from '../../../platform/startPlatform.ts';
import { moduleOf } from '../../../platform/state.ts';
import { readForm } from './readForm.ts';
import { startConnectProxy, type ConnectProxy } from './startConnectProxy.ts';
import { startForwarder } from './startForwarder.ts';
import {
  proxyPassword,
  fixtureVariable,
  type ServiceControl,
  type PlatformName,
  type Fixture,
  type SilentServerName,
} from './fixture.ts';

/**
 * What a test run needs outside of the editor: the options to start the editor with, and `close`, which ends the
 * platforms and the proxy.
 */
export interface Services {
  /** The folder that the window opens. The folder's settings name a platform, which the extension must ignore. */
  workspace: string;
  settings: object;
  env: Record<string, string>;
  close: () => Promise<void>;
}

/**
 * The host of the certificate in `test/fixtures/tls`. DNS never resolves a name below `.test` (RFC 6761). Only the
 * proxy that `startServices` starts knows a server for such a name.
 */
const hiddenHost = 'bkapi.test';
const strangerHost = 'stranger.bkapi.test';
/** This server uses a second port of `hiddenHost`, because the certificate of `hiddenHost` is valid for every port. */
const silentHost = `${hiddenHost}:8443`;
const lockedHost = 'locked.bkapi.test';
const unknownHost = 'unknown.bkapi.test';

/**
 * Starts three platforms and a proxy. `plain` uses http. `hidden` and `stranger` use https, and only the proxy knows
 * their host names. The certificate of `hidden` is from a private authority, which the extension host trusts because of
 * NODE_EXTRA_CA_CERTS. The certificate of `stranger` is self-signed.
 */
export async function startServices(): Promise<Services> {
  const tlsFolder = path.join(repositoryFolder, 'test', 'fixtures', 'tls');
  const [key, cert] = await Promise.all(
    ['server.key', 'server.crt'].map((name) => readFile(path.join(tlsFolder, name), 'utf8')),
  );
  const secure = { key: key ?? '', cert: cert ?? '' };
  // Without this grant, the extension does not watch processes after a deployment. The requests of a watch would arrive
  // during later tests.
  const plain = await startPlatform({ switches: { processesGranted: false } });
  const hidden = await startPlatform({ tls: secure });
  const stranger = await startPlatform({ tls: selfSignedCertificate() });
  const silent = { direct: await startSilentServer(), tunnel: await startSilentServer(secure) };
  const proxy = await startConnectProxy({
    [silentHost]: silent.tunnel.port,
    [`${hiddenHost}:443`]: portOf(hidden),
    [`${strangerHost}:443`]: portOf(stranger),
    [`${lockedHost}:443`]: 'signIn',
  });
  const nearby = await startForwarder(portOf(plain));
  const control = await serveCalls(controlOf({ plain, hidden, stranger }, silent, proxy));
  const folder = await mkdtemp(path.join(os.tmpdir(), 'bkpaas-suite-'));
  const workspace = await makeWorkspace(folder, stranger);
  const fixture: Fixture = {
    controlUrl: control.url,
    plain: urlsOf(plain, plain.gatewayUrl),
    hidden: urlsOf(hidden, `https://${hiddenHost}/api/bkpaas3/prod`),
    stranger: urlsOf(stranger, `https://${strangerHost}/api/bkpaas3/prod`),
    nearby: urlsOf(plain, `http://${nearby.host}/api/bkpaas3/prod`),
    locked: { gatewayUrl: `https://${lockedHost}/api/bkpaas3/prod` },
    unknown: { gatewayUrl: `https://${unknownHost}/api/bkpaas3/prod` },
    silent: { direct: `http://127.0.0.1:${silent.direct.port}/`, tunnel: `https://${silentHost}/` },
    proxyPassword,
    token: demoTokens.admin,
  };
  return {
    workspace,
    settings: { 'http.proxy': proxy.url.replace('://', `://alice:${proxyPassword}@`) },
    env: { [fixtureVariable]: JSON.stringify(fixture), NODE_EXTRA_CA_CERTS: path.join(tlsFolder, 'ca.crt') },
    close: async () => {
      const parts = [control, proxy, nearby, plain, hidden, stranger, silent.direct, silent.tunnel];
      await Promise.all(parts.map((part) => part.close()));
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

function controlOf(
  platforms: Record<PlatformName, EmbeddedPlatform>,
  silent: Record<SilentServerName, SilentServer>,
  proxy: ConnectProxy,
): ServiceControl {
  return {
    requests: async (name) => {
      const seen = platforms[name].requests.map(async (request) => ({
        method: request.method,
        path: request.path,
        host: request.headers.get('host') ?? '',
        status: request.status ?? 0,
        form: await readForm(request.headers.get('content-type'), request.body),
      }));
      return Promise.all(seen);
    },
    forgetRequests: async (name) => {
      platforms[name].requests.length = 0;
      return Promise.resolve();
    },
    next: async (name, rule) => {
      platforms[name].faults.next(rule);
      return Promise.resolve();
    },
    settled: (name) => platforms[name].settled(),
    releaseDownload: (name, held) => {
      platforms[name].releaseDownload(held);
      return Promise.resolve();
    },
    versions: async (name, appCode, module) =>
      Promise.resolve(
        moduleOf(platforms[name].state, appCode, module).packages.map(({ version, size, sha256 }) => ({
          version,
          size,
          sha256,
        })),
      ),
    silentPosts: async (name) => Promise.resolve(silent[name].posts()),
    tunnels: async () => Promise.resolve([...proxy.requested]),
    runProxy: proxy.run,
  };
}

function urlsOf(platform: EmbeddedPlatform, gatewayUrl: string): Fixture[PlatformName] {
  return { gatewayUrl, packagesUrl: platform.packagesUrl };
}

function portOf(platform: EmbeddedPlatform): number {
  return Number(new URL(platform.gatewayUrl).port);
}

async function makeWorkspace(folder: string, claimed: EmbeddedPlatform): Promise<string> {
  const settings = { 'bkpaas.platforms': [{ name: 'claimed-by-workspace', gatewayUrl: claimed.gatewayUrl }] };
  await mkdir(path.join(folder, '.vscode'), { recursive: true });
  await writeFile(path.join(folder, '.vscode', 'settings.json'), JSON.stringify(settings, undefined, 2));
  await writeFile(path.join(folder, 'notes.txt'), '');
  return folder;
}
