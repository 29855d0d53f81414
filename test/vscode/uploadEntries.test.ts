import assert from 'node:assert/strict';
import path from 'node:path';
import test from 'node:test';
import { until } from '../core/until.ts';
import { recordLog } from '../core/recordLog.ts';
import { translateToEnglish } from '../texts/translations.ts';
import { FakeInput } from './fakeInput.ts';
import { inMemoryMemento } from './memento.ts';
import { mockTreeVscode, settings } from './mockTreeVscode.ts';

class FakePick extends FakeInput {
  title = '';
  declare items: { label: string; description?: string; url?: string }[];
}

let picks: FakePick[] = [];
let told: string[] = [];
/** The modal questions, each with its detail and the function that answers it. */
let questions: { text: string; detail: string; answer: (button: string | undefined) => void }[] = [];
const recordText = (text: string) => Promise.resolve(void told.push(text));

interface FakeUri {
  scheme: string;
  path: string;
}
const uri = (text: string): FakeUri => ({
  scheme: /^\w+/.exec(text)?.[0] ?? 'file',
  path: text.replace('file://', ''),
});
const files = new Map([['/ws/release.url', '[InternetShortcut]\nURL=https://pkg.example.com/from-file-1.0.0.tgz\n']]);

mockTreeVscode({
  QuickInputButtons: { Back: {} },
  InputBoxValidationSeverity: { Info: 1, Warning: 2, Error: 3 },
  FileType: { Directory: 2 },
  Uri: {
    parse: uri,
    file: uri,
    joinPath: (base: FakeUri, name: string) => ({ ...base, path: path.posix.join(base.path, name) }),
  },
  env: { language: 'en', uiKind: 2 },
  UIKind: { Desktop: 1, Web: 2 },
  l10n: { t: translateToEnglish },
  window: {
    createQuickPick: () => {
      const pick = new FakePick();
      picks.push(pick);
      return pick;
    },
    createInputBox: () => new FakeInput(),
    showInformationMessage: recordText,
    showErrorMessage: recordText,
    showWarningMessage: (text: string, { detail }: { detail: string }) =>
      new Promise((answer) => questions.push({ text, detail, answer })),
  },
  workspace: {
    isTrusted: true,
    workspaceFolders: [],
    getWorkspaceFolder: () => undefined,
    getConfiguration: () => ({
      get: () => undefined,
      inspect: (key: string) => ({ globalValue: key === 'platforms' ? settings.platforms : undefined }),
    }),
    fs: {
      isWritableFileSystem: (scheme: string) => (scheme === 'file' ? true : undefined),
      stat: ({ path: name }: FakeUri) =>
        files.has(name) ? Promise.resolve({ type: 1, size: 100 }) : Promise.reject(new Error(`no such file: ${name}`)),
      readFile: ({ path: name }: FakeUri) => Promise.resolve(Buffer.from(files.get(name) ?? '')),
    },
  },
});
const { Recents } = await import('../../src/vscode/editor/recents.ts');
const { RefusedHosts } = await import('../../src/vscode/upload/refusedHosts.ts');
const { dropPackage } = await import('../../src/vscode/commands/dropPackage.ts');
const { followUploadLink } = await import('../../src/vscode/commands/uploadLink.ts');
const { LinkHandler } = await import('../../src/vscode/session/links.ts');

const gatewayUrl = 'https://bkapi.example.com/api/bkpaas3/prod';
const packageUrl = 'https://pkg.example.com/demo-app-1.0.3.tar.gz';

/** Returns the services of a signed-in user. `used` lists the calls that would send requests to the platform. */
function createFixture() {
  [picks, told, questions] = [[], [], []];
  const used: string[] = [];
  const session = { state: 'signedIn', platform: { name: 'Mine', gatewayUrl }, accessToken: 'x', identity: {} };
  const services = {
    session: {
      read: () => Promise.resolve(session),
      switchTo: () => {
        used.push('switchTo');
        return Promise.resolve(session);
      },
    },
    log: recordLog(),
    catalog: {
      latestVersions: () => {
        used.push('latestVersions');
        return Promise.resolve([]);
      },
    },
    editor: { recents: new Recents(inMemoryMemento()) },
    uploads: { refusals: new RefusedHosts(inMemoryMemento()) },
    publishing: { sources: { settings: () => Promise.resolve([]) } },
  };
  return { services: services as never, used, log: services.log };
}

function linkHandlerOf(services: never, now?: () => number) {
  return new LinkHandler(
    services,
    { '/upload': (link) => followUploadLink(services, link) },
    () => Promise.reject(new Error('not an upload link')),
    now,
  );
}

const uploadLink = (parts: Record<string, string> = {}) =>
  ({ path: '/upload', query: new URLSearchParams({ app: 'demo-app', url: packageUrl, ...parts }).toString() }) as never;

