import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { parseDeploymentId, type DeploymentId, type DeploymentStatus } from '../../src/core/platform/deployment.ts';
import type { ErrorCode } from '../../src/core/platform/errorCode.ts';
import { parseAppCode, parseModuleName } from '../../src/core/platform/names.ts';
import { PlatformError } from '../../src/core/platform/platformError.ts';
import type { DeploymentView } from '../../src/page/messages.ts';
import { gatewayUrlOf } from '../core/connect.ts';
import { mockTreeVscode } from './mockTreeVscode.ts';

/** What the extension copied and opened. */
const editorCalls: unknown[] = [];

mockTreeVscode({
  ViewColumn: { Active: -1 },
  Uri: { joinPath: () => '', parse: (text: string) => text },
  env: {
    language: 'en',
    clipboard: { writeText: (text: string) => Promise.resolve(editorCalls.push(['copy', text])) },
    openExternal: (url: string) => Promise.resolve(editorCalls.push(['open', url])),
  },
  window: {
    createWebviewPanel: () => new FakePanel(),
  },
});
const { EventEmitter } = await import('vscode');
const { initialFollowState } = await import('../../src/core/operations/deploy/followedDeployment.ts');
const { Deployments } = await import('../../src/vscode/deploy/deployments.ts');
const { DeploymentPanels } = await import('../../src/vscode/deploy/page/panels.ts');

/** A fake webview panel. A test can close the panel and send messages as the panel. */
class FakePanel {
  readonly #disposed = new EventEmitter<void>();
  readonly #received = new EventEmitter<unknown>();
  readonly visible = true;
  title = '';
  readonly posted: unknown[] = [];
  readonly onDidDispose = this.#disposed.event;
  readonly onDidChangeViewState = new EventEmitter().event;
  readonly webview = {
    onDidReceiveMessage: this.#received.event,
    asWebviewUri: () => '',
    postMessage: (message: unknown) => {
      this.posted.push(message);
      return Promise.resolve(true);
    },
    html: '',
  };
  constructor() {
    opened.push(this);
  }
  receive(message: unknown): void {
    this.#received.fire(message);
  }
  dispose(): void {
    this.#disposed.fire();
  }
}

let opened: FakePanel[] = [];

function createFixture(t: TestContext) {
  opened = [];
  const deployments = new Deployments();
  const panels = new DeploymentPanels('' as never, deployments);
  t.after(() => {
    panels.dispose();
    deployments.dispose();
  });
  return {
    deployments,
    panels,
    add: (count: number): DeploymentId[] =>
      Array.from({ length: count }, (_, index) => deployments.add(reportOf(index)).id),
    end: (id: DeploymentId, status: DeploymentStatus = 'successful') => {
      deployments.update(id, { state: { ...initialFollowState, status }, idle: true });
    },
  };
}

function reportOf(index: number) {
  const id = parseDeploymentId(String(index).padStart(32, '0'));
  const [appCode, module] = [parseAppCode('demo-app'), parseModuleName('default')];
  assert.ok(id && appCode && module);
  const platform = { name: 'Test', gatewayUrl: gatewayUrlOf('https://bkapi.example.com/api/bkpaas3/prod') };
  const target = { appCode, module, environment: 'stag' } as const;
  return { id, platform, target, version: '1.0.3', state: initialFollowState, idle: false };
}

test('the logs of the last five ended deployments without a page are kept', (t) => {
  const { deployments, add, end } = createFixture(t);
  const ids = add(8);
  for (const id of ids) end(id);
  assert.deepEqual(
    ids.filter((id) => deployments.log(id)),
    ids.slice(3),
  );
});

test('a deployment that runs, waits or has a page keeps its log', (t) => {
  const { deployments, panels, add, end } = createFixture(t);
  const ids = add(9);
  const [running, waiting, shown, ...rest] = ids as [DeploymentId, DeploymentId, DeploymentId, ...DeploymentId[]];
  panels.show(deployments.get(shown) ?? assert.fail(), true);
  end(waiting, 'pending');
  for (const id of [shown, ...rest]) end(id);
  assert.deepEqual(
    ids.filter((id) => deployments.log(id)),
    [running, waiting, shown, ...rest.slice(1)],
  );
});

