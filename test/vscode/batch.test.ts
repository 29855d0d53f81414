import assert from 'node:assert/strict';
import test, { beforeEach } from 'node:test';
import type { QuickPickItem } from 'vscode';
import type { Direction, WizardStep } from '../../src/vscode/editor/wizard.ts';
import { PlatformError } from '../../src/core/platform/platformError.ts';
import { until } from '../core/until.ts';
import { translateToEnglish } from '../texts/translations.ts';
import { FakeInput } from './fakeInput.ts';
import { mockVscode } from './mockVscode.ts';

let input = new FakeInput();
let isTrusted = true;
let description = '';
/** The paths for which the extension called `stat`. */
const statPaths: string[] = [];

class Uri {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  static joinPath(uri: Uri, name: string): Uri {
    return new Uri(`${uri.path}/${name}`);
  }
}

mockVscode({
  l10n: { t: translateToEnglish },
  Uri,
  ThemeIcon: Object,
  QuickPickItemKind: { Separator: -1 },
  QuickInputButtons: { Back: {} },
  ProgressLocation: { Notification: 15 },
  FileType: { Directory: 2 },
  window: {
    createQuickPick: () => (input = new FakeInput()),
    withProgress: (_: object, work: (progress: object, token: object) => unknown) =>
      work({ report: () => undefined }, { onCancellationRequested: () => ({ dispose: () => undefined }) }),
  },
  workspace: {
    get isTrusted() {
      return isTrusted;
    },
    workspaceFolders: [{ uri: new Uri('/demo') }],
    fs: {
      stat: ({ path }: Uri) => {
        statPaths.push(path);
        return path === '/demo' ? Promise.resolve({ type: 2, size: 0 }) : statFile(path);
      },
      readFile: () => Promise.resolve(Buffer.from(description)),
    },
  },
});

function statFile(path: string): Promise<object> {
  return path.endsWith('app_desc.yaml') ? Promise.resolve({ type: 1, size: 1 }) : Promise.reject(new Error('missing'));
}

const { describedModules, moduleSteps } = await import('../../src/vscode/batch/askModules.ts');
const { overwritesStep } = await import('../../src/vscode/batch/askOverwrites.ts');
const { parseBatchArguments } = await import('../../src/vscode/batch/batchArguments.ts');

beforeEach(() => {
  [isTrusted, description] = [true, ''];
  statPaths.length = 0;
});

type Row = QuickPickItem & { choice?: unknown };
const listRows = (): Row[] => input.items as Row[];
const findRow = (text: string): Row => listRows().find(({ label }) => label.includes(text)) ?? assert.fail(text);
const tickedLabels = (): string[] => (input.selectedItems as Row[]).map(({ label }) => label);
const position = { step: 1, total: 1, canGoBack: true };

/**
 * Asks a question and waits until its list is loaded. Returns the pending answer in an array, because an async function
 * would wait for a promise that it returns directly.
 */
async function ask(step: WizardStep | undefined): Promise<Promise<Direction>[]> {
  assert.ok(step);
  input = new FakeInput();
  const before = input;
  const answer = step.ask(position);
  await Promise.race([until(() => input !== before && listRows().length > 0 && !input.busy), answer]);
  return [answer];
}

const stored = (version: string, cleanedUp = false) => ({
  ...{ version, sizeBytes: 1024, updated: { time: 0 }, sha256: undefined, packageName: undefined },
  cleanedUp,
});
const versions: Record<string, object[]> = { fresh: [], there: [stored('1.0.0')], gone: [stored('1.0.0', true)] };
const catalog = {
  latestVersions: (appCode: string) => {
    const list = versions[appCode];
    return list ? Promise.resolve(list) : Promise.reject(new PlatformError('developRoleMissing'));
  },
  latestEnvironmentsRunning: () => Promise.resolve({ running: ['prod'], unreadable: [] }),
  applications: () =>
    Promise.resolve([
      { name: 'Demo App', code: 'demo-app', takesPackages: true },
      { name: 'Git App', code: 'git-app', takesPackages: false },
    ]),
  modules: () =>
    Promise.resolve([
      { name: 'default', origin: 'lessCode' },
      { name: 'api', origin: 'aiAgent' },
      { name: 'web', origin: 'repository' },
    ]),
};

/** Returns the question about existing versions of these applications, and the modules that its answer confirmed. */
function overwritesQuestion(...appCodes: string[]) {
  const taken: { appCode: string; allowOverwrite: boolean }[] = [];
  const step = overwritesStep({ catalog } as never, {
    title: 'Upload',
    modules: () => appCodes.map((appCode) => ({ appCode, module: 'default' })) as never,
    version: () => '1.0.0',
    take: (confirmed) => {
      taken.push(...confirmed.map(({ appCode, allowOverwrite }) => ({ appCode, allowOverwrite })));
    },
  });
  return { step, taken };
}

test('the list names each version with its package and where it runs, and nothing is overwritten unless it is ticked', async () => {
  const { step, taken } = overwritesQuestion('fresh', 'there', 'gone', 'foreign');
  const [answer] = await ask(step);
  assert.deepEqual(tickedLabels(), ['fresh / default', 'foreign / default']);
  const { description: text, detail } = findRow('there / default');
  assert.match(text ?? '', /1\.0\.0 · .*Running in Production/);
  assert.match(detail ?? '', /1\.00 KB/);
  input.accept();
  assert.equal(await answer, 'next');
  assert.deepEqual(taken, [
    { appCode: 'fresh', allowOverwrite: false },
    { appCode: 'foreign', allowOverwrite: false },
  ]);
});

