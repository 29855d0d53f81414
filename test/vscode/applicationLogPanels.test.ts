import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import type { ApplicationLogView, LabelledLine, ToLogPage } from '../../src/page/messages.ts';
import { recordLog } from '../core/recordLog.ts';
import { until } from '../core/until.ts';
import { startDeployTestBed } from '../platform/deployClient.ts';
import { moduleOf } from '../platform/state.ts';
import { mockTreeVscode } from './mockTreeVscode.ts';

/** What the extension copied, opened and saved. */
const editorCalls: unknown[] = [];

// `treeFixture.ts` installs a mock with fewer members for the modules that are loaded later. So the modules that need
// this mock must be loaded before `treeFixture.ts`.
mockTreeVscode({
  ViewColumn: { Active: -1 },
  Uri: {
    from: (parts: object) => parts,
    joinPath: (...parts: string[]) => parts.join('/'),
    parse: (text: string) => text,
  },
  env: {
    language: 'en',
    clipboard: { writeText: (text: string) => Promise.resolve(editorCalls.push(['copy', text])) },
    openExternal: (url: string) => Promise.resolve(editorCalls.push(['open', url])),
  },
  window: {
    createWebviewPanel: () => new FakePanel(),
    registerFileDecorationProvider: () => ({ dispose: () => undefined }),
    showInformationMessage: () => Promise.resolve(undefined),
  },
});
const { EventEmitter } = await import('vscode');
const { ApplicationLogPanels } = await import('../../src/vscode/running/page/logPanels.ts');
const { SessionWork } = await import('../../src/vscode/session/sessionWork.ts');
const { targetOf, treeFixture } = await import('./treeFixture.ts');

class FakePanel {
  readonly #disposed = new EventEmitter<void>();
  readonly #received = new EventEmitter<unknown>();
  readonly visible = true;
  readonly active = true;
  title = '';
  readonly posted: ToLogPage[] = [];
  readonly onDidDispose = this.#disposed.event;
  readonly onDidChangeViewState = new EventEmitter().event;
  readonly webview = {
    onDidReceiveMessage: this.#received.event,
    asWebviewUri: () => '',
    postMessage: (message: ToLogPage) => {
      this.posted.push(message);
      return Promise.resolve(true);
    },
    html: '',
  };
  constructor() {
    opened.push(this);
  }
  reveal(): void {
    editorCalls.push('reveal');
  }
  receive(message: unknown): void {
    this.#received.fire(message);
  }
  dispose(): void {
    this.#disposed.fire();
  }
  get view(): ApplicationLogView {
    return this.posted.flatMap((each) => (each.kind === 'applicationLog' ? [each.view] : [])).at(-1) ?? assert.fail();
  }
  /** The lines that the page has after all messages. */
  get lines(): LabelledLine[] {
    const lines: LabelledLine[] = [];
    for (const message of this.posted)
      if (message.kind === 'splice') lines.splice(message.at, message.removed, ...message.lines);
    return lines;
  }
}

let opened: FakePanel[] = [];

async function logFixture(
  t: TestContext,
  prepare: (bed: Awaited<ReturnType<typeof startDeployTestBed>>) => void = () => undefined,
) {
  opened = [];
  editorCalls.length = 0;
  const bed = await startDeployTestBed(t);
  const { platform } = bed;
  const now = Date.UTC(2026, 7, 1, 2);
  moduleOf(platform.state, 'demo-app', 'default').logLines = Array.from({ length: 1200 }, (_, index) => ({
    at: now - (1200 - index) * 1000,
    environment: 'stag' as const,
    process: index % 2 === 0 ? 'web' : 'worker',
    pod: index % 2 === 0 ? 'web-1' : 'worker-2',
    message: `line ${index + 1}`,
  }));
  prepare(bed);
  const fixture = await treeFixture(t, platform.gatewayUrl);
  const work = new SessionWork(fixture.session);
  const services = {
    ...fixture,
    log: recordLog(),
    deploys: { work, logs: { openText: (...text: string[]) => editorCalls.push(text) } },
  };
  const panels = new ApplicationLogPanels('' as never, () => services as never);
  t.after(() => {
    panels.dispose();
    work.dispose();
  });
  const { gatewayUrl } = await fixture.catalog.platform();
  const setting = { name: 'Test', gatewayUrl, consoleUrl: 'https://paas.example.com' };
  const open = (source: { process?: string; instance?: string } = {}): FakePanel => {
    panels.show(setting, { ...targetOf('stag'), ...source });
    const panel = opened.at(-1) ?? assert.fail();
    panel.receive({ kind: 'ready' });
    return panel;
  };
  return { ...bed, ...fixture, panels, open };
}

