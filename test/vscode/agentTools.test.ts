import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import test, { type TestContext } from 'node:test';
import type { SecretStorageChangeEvent } from 'vscode';
import { RecordStore } from '../../src/core/operations/records.ts';
import { TrackedOperation } from '../../src/core/operations/trackedOperation.ts';
import { deployRecordKind } from '../../src/core/operations/deploy/deployRecord.ts';
import { uploadRecordKind } from '../../src/core/operations/upload/uploadRecord.ts';
import { gatewayUrlOf } from '../core/connect.ts';
import { recordLog } from '../core/recordLog.ts';
import { startPlatformForTest } from '../platform/gatewayClient.ts';
import { demoTokens } from '../platform/seedDemo.ts';
import { moduleOf } from '../platform/state.ts';
import { inMemoryMemento } from './memento.ts';
import { mockTreeVscode } from './mockTreeVscode.ts';

interface Tool {
  prepareInvocation: (
    options: object,
  ) => Promise<{ invocationMessage: string; confirmationMessages?: { title: string; message: { value: string } } }>;
  invoke: (options: object, token: object) => Promise<{ content: { value: string }[] }>;
}

const tools = new Map<string, Tool>();
/** The texts of all questions and notifications. No test answers them. */
const shownTexts: string[] = [];
const recordText = (text: string) => {
  shownTexts.push(text);
  return Promise.resolve(undefined);
};

mockTreeVscode({
  LanguageModelToolResult: class {
    readonly content: unknown;
    constructor(content: unknown) {
      this.content = content;
    }
  },
  LanguageModelTextPart: class {
    readonly value: string;
    constructor(value: string) {
      this.value = value;
    }
  },
  lm: {
    registerTool: (name: string, tool: Tool) => {
      tools.set(name, tool);
      return { dispose: () => tools.delete(name) };
    },
  },
  ProgressLocation: { Notification: 1, Window: 2 },
  window: {
    showErrorMessage: recordText,
    showWarningMessage: recordText,
    showInformationMessage: recordText,
    withProgress: (_: unknown, work: (progress: object, token: object) => unknown) =>
      work({ report: () => undefined }, { onCancellationRequested: () => ({ dispose: () => undefined }) }),
  },
});
const { EventEmitter } = await import('vscode');
const { Recents } = await import('../../src/vscode/editor/recents.ts');
const { Catalog } = await import('../../src/vscode/modules/catalog.ts');
const { SessionStore } = await import('../../src/vscode/session/session.ts');
const { SessionWork } = await import('../../src/vscode/session/sessionWork.ts');
const { RefusedHosts } = await import('../../src/vscode/upload/refusedHosts.ts');
const { Reports } = await import('../../src/vscode/upload/uploadReport.ts');
const { toolsOf } = await import('../../src/vscode/tools/index.ts');
const { registerTools } = await import('../../src/vscode/tools/registerTools.ts');

/** Registers the tools for a user who is signed in to an embedded platform. */
async function createFixture(t: TestContext) {
  shownTexts.length = 0;
  const platform = await startPlatformForTest(t);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'bkpaas-tools-'));
  const kept = new Map<string, string>();
  const secrets = {
    keys: () => Promise.resolve([...kept.keys()]),
    get: (key: string) => Promise.resolve(kept.get(key)),
    store: (key: string, value: string) => Promise.resolve(void kept.set(key, value)),
    delete: (key: string) => Promise.resolve(void kept.delete(key)),
    onDidChange: new EventEmitter<SecretStorageChangeEvent>().event,
  };
  const session = new SessionStore(secrets, inMemoryMemento());
  const log = { ...recordLog(), rememberError: () => undefined };
  const catalog = new Catalog(session, log);
  const owner = { pid: process.pid, isAlive: () => true };
  const work = new SessionWork(session);
  const reports = new Reports();
  const uploads = new TrackedOperation(new RecordStore(path.join(folder, 'uploads'), uploadRecordKind, owner), log);
  const deploys = new TrackedOperation(new RecordStore(path.join(folder, 'deploys'), deployRecordKind, owner), log);
  const services = {
    session,
    log,
    catalog,
    editor: { recents: new Recents(inMemoryMemento()) },
    uploads: {
      tracked: uploads,
      reports,
      refusals: new RefusedHosts(inMemoryMemento()),
      work,
      panel: { show: () => undefined, isShowing: () => true },
    },
    deploys: { tracked: deploys, work },
  };
  const made = toolsOf(services as never);
  const registered = registerTools(() => Promise.resolve(made));
  const setting = { name: 'Test Platform', gatewayUrl: gatewayUrlOf(platform.gatewayUrl) };
  await session.signIn(setting, demoTokens.admin, { userName: 'admin', appCode: undefined });
  t.after(async () => {
    registered.dispose();
    for (const each of [work, catalog, session]) each.dispose();
    // The removal is retried, because the extension can still write the history in the background.
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  });
  const posts = () => platform.requests.filter(({ method }) => method === 'POST').length;
  return { platform, session, setting, posts };
}