test('a deployment whose end has not been reported yet keeps its log', async (t) => {
  const { deployments, add, end } = createFixture(t);
  const ids = add(7);
  const [first, ...rest] = ids as [DeploymentId, ...DeploymentId[]];
  let tell = (): void => undefined;
  const told = deployments.untilEnd(
    first,
    new Promise((resolve) => {
      tell = () => {
        resolve({ kind: 'notFollowed', id: first, error: undefined });
      };
    }),
  );
  end(first);
  for (const id of rest) end(id);
  assert.ok(deployments.log(first));
  tell();
  await told;
});

test('a deployment whose log is open as a document keeps its log until the document is closed', (t) => {
  const { deployments, add, end } = createFixture(t);
  const ids = add(7);
  const [first] = ids as [DeploymentId];
  deployments.keep(first);
  for (const id of ids) end(id);
  assert.ok(deployments.log(first));
  deployments.release(first);
  deployments.forgetEnded(() => false);
  assert.equal(deployments.log(first), undefined);
});

test('closing the page of an ended deployment frees its log if the logs of five others are kept', (t) => {
  const { deployments, panels, add, end } = createFixture(t);
  const ids = add(6);
  for (const id of ids) {
    panels.show(deployments.get(id) ?? assert.fail(), true);
    end(id);
  }
  assert.equal(ids.filter((id) => deployments.log(id)).length, 6);
  for (const panel of opened) panel.dispose();
  assert.deepEqual(
    ids.filter((id) => deployments.log(id)),
    ids.slice(1),
  );
});

test('what a page sends is checked: only its buttons, links and texts do anything', (t) => {
  const { deployments, panels, add } = createFixture(t);
  const [id] = add(1) as [DeploymentId];
  panels.show(deployments.get(id) ?? assert.fail(), true);
  const acted: unknown[] = [];
  panels.onDidAct(({ action }) => acted.push(action));
  editorCalls.length = 0;
  const [page] = opened;
  for (const message of [
    undefined,
    'run',
    [],
    { kind: 'run' },
    { kind: 'run', action: 'deleteEverything' },
    { kind: 'run', action: ['copyLog'] },
    { kind: 'open', url: 1 },
    { kind: 'open', url: 'javascript:alert(1)' },
    { kind: 'open', url: 'command:bkpaas.signOut' },
    { kind: 'copy', text: {} },
    // The page sends an empty text if nothing is selected. Copying it would clear the clipboard.
    { kind: 'copy', text: '' },
    { kind: 'eval', text: 'x' },
  ])
    page?.receive(message);
  assert.deepEqual([acted, editorCalls], [[], []]);
  page?.receive({ kind: 'run', action: 'copyLog' });
  page?.receive({ kind: 'copy', text: 'a line' });
  page?.receive({ kind: 'open', url: 'https://app.example.com/' });
  assert.deepEqual(acted, ['copyLog']);
  assert.deepEqual(editorCalls, [
    ['copy', 'a line'],
    ['open', 'https://app.example.com/'],
  ]);
});