test('an upload link sends nothing before the confirmation that names it, and then opens the filled questions', async () => {
  const { services, used } = createFixture();
  const handled = linkHandlerOf(services).handleUri(uploadLink({ module: 'default', version: '1.0.3' }));
  await until(() => questions.length > 0);
  const [question] = questions;
  assert.equal(question?.text, 'Upload a package to demo-app / default?');
  assert.match(question.detail, /demo-app-1\.0\.3\.tar\.gz[^]*1\.0\.3[^]*Mine/);
  assert.deepEqual([used, picks.length], [[], 0]);
  question.answer('Continue');
  await until(() => (picks[0]?.items.length ?? 0) > 0);
  assert.deepEqual(picks[0]?.items.map(({ label, description }) => [label, description])[0], [
    packageUrl,
    'from the link',
  ]);
  picks[0].hide();
  await handled;
});

test('an upload link that the user does not confirm sends nothing', async () => {
  const { services, used } = createFixture();
  const handled = linkHandlerOf(services).handleUri(uploadLink());
  await until(() => questions.length > 0);
  questions[0]?.answer(undefined);
  await handled;
  assert.deepEqual([used, picks.length], [[], 0]);
});

test('an upload link for an unknown platform is refused with a sentence, and one for a known platform names it', async (t) => {
  t.after(() => {
    settings.platforms = undefined;
  });
  const { services, used } = createFixture();
  const other = 'https://other.example.com/api/bkpaas3/prod';
  await linkHandlerOf(services).handleUri(uploadLink({ gateway: other }));
  assert.match(told.join(), /platform that you haven’t added/);
  assert.deepEqual([questions.length, used], [0, []]);
  settings.platforms = [{ name: 'Other One', gatewayUrl: other }];
  const handled = linkHandlerOf(services).handleUri(uploadLink({ gateway: other }));
  await until(() => questions.length > 0);
  assert.match(questions[0]?.detail ?? '', /Platform: Other One/);
  questions[0]?.answer(undefined);
  await handled;
  assert.deepEqual(used, []);
});

test('an upload link that asks to overwrite gets a sentence and no question', async () => {
  const { services } = createFixture();
  await linkHandlerOf(services).handleUri(uploadLink({ allowOverwrite: 'true' }));
  assert.match(told.join(), /asks to overwrite a version/);
  assert.equal(questions.length, 0);
});

test('at most ten links are followed within a minute', async () => {
  const { services, log } = createFixture();
  let now = 0;
  const links = linkHandlerOf(services, () => now);
  for (let count = 0; count < 12; count += 1) await links.handleUri(uploadLink({ app: '' }));
  assert.equal(told.length, 10);
  assert.match(log.lines.at(-1) ?? '', /^warn A link was ignored/);
  now = 60_001;
  await links.handleUri(uploadLink({ app: '' }));
  assert.equal(told.length, 11);
});

const module = { kind: 'module', id: 'm', appCode: 'demo-app', module: { name: 'default', origin: 'sMart' } };

/** Drops this data on a row. */
function drop(services: never, node: unknown, data: Record<string, string>) {
  const items = new Map(
    Object.entries(data).map(([type, text]) => [
      type,
      { asString: () => Promise.resolve(text), asFile: () => undefined },
    ]),
  );
  return dropPackage(services, node as never, items as never);
}

test('a URL dropped on a module starts its upload with the URL filled in, and sends nothing', async () => {
  const { services } = createFixture();
  await drop(services, module, { 'text/uri-list': `# a comment\r\n${packageUrl}\r\n` });
  await until(() => (picks[0]?.items.length ?? 0) > 0);
  assert.equal(picks[0]?.items[0]?.label, packageUrl);
  picks[0].hide();
});

test('the URL in a dropped link file, and in a dropped text, is filled in', async () => {
  const { services } = createFixture();
  await drop(
    services,
    { ...module, kind: 'versions', module: 'default' },
    { 'text/uri-list': 'file:///ws/release.url' },
  );
  await until(() => (picks[0]?.items.length ?? 0) > 0);
  assert.equal(picks[0]?.items[0]?.label, 'https://pkg.example.com/from-file-1.0.0.tgz');
  picks[0].hide();
  await drop(services, module, { 'text/plain': `see ${packageUrl}.` });
  await until(() => (picks[1]?.items.length ?? 0) > 0);
  assert.equal(picks[1]?.items[0]?.label, packageUrl);
  picks[1].hide();
});

test('a drop elsewhere, of several packages or of something else gets a sentence and starts nothing', async () => {
  const { services, used } = createFixture();
  const takesNone = { ...module, module: { name: 'web', origin: 'repository' } };
  for (const node of [undefined, takesNone, { kind: 'application', id: 'a' }])
    await drop(services, node, { 'text/uri-list': packageUrl });
  assert.deepEqual(told, Array<string>(3).fill('Drop the package on a module that accepts source packages.'));
  await drop(services, module, { 'text/uri-list': `${packageUrl}\n${packageUrl}` });
  assert.equal(told.at(-1), 'Drop one package at a time.');
  for (const address of ['ftp://a.example/b.tgz\nhttp://', 'file:///ws/notes.md'])
    await drop(services, module, { 'text/uri-list': address });
  await until(() => told.length === 6);
  assert.deepEqual([picks.length, used], [0, []]);
});