function toolOf(name: string): Tool {
  return tools.get(name) ?? assert.fail(name);
}

/** Returns the title and the text of a tool's confirmation, or an empty string if the tool has none. */
async function confirmationText(name: string, input: object): Promise<string> {
  const { confirmationMessages } = await toolOf(name).prepareInvocation({ input });
  return confirmationMessages ? `${confirmationMessages.title}\n${confirmationMessages.message.value}` : '';
}

async function invoke(name: string, input: object): Promise<string> {
  const token = { onCancellationRequested: () => ({ dispose: () => undefined }) };
  const { content } = await toolOf(name).invoke({ input, toolInvocationToken: undefined }, token);
  return content.map(({ value }) => value).join('');
}

/** Calls a tool as VS Code does: the user accepts the confirmation. */
async function confirmAndInvoke(name: string, input: object): Promise<string> {
  await confirmationText(name, input);
  return invoke(name, input);
}

const target = { appCode: 'demo-app', module: 'default' };

test('a tool call sends nothing before the confirmation that names it, and each confirmation is for one call', async (t) => {
  const { platform, posts } = await createFixture(t);
  const packageUrl = `${platform.packagesUrl}/demo-app-1.0.3.tar.gz`;
  const input = { ...target, packageUrl, version: '1.0.3' };
  assert.match(await invoke('bkpaas_upload', input), /^outcome: refused\ncode: notConfirmed\n/);
  const said = await confirmationText('bkpaas_upload', input);
  assert.equal(platform.requests.length, 0);
  assert.match(said, /^Upload version 1\.0\.3 to demo-app \/ default\?\n/);
  assert.ok(said.includes(`\` ${packageUrl} \``) && said.includes('Test Platform'), said);
  assert.match(await invoke('bkpaas_upload', { ...input, version: '1.0.4' }), /notConfirmed/);
  assert.equal(posts(), 0);
  const answer = await invoke('bkpaas_upload', input);
  assert.match(answer, /^outcome: uploaded\napp: demo-app\nmodule: default\nversion: 1\.0\.3\n\n[^]*"sha256"/);
  assert.match(await invoke('bkpaas_upload', input), /notConfirmed/);
  assert.equal(posts(), 1);
  assert.match(platform.requests.find(({ method }) => method === 'POST')?.body.toString() ?? '', /\r\n\r\nfalse\r\n/);
});

test('a tool call cannot overwrite a version', async (t) => {
  const { platform, posts } = await createFixture(t);
  const packageUrl = `${platform.packagesUrl}/demo-app-1.0.3.tar.gz`;
  const before = JSON.stringify(moduleOf(platform.state, 'demo-app', 'default').packages);
  const input = { ...target, packageUrl, version: '1.0.2' };
  assert.match(
    await confirmAndInvoke('bkpaas_upload', { ...input, allowOverwrite: true }),
    /^outcome: refused\ncode: inputUnknown/,
  );
  assert.match(await confirmAndInvoke('bkpaas_upload', input), /^outcome: failed\n[^]*code: versionExists/);
  assert.equal(posts(), 0);
  assert.equal(JSON.stringify(moduleOf(platform.state, 'demo-app', 'default').packages), before);
});

test('a tool call cannot deploy to production', async (t) => {
  const { posts } = await createFixture(t);
  const input = { ...target, version: '1.0.2', environment: 'prod' };
  assert.equal(await confirmationText('bkpaas_deploy', input), '');
  assert.match(await invoke('bkpaas_deploy', input), /^outcome: refused\ncode: onlyStaging\n/);
  assert.equal(posts(), 0);
  const said = await confirmationText('bkpaas_deploy', { ...target, version: '1.0.2' });
  assert.match(said, /demo-app \/ default to (?:Staging\?|version 1\.0\.2\?)\n/);
  assert.match(said, /Production isn’t changed/);
});