test('the page shows the newest lines of an environment, and older ones when it asks for them', async (t) => {
  const { open, platform } = await logFixture(t);
  const panel = open();
  await until(() => panel.lines.length === 500);
  assert.deepEqual([panel.lines[0]?.text, panel.lines.at(-1)?.text], ['line 701', 'line 1200']);
  assert.match(panel.lines.at(-1)?.label ?? '', /^08-01 \d\d:59:59 worker 2$/);
  assert.deepEqual([panel.view.older, panel.view.follows, panel.title], ['more', true, 'Log: demo-app → Staging']);
  assert.deepEqual(panel.view.sources.map(({ value }) => value).sort(), [
    'instance:web-1',
    'instance:worker-2',
    'process:web',
    'process:worker',
  ]);
  panel.receive({ kind: 'run', action: 'loadOlder' });
  await until(() => panel.lines.length === 1000);
  assert.equal(panel.lines[0]?.text, 'line 201');
  assert.equal(platform.requests.filter(({ path }) => path.includes('/log/')).length, 2);
});

test('a page that is drawn again gets all lines, the newest first', async (t) => {
  const { open } = await logFixture(t);
  const panel = open();
  await until(() => panel.lines.length === 500);
  const before = panel.lines;
  panel.receive({ kind: 'ready' });
  await until(() => panel.lines.length === 500);
  assert.deepEqual(panel.lines, before);
});

test('the page of a process shows only its lines, and the same page can show another process', async (t) => {
  const { open, panels, catalog } = await logFixture(t);
  const panel = open({ process: 'web' });
  await until(() => panel.lines.length === 500);
  assert.ok(panel.lines.every(({ label }) => label.endsWith('web 1')));
  assert.equal(panel.view.query.source, 'process:web');
  const { gatewayUrl } = await catalog.platform();
  panels.show({ name: 'Test', gatewayUrl }, { ...targetOf('stag'), instance: 'worker-2' });
  await until(() => panel.lines.length === 500 && panel.lines.every(({ label }) => label.endsWith('worker 2')));
  assert.deepEqual([opened.length, editorCalls, panel.view.query.source], [1, ['reveal'], 'instance:worker-2']);
});

test('the platform runs a search, and the page marks the matches in the text', async (t) => {
  const { open } = await logFixture(t);
  const panel = open();
  await until(() => panel.lines.length === 500);
  const query = { range: '3h', from: '', to: '', search: ' "line 119" ', source: '', exclude: ['process:worker'] };
  panel.receive({ kind: 'query', query });
  await until(() => panel.lines.length === 6);
  const [, line] = panel.lines;
  assert.deepEqual(line, { text: 'line 1191', label: line?.label, marks: [[0, 8]] });
  assert.deepEqual(panel.view.query, { ...query, search: '"line 119"' });
});

test('a query of the page is checked, and an invalid one changes nothing', async (t) => {
  const { open, platform } = await logFixture(t);
  const panel = open();
  await until(() => panel.lines.length === 500);
  const before = platform.requests.length;
  const valid = { range: '1h', from: '', to: '', search: '', source: '', exclude: [] };
  for (const query of [
    undefined,
    'x',
    { ...valid, range: '2h' },
    { ...valid, range: 'toString' },
    { ...valid, range: 'custom', from: '2026-08-01T00:00', to: 'x' },
    { ...valid, search: 'x'.repeat(1001) },
    { ...valid, search: {} },
    { ...valid, source: 1 },
    { ...valid, exclude: 'process:web' },
    { ...valid, exclude: [1] },
  ])
    panel.receive({ kind: 'query', query });
  panel.receive({ kind: 'run', action: 'deployAgain' });
  assert.equal(platform.requests.length, before);
  assert.deepEqual(panel.view.query, valid);
});

test('a range with two ends is read once, and its ends can be in either order', async (t) => {
  const { open, platform } = await logFixture(t);
  const panel = open();
  await until(() => panel.lines.length === 500);
  const range = { range: 'custom', from: '2026-08-01T09:59:59', to: '2026-08-01T09:59' };
  panel.receive({ kind: 'query', query: { ...range, search: '', source: '', exclude: [] } });
  await until(() => panel.lines.length === 60);
  assert.deepEqual([panel.view.query.from, panel.view.query.to], ['2026-08-01T09:59:00', '2026-08-01T09:59:59']);
  assert.equal(platform.requests.at(-1)?.query.get('start_time'), '2026-08-01 09:59:00');
  await until(() => !panel.view.follows);
  assert.equal(panel.view.problem, undefined);
});