test('Sign In is offered exactly where it continues a deployment', (t) => {
  const { deployments, panels, add } = createFixture(t);
  const [id] = add(1) as [DeploymentId];
  panels.show(deployments.get(id) ?? assert.fail(), true);
  const isOffered = (change: { idle: boolean; code?: ErrorCode; status?: DeploymentStatus }): boolean => {
    const { idle, code, status } = change;
    const fatalError = code && new PlatformError(code);
    deployments.update(id, { idle, state: { ...initialFollowState, fatalError, status } });
    const { view } = opened[0]?.posted.at(-1) as { view: DeploymentView };
    return view.actions.some((action) => action.id === 'signIn');
  };
  assert.equal(isOffered({ idle: false }), false, 'followed');
  assert.equal(isOffered({ idle: true }), true, 'signed out, and the note says to sign in');
  assert.equal(isOffered({ idle: true, code: 'tokenExpired' }), true, 'the token has expired');
  assert.equal(isOffered({ idle: true, code: 'deploymentNotFound' }), false, 'another token changes nothing');
  assert.equal(isOffered({ idle: true, code: 'tokenExpired', status: 'failed' }), false, 'the deployment has ended');
  assert.equal(isOffered({ idle: true, status: 'successful' }), false, 'the deployment has ended');
});

test('a successful deployment whose processes do not start is no success on the page, with the reason and the log first', (t) => {
  const { deployments, panels, add, end } = createFixture(t);
  const [id] = add(1) as [DeploymentId];
  panels.show(deployments.get(id) ?? assert.fail(), true);
  const page = opened[0] ?? assert.fail();
  const view = (): DeploymentView => (page.posted.at(-1) as { view: DeploymentView }).view;
  end(id);
  assert.deepEqual(
    [view().verdict.state, view().note, page.title],
    ['successful', undefined, '✓ Deploy: 1.0.3 → Staging'],
  );
  const instance = {
    ...{ name: 'demo-app--web-5f-78jzf', shortName: '78jzf', process: 'web', state: 'CrashLoopBackOff' },
    ...{ richStatus: 'CrashLoopBackOff', message: undefined, isReady: false, restarts: 3, startedAt: undefined },
    ...{ terminated: { reason: 'Error', exitCode: 1 }, release: '12' },
  };
  const process = {
    ...({ name: 'web', status: 'failing', plan: undefined, limits: { cpu: undefined, memory: undefined } } as const),
    ...{ isAutoscaling: false, wantedReplicas: 1, readyReplicas: 0, instances: [instance], release: '12' },
  };
  const problem = {
    kind: 'crashes',
    process: 'web',
    instance,
    state: instance.state,
    terminated: instance.terminated,
  } as const;
  const unreadProcesses = { problems: [], refusal: undefined, transientError: undefined, fatalError: undefined };
  deployments.update(id, { processes: { ...unreadProcesses, processes: [process], problems: [problem] } });
  const { verdict, note, facts, actions } = view();
  assert.equal(verdict.state, 'notStarting');
  assert.equal(verdict.text, 'Version 1.0.3 was deployed to Staging, but web isn’t starting correctly.');
  assert.equal(note, 'web, instance 78jzf: the container keeps crashing (CrashLoopBackOff, Error, exit code 1).');
  assert.deepEqual(facts.find(({ name }) => name === 'Processes')?.value, 'web: not starting · 0 of 1 ready');
  assert.deepEqual(actions[0], { id: 'showApplicationLog', label: 'Show Application Log', primary: true });
  assert.equal(page.title, '⚠ Deploy: 1.0.3 → Staging');
  deployments.update(id, { processes: { ...unreadProcesses, processes: [{ ...process, status: 'running' }] } });
  assert.equal(view().verdict.state, 'successful');
});

test('a restored page still says who started the deployment, before anything is read again', (t) => {
  const { deployments, panels, add } = createFixture(t);
  const [id] = add(1) as [DeploymentId];
  deployments.update(id, { operator: 'somebody' });
  panels.show(deployments.get(id) ?? assert.fail(), true);
  const saved = /data-state="([^"]*)"/.exec(opened[0]?.webview.html ?? '')?.[1] ?? assert.fail();
  const state: unknown = JSON.parse(saved.replaceAll('&quot;', '"'));

  const later = createFixture(t);
  const panel = new FakePanel();
  later.panels.restore(panel as never, state);
  panel.receive({ kind: 'ready' });
  assert.ok(JSON.stringify(panel.posted).includes('somebody'), JSON.stringify(panel.posted));
});