test('a deployment that the platform refuses is refused in the result', async (t) => {
  await createFixture(t);
  const answer = await confirmAndInvoke('bkpaas_deploy', { ...target, version: '9.9.9' });
  assert.match(
    answer,
    /^outcome: refused\napp: demo-app\nmodule: default\nenvironment: stag\nversion: 9\.9\.9\ncode: \w+/,
  );
});

test('a tool call cannot choose a platform, and a confirmation is for its platform only', async (t) => {
  const { platform, session, setting, posts } = await createFixture(t);
  const packageUrl = `${platform.packagesUrl}/demo-app-1.0.3.tar.gz`;
  const input = { ...target, packageUrl, version: '1.0.3' };
  assert.match(
    await confirmAndInvoke('bkpaas_upload', { ...input, platform: 'other' }),
    /^outcome: refused\ncode: inputUnknown/,
  );
  await confirmationText('bkpaas_upload', input);
  const other = { name: 'Other', gatewayUrl: gatewayUrlOf('https://other.example.com/api/bkpaas3/prod') };
  await session.signIn(other, demoTokens.admin, { userName: 'admin', appCode: undefined });
  assert.match(await invoke('bkpaas_upload', input), /notConfirmed/);
  await session.signIn(setting, demoTokens.admin, { userName: 'admin', appCode: undefined });
  assert.equal(posts(), 0);
});

test('a tool call cannot sign in: it says that the user has to, and asks nothing', async (t) => {
  const { platform, session } = await createFixture(t);
  await session.signOut();
  assert.match(await confirmAndInvoke('bkpaas_status', {}), /^outcome: signedOut\n/);
  for (const name of ['bkpaas_list_versions', 'bkpaas_deployment_log'])
    assert.match(await confirmAndInvoke(name, target), /^outcome: failed\ncode: signedOut\n/, name);
  assert.deepEqual([shownTexts, platform.requests.length], [[], 0]);
});

test('a URL with a secret is refused, and its secret is in no text', async (t) => {
  const { platform } = await createFixture(t);
  const packageUrl = `${platform.packagesUrl}/demo-app-1.0.3.tar.gz?token=planted-query`;
  for (const name of ['bkpaas_upload', 'bkpaas_check_package']) {
    const input = { packageUrl, ...(name === 'bkpaas_upload' && { ...target, version: '1.0.3' }) };
    const { invocationMessage } = await toolOf(name).prepareInvocation({ input });
    const answer = await invoke(name, input);
    assert.match(answer, /^outcome: refused\ncode: secretInUrl\n/, name);
    assert.ok(!`${answer}${invocationMessage}`.includes('planted'), name);
  }
});

test('status, versions and log are data of the platform, with the outcome first', async (t) => {
  await createFixture(t);
  const status = await confirmAndInvoke('bkpaas_status', target);
  assert.match(status, /^outcome: ok\ngateway: http:[^]*"environment": "stag"[^]*"environment": "prod"/);
  const versions = await confirmAndInvoke('bkpaas_list_versions', { ...target, limit: 1 });
  assert.match(versions, /^outcome: ok\napp: demo-app\nmodule: default\nversions: \d+\nlisted: 1\n\n[^]*"version": "/);
  const log = await confirmAndInvoke('bkpaas_deployment_log', { ...target, lines: 2 });
  assert.match(log, /^outcome: (?:successful|failed|deploying|interrupted|neverDeployed)\n/);
});

test('a package at a URL is checked, and nothing is uploaded', async (t) => {
  const { platform, posts } = await createFixture(t);
  const packageUrl = `${platform.packagesUrl}/demo-app-1.0.3.tar.gz`;
  const said = await confirmationText('bkpaas_check_package', { packageUrl });
  assert.ok(said.includes(packageUrl) && said.includes('Nothing is uploaded'), said);
  assert.deepEqual(platform.packageRequests, []);
  assert.match(await invoke('bkpaas_check_package', { packageUrl }), /^outcome: \w+\nerrors: \d+\nwarnings: \d+\n/);
  assert.equal(posts(), 0);
  const page = `${platform.packagesUrl}/status/404/none.tar.gz`;
  assert.match(await confirmAndInvoke('bkpaas_check_package', { packageUrl: page }), /^outcome: failed\ncode: /);
});