test('without the grant, the page says who has to grant what, and opens the console’s log page', async (t) => {
  const { open } = await logFixture(t, ({ platform }) => {
    platform.switches.applicationLogsGranted = false;
  });
  const panel = open();
  await until(() => panel.view.problem !== undefined);
  const { problem, canQuery } = panel.view;
  assert.match(
    problem?.text ?? '',
    /^To show this log here, a gateway administrator must grant the application .* the APIs search_standard_log_with_get and .*\.$/,
  );
  assert.deepEqual([problem?.actions.map(({ id }) => id), canQuery], [['openConsole', 'tryAgain'], false]);
  panel.receive({ kind: 'run', action: 'openConsole' });
  await until(() => editorCalls.length > 0);
  assert.deepEqual(editorCalls, [
    ['open', 'https://paas.example.com/developer-center/apps/demo-app/default/logging?tab=stream'],
  ]);
});

test('a search without the grant for it is reported, and the log is shown again without a search', async (t) => {
  const { open } = await logFixture(t, ({ platform }) => {
    platform.switches.applicationLogsGranted = 'getOnly';
  });
  const panel = open();
  await until(() => panel.lines.length === 500);
  const query = { ...panel.view.query, search: 'line' };
  panel.receive({ kind: 'query', query });
  await until(() => panel.view.problem !== undefined);
  assert.match(panel.view.problem?.text ?? '', /^To search this log here, .* the API search_standard_log_with_post /);
  assert.equal(panel.view.canQuery, true);
  panel.receive({ kind: 'query', query: { ...query, search: '' } });
  await until(() => panel.lines.length === 500 && panel.view.problem === undefined);
});

test('the log is copied and opened with time, process and instance, without ANSI codes', async (t) => {
  const { open } = await logFixture(t, ({ platform }) => {
    const at = Date.UTC(2026, 7, 1, 1, 59, 8);
    const line = { at, environment: 'stag', process: 'web', pod: 'demo-app--web-5f-78jzf' } as const;
    moduleOf(platform.state, 'demo-app', 'default').logLines = [{ ...line, message: '\u001b[31mred\u001b[0m' }];
  });
  const panel = open();
  await until(() => panel.lines.length === 1);
  panel.receive({ kind: 'run', action: 'copyLog' });
  panel.receive({ kind: 'run', action: 'openLog' });
  await until(() => editorCalls.length === 2);
  const text = '2026-08-01 09:59:08 web 78jzf red';
  assert.deepEqual(editorCalls[0], ['copy', text]);
  assert.equal((editorCalls[1] as string[])[1], text);
});

test('a sign-out ends the reading and offers to sign in, and the sign-in reads again', async (t) => {
  const { open, session } = await logFixture(t);
  const panel = open();
  await until(() => panel.lines.length === 500);
  const { current } = session;
  assert.ok(current.state === 'signedIn');
  await session.signOut();
  await until(() => panel.view.problem !== undefined);
  assert.deepEqual(
    panel.view.problem?.actions.map(({ id }) => id),
    ['signIn'],
  );
  await session.signIn(current.platform, current.accessToken, current.identity);
  await until(() => panel.view.problem === undefined && panel.lines.length === 500);
});

test('a closed page stops reading, and a new page starts from the beginning', async (t) => {
  const { open, panels, catalog } = await logFixture(t);
  const panel = open();
  await until(() => panel.lines.length === 500);
  panel.dispose();
  const { gatewayUrl } = await catalog.platform();
  panels.show({ name: 'Test', gatewayUrl }, targetOf('stag'));
  assert.equal(opened.length, 2);
});

test('a page that was open before a reload is restored with its process, and one with an invalid state is closed', async (t) => {
  const { open, panels } = await logFixture(t);
  const html = open({ process: 'web' }).webview.html;
  const saved = /data-state="([^"]*)"/.exec(html)?.[1] ?? assert.fail();
  const state = JSON.parse(saved.replaceAll('&quot;', '"')) as object; // the page's own state is an object
  const restored = new FakePanel();
  panels.restore(restored as never, state);
  restored.receive({ kind: 'ready' });
  await until(() => restored.lines.length === 500);
  assert.deepEqual([restored.view.query.source, restored.title], ['process:web', 'Log: demo-app → Staging']);
  let isClosed = false;
  const invalid = new FakePanel();
  invalid.onDidDispose(() => (isClosed = true));
  panels.restore(invalid as never, { ...state, environment: 'nowhere' });
  assert.equal(isClosed, true);
});
