import assert from 'node:assert/strict';
import test from 'node:test';
import { mockVscode } from './mockVscode.ts';

const executedCommands: unknown[][] = [];

mockVscode({
  l10n: { t: (text: string) => text },
  env: { language: 'zh-cn' },
  Disposable: { from: () => ({ dispose: () => undefined }) },
  Uri: {
    joinPath: (base: string, file: string) => ({
      with: ({ fragment }: { fragment: string }) => [base, file, fragment],
    }),
  },
  commands: {
    executeCommand: (...all: unknown[]) => {
      executedCommands.push(all);
      return Promise.resolve();
    },
  },
});
const { followWalkthrough, openWalkthrough } = await import('../../src/vscode/commands/walkthrough.ts');
const { ContextKeys } = await import('../../src/vscode/editor/contextKeys.ts');
const { openGuide } = await import('../../src/vscode/session/guide.ts');

const extension = { id: 'fork.bkpaas', extensionUri: 'file:///extension' };

/** The name of each case, its events, and the context keys that the events set. */
const cases: readonly [string, Events, string[]][] = [
  ['no one is signed in', { session: { state: 'signedOut' } }, []],
  ['a token expired', { session: { state: 'rejected' } }, ['platformKnown']],
  ['a user signed in', { session: { state: 'signedIn' } }, ['platformKnown', 'hasSignedIn']],
  ['an upload runs', { report: { record: {} } }, []],
  ['an upload failed', { report: { record: { outcome: { status: 'failed' } } } }, []],
  ['an upload succeeded', { report: { record: { outcome: { status: 'uploaded' } } } }, ['hasUploaded']],
  ['a deployment runs', { deployment: { record: {}, state: { status: 'pending' } } }, []],
  ['a deployment failed', { deployment: { record: {}, state: { status: 'failed' } } }, []],
  ['a deployment succeeded', { deployment: { record: {}, state: { status: 'successful' } } }, ['hasDeployed']],
  ['someone else’s deployment succeeded', { deployment: { state: { status: 'successful' } } }, []],
];

interface Events {
  session?: object;
  report?: object;
  deployment?: object;
}

for (const [what, events, expected] of cases) {
  test(`a step of the walkthrough is completed by its event alone: ${what}`, () => {
    const set: string[] = [];
    const fire =
      (event: object | undefined) =>
      (listener: (event: never) => void): void => {
        if (event) listener(event as never);
      };
    const services = {
      session: { onDidChange: fire(events.session) },
      uploads: { reports: { onDidChange: fire(events.report) } },
      deploys: { deployments: { onDidChange: fire(events.deployment) } },
    };
    followWalkthrough(services as never, { set: (key: string) => set.push(key) } as never);
    assert.deepEqual(set, expected);
  });
}

test('the ID of the walkthrough contains the extension’s ID, even in a fork; it is opened twice for VS Code 1.112', async () => {
  executedCommands.length = 0;
  const contextKeys = new ContextKeys();
  await openWalkthrough({ editor: { extension, contextKeys } } as never);
  const opens = ['workbench.action.openWalkthrough', 'fork.bkpaas#getStarted'];
  assert.deepEqual(executedCommands, [opens, opens]);
});

test('a step that was done before the walkthrough opened becomes done once it is open', async () => {
  const contextKeys = new ContextKeys();
  contextKeys.set('hasUploaded', true);
  executedCommands.length = 0;
  await openWalkthrough({ editor: { extension, contextKeys } } as never);
  assert.deepEqual(
    executedCommands.map(([command]) => command),
    ['setContext', 'workbench.action.openWalkthrough', 'workbench.action.openWalkthrough', 'setContext'],
  );
});

test('a step stays done if the walkthrough cannot be opened', async () => {
  const contextKeys = new ContextKeys();
  contextKeys.set('hasUploaded', true);
  executedCommands.length = 0;
  await assert.rejects(contextKeys.repeat(['hasUploaded'], () => Promise.reject(new Error('no walkthrough'))));
  assert.deepEqual(
    executedCommands,
    [false, true].map((value) => ['setContext', 'bkpaas.hasUploaded', value]),
  );
});

test('the guide opens at its place, in the language of the window', async () => {
  for (const [argument, file, fragment] of [
    ['token', 'README.zh-CN.md', '如何获取令牌'],
    [undefined, 'README.zh-CN.md', ''],
    ['toString', 'README.zh-CN.md', ''],
  ] as const) {
    executedCommands.length = 0;
    await openGuide({ editor: { extension } } as never, argument);
    assert.deepEqual(executedCommands, [['markdown.showPreview', ['file:///extension', file, fragment]]]);
  }
});
