import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import type { SecretStorageChangeEvent } from 'vscode';
import { gatewayUrlOf } from '../core/connect.ts';
import { recordLog } from '../core/recordLog.ts';
import { until } from '../core/until.ts';
import { startPlatformForTest } from '../platform/gatewayClient.ts';
import { demoTokens } from '../platform/seedDemo.ts';
import { translateToEnglish } from '../texts/translations.ts';
import { inMemoryMemento } from './memento.ts';
import { mockTreeVscode, settings } from './mockTreeVscode.ts';

const item = { text: '', isVisible: false, accessibilityInformation: { label: '' } };
const workspaceState = { isTrusted: true, files: [] as string[], checked: [] as string[] };
const noEvent = () => ({ dispose: () => undefined });
/** Reports that a file of the workspace was created or deleted. */
let fileChanged = (): void => undefined;
const onFileChange = (listener: () => void) => {
  fileChanged = listener;
  return noEvent();
};
const executedCommands: unknown[] = [];
mockTreeVscode({
  l10n: { t: translateToEnglish },
  Uri: { joinPath: (folder: string, name: string) => `${folder}/${name}` },
  RelativePattern: Object,
  commands: {
    executeCommand: (...parts: unknown[]) => {
      executedCommands.push(parts);
      return Promise.resolve();
    },
  },
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
    workspaceFolders: [{ uri: '/folder' }],
    get isTrusted() {
      return workspaceState.isTrusted;
    },
    fs: {
      stat: (file: string) => {
        workspaceState.checked.push(file);
        return workspaceState.files.includes(file) ? Promise.resolve({}) : Promise.reject(new Error('FileNotFound'));
      },
    },
    createFileSystemWatcher: () => ({ ...noEvent(), onDidCreate: onFileChange, onDidDelete: onFileChange }),
    onDidGrantWorkspaceTrust: noEvent,
    onDidChangeWorkspaceFolders: noEvent,
    onDidChangeConfiguration: noEvent,
  },
});
const { EventEmitter } = await import('vscode');
const { Catalog } = await import('../../src/vscode/modules/catalog.ts');
const { SessionStore } = await import('../../src/vscode/session/session.ts');
const { ContextKeys } = await import('../../src/vscode/editor/contextKeys.ts');
const { WorkspaceDescription } = await import('../../src/vscode/modules/workspaceDescription.ts');
const { createStatusBar } = await import('../../src/vscode/tree/statusBar.ts');

function createFixture(t: TestContext, { files = [] as string[], isTrusted = true } = {}) {
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
  Object.assign(item, { text: '', isVisible: false });
  Object.assign(workspaceState, { isTrusted, files, checked: [] });
  const description = new WorkspaceDescription(new ContextKeys());
  const bar = createStatusBar(session, catalog, description);
  t.after(() => {
    for (const each of [bar, description, catalog, session]) each.dispose();
    executedCommands.length = 0;
    settings.target = undefined;
  });
  return { session, catalog };
}

test('the status bar shows what runs, and reads what the rows of a tree read, once until a refresh', async (t) => {
  const platform = await startPlatformForTest(t);
  settings.target = { appCode: 'demo-app', module: 'default' };
  const { session, catalog } = createFixture(t);
  const gatewayUrl = gatewayUrlOf(platform.gatewayUrl);
  await session.signIn({ name: 'demo', gatewayUrl }, demoTokens.admin, { userName: 'admin', appCode: undefined });
  const live = '$(cloud-upload) demo-app: Staging 1.0.2 · Production 1.0.0';
  await until(() => item.text === live);
  const label = 'BlueKing PaaS, demo-app / default, Staging 1.0.2 · Production 1.0.0';
  assert.equal(item.accessibilityInformation.label, label);
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
  const { session } = createFixture(t);
  await session.read();
  assert.deepEqual([item.isVisible, item.text], [true, '$(cloud-upload) demo-app / default']);
});

test('without a target, the status bar is there while a folder has a description at its root', async (t) => {
  const { session } = createFixture(t);
  await session.read();
  await until(() => readContextKey() === false);
  assert.equal(item.isVisible, false);
  workspaceState.files = ['/folder/app_desc.yml'];
  fileChanged();
  await until(() => item.isVisible);
  assert.equal(readContextKey(), true, 'the Explorer’s menu has the same answer');
  workspaceState.files = [];
  fileChanged();
  await until(() => !item.isVisible);
  assert.deepEqual([...new Set(workspaceState.checked)], ['/folder/app_desc.yaml', '/folder/app_desc.yml']);
});

test('in Restricted Mode, no description is looked for, and the item of a signed-in user has no target', async (t) => {
  const platform = await startPlatformForTest(t);
  const { session } = createFixture(t, { files: ['/folder/app_desc.yaml'], isTrusted: false });
  await session.read();
  await until(() => readContextKey() === false);
  assert.equal(item.isVisible, false);
  // In Restricted Mode, VS Code ignores a folder's values of the settings that the manifest lists in
  // `restrictedConfigurations`. `bkpaas.target` is such a setting, so the item has no target.
  const gatewayUrl = gatewayUrlOf(platform.gatewayUrl);
  await session.signIn({ name: 'demo', gatewayUrl }, demoTokens.admin, { userName: 'admin', appCode: undefined });
  await until(() => item.isVisible);
  assert.equal(item.text, '$(cloud-upload) BlueKing PaaS');
  assert.deepEqual(workspaceState.checked, []);
});

/** Returns the last value of the context key `hasDescription`, which the Explorer's menu reads. */
function readContextKey(): unknown {
  const values = executedCommands.filter((parts) => Array.isArray(parts) && parts[1] === 'bkpaas.hasDescription');
  return (values.at(-1) as unknown[] | undefined)?.[2];
}