test('a version that is ticked may be overwritten, in its module only, and one that was cleaned up cannot be ticked', async () => {
  const { step, taken } = overwritesQuestion('fresh', 'there', 'gone');
  const [answer] = await ask(step);
  input.tick([findRow('fresh'), findRow('there'), findRow('gone')]);
  assert.ok(!tickedLabels().some((label) => label.includes('gone')));
  input.accept();
  assert.equal(await answer, 'next');
  assert.deepEqual(taken, [
    { appCode: 'there', allowOverwrite: true },
    { appCode: 'fresh', allowOverwrite: false },
  ]);
});

test('nothing is asked if no module has the version, and Enter without a tick asks again', async () => {
  const none = overwritesQuestion('fresh');
  const [ended] = await ask(none.step);
  assert.equal(await ended, 'next');
  assert.deepEqual(none.taken, [{ appCode: 'fresh', allowOverwrite: false }]);

  const { step, taken } = overwritesQuestion('there');
  const [answer] = await ask(step);
  input.accept();
  assert.deepEqual(taken, []);
  input.hide();
  assert.equal(await answer, 'cancelled');
});

test('the modules of the description are ticked, and then the modules of each ticked application are offered', async () => {
  description =
    'specVersion: 3\nappVersion: 1.0.0\napp:\n  bkAppCode: demo-app\nmodules:\n  - name: default\n  - name: api\n';
  const described = await describedModules();
  const draft = { modules: [], applications: [] };
  const picked: string[][] = [];
  const [first, second] = moduleSteps({ catalog } as never, draft, {
    title: 'Upload',
    offers: [...described, { appCode: 'other', module: 'default', from: 'recently used' } as never],
    described,
    onPicked: (modules) => picked.push(modules.map(({ appCode, module }) => `${appCode}/${module}`)),
  });
  const [answer] = await ask(first);
  assert.deepEqual(tickedLabels(), ['demo-app / default', 'demo-app / api']);
  assert.ok(!listRows().some(({ label }) => label === 'Git App'));
  input.tick([findRow('demo-app / default'), findRow('Demo App')]);
  input.accept();
  assert.equal(await answer, 'next');
  const [next] = await ask(second);
  assert.deepEqual(
    listRows().flatMap(({ label, choice }) => (choice ? [label] : [])),
    ['demo-app / default', 'demo-app / api'],
  );
  input.tick([findRow('demo-app / default'), findRow('demo-app / api')]);
  input.accept();
  assert.equal(await next, 'next');
  assert.deepEqual(picked.at(-1), ['demo-app/default', 'demo-app/api'], 'each once');
});

test('in Restricted Mode, no module is ticked, and no description is looked for', async () => {
  isTrusted = false;
  assert.deepEqual(await describedModules(), []);
  assert.deepEqual(statPaths, []);
});

test('the argument names modules, or is rejected with the property that is wrong', () => {
  const modules = [
    { appCode: 'demo-app', module: 'default' },
    { appCode: 'Demo-App', module: 'default' },
  ];
  const parsed = parseBatchArguments({ modules, version: '1.0.0', packageUrl: 'https://a.example/b.tgz' });
  assert.deepEqual(parsed.modules, modules.slice(0, 1));
  assert.equal(parsed.arguments.version, '1.0.0');
  for (const [wrong, code, subject] of [
    [{ modules: [] }, 'argumentInvalid', 'modules'],
    [{ modules: 'demo-app' }, 'argumentInvalid', 'modules'],
    [{ modules: ['demo-app'] }, 'argumentInvalid', 'modules'],
    [{ modules: [{ module: 'default' }] }, 'argumentInvalid', 'appCode'],
    [{ modules: [{ appCode: 'demo-app', module: 1 }] }, 'argumentInvalid', 'module'],
    [{ modules: [{ appCode: '../x', module: 'default' }] }, 'appCodeInvalid', '../x'],
    [{ modules: [{ appCode: 'demo-app', module: 'a/b' }] }, 'moduleNameInvalid', 'a/b'],
    [{ allowOverwrite: 'true' }, 'argumentInvalid', 'allowOverwrite'],
    ['demo-app', 'argumentInvalid', 'string'],
  ] as const)
    assert.throws(
      () => parseBatchArguments(wrong),
      (error) => error instanceof PlatformError && error.code === code && error.facts.subject === subject,
      JSON.stringify(wrong),
    );
});

test('the argument can be rows of the tree: a module row is used, and an application row leads to a question', () => {
  const module = { kind: 'module', id: 'm', appCode: 'demo-app', module: { name: 'api' } };
  const application = { kind: 'application', id: 'a', application: { code: 'orders' } };
  assert.deepEqual(parseBatchArguments([module, application, module]), {
    arguments: {},
    modules: [{ appCode: 'demo-app', module: 'api' }],
    applications: ['orders'],
  });
  const file = new Uri('/demo/app_desc.yaml');
  assert.deepEqual(parseBatchArguments(file), { arguments: {}, modules: undefined, applications: [], resource: file });
});
