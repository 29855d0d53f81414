import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import type { SecretStorageChangeEvent } from 'vscode';
import { gatewayUrlOf } from '../core/connect.ts';
import { recordLog } from '../core/recordLog.ts';
import { until } from '../core/until.ts';
import { platformFor } from '../platform/gatewayClient.ts';
import { demoTokens } from '../platform/seedDemo.ts';
import { english } from '../texts/translations.ts';
import { inMemoryMemento } from './memento.ts';
import { mockTreeVscode, settings } from './mockTreeVscode.ts';

const item = { text: '', isVisible: false, accessibilityInformation: { label: '' } };
const window = { isTrusted: true, descriptions: 0, searches: 0 };
const noEvent = () => ({ dispose: () => undefined });
mockTreeVscode({
  l10n: { t: english },
  StatusBarAlignment: { Left: 1 },
  window: {
    activeTextEditor: undefined,
    createStatusBarItem: () =>
      Object.assign(item, {
        show: () => (item.isVisible = true),
        hide: () => (item.isVisible = false),
        dispose: () => undefined,
      }),
    onDidChangeActiveTextEditor: noEvent,
  },
  workspace: {
    getConfiguration: () => ({
      get: (key: string) => (key === 'showStatusBar' ? true : settings.target),
      inspect: () => undefined,
    }),
    workspaceFolders: [],
    get isTrusted() {
      return window.isTrusted;
    },
    findFiles: () => {
      window.searches += 1;
      return Promise.resolve(new Array(window.descriptions).fill('app_desc.yaml'));
    },
    onDidGrantWorkspaceTrust: noEvent,
    onDidChangeWorkspaceFolders: noEvent,
    onDidChangeConfiguration: noEvent,
  },
});
const { EventEmitter } = await import('vscode');
const { Catalog } = await import('../../src/vscode/modules/catalog.ts');
const { SessionStore } = await import('../../src/vscode/session/session.ts');
const { createStatusBar } = await import('../../src/vscode/tree/statusBar.ts');

function fixture(t: TestContext) {
  const session = new SessionStore(
    {
      keys: () => Promise.resolve([]),
      get: () => Promise.resolve(undefined),
      store: () => Promise.resolve(),
      delete: () => Promise.resolve(),
      onDidChange: new EventEmitter<SecretStorageChangeEvent>().event,
    },
    inMemoryMemento(),
  );
  const catalog = new Catalog(session, recordLog());
  const bar = createStatusBar(session, catalog);
  Object.assign(item, { text: '', isVisible: false });
  Object.assign(window, { isTrusted: true, descriptions: 0, searches: 0 });
  t.after(() => {
    for (const each of [bar, catalog, session]) each.dispose();
    settings.target = undefined;
  });
  return { session, catalog };
}

test('the status bar shows what runs, and reads what the rows of a tree read, once until a refresh', async (t) => {
  const platform = await platformFor(t);
  settings.target = { appCode: 'demo-app', module: 'default' };
  const { session, catalog } = fixture(t);
  const gatewayUrl = gatewayUrlOf(platform.gatewayUrl);
  await session.signIn({ name: 'demo', gatewayUrl }, demoTokens.admin, { userName: 'admin', appCode: undefined });
  const live = '$(cloud-upload) demo-app: Staging 1.0.2 · Production 1.0.0';
  await until(() => item.text === live);
  assert.equal(item.accessibilityInformation.label.includes('demo-app / default'), true);
  await platform.settled();
  assert.equal(platform.requests.length, 4);
  const [first] = await catalog.versions('demo-app' as never, 'default' as never);
  assert.ok(first);
  catalog.refresh({ appCode: 'demo-app' as never, module: 'default' as never });
  assert.equal(platform.requests.length, 5, 'an upload does not read the environments again');
  platform.reset();
  catalog.refresh();
  await until(() => platform.requests.length === 4);
});

test('signed out, the status bar has the target’s name and reads nothing', async (t) => {
  settings.target = { appCode: 'demo-app', module: 'default' };
  const { session } = fixture(t);
  await session.read();
  assert.deepEqual([item.isVisible, item.text], [true, '$(cloud-upload) demo-app / default']);
  assert.equal(window.searches, 0);
});

test('without a target, the status bar is there if the workspace has a description, and never in Restricted Mode', async (t) => {
  for (const [descriptions, isTrusted, isVisible] of [
    [1, true, true],
    [0, true, false],
    [1, false, false],
  ] as const) {
    const { session } = fixture(t);
    Object.assign(window, { descriptions, isTrusted });
    await session.read();
    await until(() => item.isVisible === isVisible && window.searches === Number(isTrusted));
    assert.equal(item.isVisible, isVisible);
  }
});
