import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import test, { type TestContext } from 'node:test';
import { gatewayUrlOf } from '../core/connect.ts';
import { recordLog } from '../core/recordLog.ts';
import { serverFor } from '../core/serverFor.ts';
import { until } from '../core/until.ts';
import { packTarGz } from '../platform/archives.ts';
import { translateToEnglish } from '../texts/translations.ts';
import { FakeInput } from './fakeInput.ts';
import { mockVscode } from './mockVscode.ts';

let input: (FakeInput & { prompt?: string }) | undefined;
let told: string[] = [];
mockVscode({
  l10n: { t: translateToEnglish },
  env: { language: 'en' },
  ThemeIcon: Object,
  ProgressLocation: { Notification: 15, Window: 10 },
  QuickInputButtons: { Back: {} },
  InputBoxValidationSeverity: { Info: 1, Warning: 2, Error: 3 },
  window: {
    createInputBox: () => (input = new FakeInput()),
    showErrorMessage: (text: string) => Promise.resolve(void told.push(text)),
    showInformationMessage: (text: string) => Promise.resolve(void told.push(text)),
    withProgress: (_: unknown, task: (progress: unknown, token: unknown) => unknown) =>
      task({ report: () => undefined }, { onCancellationRequested: () => ({ dispose: () => undefined }) }),
  },
  workspace: { getConfiguration: () => ({ get: () => undefined, inspect: () => undefined }) },
});
const { compareWithRunning } = await import('../../src/vscode/commands/compareVersions.ts');

const platform = { name: 'Here', gatewayUrl: gatewayUrlOf('https://bkapi.example.com/api/bkpaas3/prod') };
const archiveOf = (version: string): Buffer =>
  packTarGz([
    { path: 'app_desc.yaml', content: `spec_version: 2\n# ${version}\n` },
    { path: 'server.js', content: version },
  ]);
const [old, next] = [archiveOf('1.0.2'), archiveOf('1.0.3')];
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/**
 * Compares the version `wanted` with version 1.0.2, which runs in Staging. `uploads` returns the upload history: the
 * package URL of each uploaded version.
 */
async function startComparison(t: TestContext, uploads: (origin: string) => Record<string, string>, wanted = '1.0.3') {
  [told, input] = [[], undefined];
  const server = await serverFor(t, ({ path }, response) => {
    response.end(path.startsWith('/old') ? old : next);
  });
  const records = Object.entries(uploads(server.origin)).map(([version, packageUrl]) => ({
    platform,
    upload: { appCode: 'demo-app', module: 'default', version, packageUrl },
    outcome: { status: 'uploaded' },
  }));
  const shown: { title: string; before: ComparedVersion; after: ComparedVersion }[] = [];
  const versions = [
    { version: '1.0.3', sha256: sha256(next) },
    { version: '1.0.2', sha256: sha256(old) },
  ];
  const services = {
    session: { read: () => Promise.resolve({ state: 'signedIn', platform }) },
    catalog: {
      environmentState: () => Promise.resolve({ kind: 'released', deployment: { version: '1.0.2' } }),
      latestVersions: () => Promise.resolve(versions),
    },
    editor: { recents: { modules: () => [] } },
    log: recordLog(),
    uploads: {
      tracked: { withRecords: (use: (store: unknown) => unknown) => use({ list: () => Promise.resolve(records) }) },
    },
    publishing: {
      compared: {
        show: (title: string, before: ComparedVersion, after: ComparedVersion) =>
          Promise.resolve(void shown.push({ title, before, after })),
      },
    },
  };
  const argument = { appCode: 'demo-app', module: 'default', environment: 'stag', version: wanted };
  const running = compareWithRunning(services as never, argument);
  return { origin: server.origin, seen: server.seen, shown, running };
}

interface ComparedVersion {
  version: string;
  contents: { files: string; description: string };
}

test('packages that were uploaded from this computer are compared, with the running version on the left', async (t) => {
  const { shown, running, seen } = await startComparison(t, (origin) => ({
    '1.0.3': `${origin}/next.tgz`,
    '1.0.2': `${origin}/old.tgz`,
  }));
  await running;
  const [{ title, before, after } = assert.fail()] = shown;
  assert.equal(title, 'demo-app / default: 1.0.2 (Staging) ↔ 1.0.3');
  assert.deepEqual([before.version, after.version], ['1.0.2', '1.0.3']);
  assert.match(before.contents.description, /# 1\.0\.2/);
  assert.match(after.contents.files, /^app_desc\.yaml .*\nserver\.js {2}5 B/);
  for (const { headers } of seen) assert.equal(headers.authorization, undefined);
});

test('a package whose URL now has another file, or has a signature, is asked for', async (t) => {
  const { origin, seen, shown, running } = await startComparison(t, (at) => ({
    '1.0.3': `${at}/next.tgz?sign=planted-signature`,
    '1.0.2': `${at}/next.tgz`,
  }));
  await until(() => input !== undefined);
  assert.match(input?.prompt ?? '', /version 1\.0\.2/);
  input?.changeTo(`${origin}/old.tgz`);
  const first = input;
  first?.accept();
  await until(() => input !== first);
  assert.match(input?.prompt ?? '', /version 1\.0\.3/);
  input?.changeTo(`${origin}/next.tgz`);
  input?.accept();
  await running;
  assert.equal(shown.length, 1);
  assert.deepEqual(
    seen.filter(({ path }) => path.includes('sign=')),
    [],
  );
});

test('nothing is compared if the package at the URL differs from the stored one', async (t) => {
  const { origin, shown, running } = await startComparison(t, () => ({}));
  await until(() => input !== undefined);
  input?.changeTo(`${origin}/next.tgz`);
  input?.accept();
  await running;
  assert.deepEqual(shown, []);
  assert.match(told.join(), /isn’t the package that the platform stores for version 1\.0\.2/);
});

test('the version that runs is not compared with itself', async (t) => {
  const { shown, running } = await startComparison(t, () => ({}), '1.0.2');
  await running;
  assert.deepEqual(shown, []);
  assert.deepEqual(told, ['Staging is already running version 1.0.2.']);
});
