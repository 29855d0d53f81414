import assert from 'node:assert/strict';
import test from 'node:test';
import { parseAppCode, parseModuleName } from '../../src/core/platform/names.ts';
import { gatewayUrlOf } from '../core/connect.ts';
import { until } from '../core/until.ts';
import { translateToEnglish } from '../texts/translations.ts';
import { FakeInput } from './fakeInput.ts';
import { mockVscode } from './mockVscode.ts';

interface Item {
  label: string;
  description?: string;
  detail?: string;
}

class FakePick extends FakeInput {
  title = '';
  declare items: Item[];
  override selectedItems: Item[] = [];
}

let target: unknown;
let picks: FakePick[] = [];
let clipboard = '';
let told: string[] = [];
let opened: unknown;
let button: string | undefined;

mockVscode({
  l10n: { t: translateToEnglish },
  env: { language: 'en', clipboard: { writeText: (text: string) => Promise.resolve((clipboard = text)) } },
  QuickInputButtons: { Back: {} },
  Disposable: class {
    readonly dispose: () => void;
    constructor(dispose: () => void) {
      this.dispose = dispose;
    }
  },
  window: {
    createQuickPick: () => {
      const pick = new FakePick();
      picks.push(pick);
      return pick;
    },
    showInformationMessage: (text: string) => {
      told.push(text);
      return Promise.resolve(button);
    },
    showTextDocument: (document: unknown) => Promise.resolve((opened = document)),
  },
  workspace: {
    getConfiguration: () => ({
      get: (name: string) => (name === 'target' ? target : undefined),
      inspect: () => ({ globalValue: [{ name: 'Here', gatewayUrl: platform.gatewayUrl, tenantId: 'my-tenant' }] }),
    }),
    openTextDocument: (document: unknown) => Promise.resolve(document),
  },
});
const platform = { name: 'Here', gatewayUrl: gatewayUrlOf('https://bkapi.example.com/api/bkpaas3/prod') };
const { copyCiStep } = await import('../../src/vscode/commands/copyCiStep.ts');

const appCode = parseAppCode('demo-app') ?? assert.fail();
const module = parseModuleName('default') ?? assert.fail();
const upload = { appCode, module, packageUrl: 'https://u:pAss1@pkg.example.com/a.tgz', version: '1.0.3' };
const report = { record: { upload: { ...upload, allowOverwrite: false } }, platform };

/** Runs the command. Picks one item in each list: the item with the next label. Returns the items of all lists. */
async function copy(current: unknown, argument: unknown, ...labels: string[]): Promise<Item[][]> {
  [picks, told, clipboard, opened] = [[], [], '', undefined];
  const session = { read: () => Promise.resolve({ state: 'signedOut' }) };
  const running = copyCiStep({ session, uploads: { reports: { current } } } as never, argument);
  for (const [index, label] of labels.entries()) {
    await until(() => (picks[index]?.items.length ?? 0) > 0);
    const pick = picks[index] ?? assert.fail();
    pick.selectedItems = pick.items.filter((item) => item.label === label).slice(0, 1);
    assert.equal(pick.selectedItems.length, 1, JSON.stringify(pick.items));
    pick.accept();
  }
  await running;
  return picks.map(({ items }) => items);
}

test('the target’s step reads URL and version from variables of the CI, and is opened by the notification', async () => {
  target = { appCode: 'demo-app', module: 'default' };
  button = 'Open in Editor';
  const lists = await copy(undefined, undefined, 'GitLab CI', 'Upload Only');
  assert.deepEqual(
    lists.map((items) => items.map(({ label }) => label)),
    [
      ['BK-CI', 'GitLab CI', 'GitHub Actions', 'Shell Script'],
      ['Upload Only', 'Upload and Deploy to Staging', 'Upload and Deploy to Production'],
    ],
  );
  assert.match(clipboard, /^upload-to-bkpaas:$/m);
  assert.match(clipboard, /X-Bk-Tenant-Id: my-tenant/);
  assert.doesNotMatch(clipboard, /^ *(PACKAGE_URL|VERSION)='/m);
  assert.match(told.join(), /GitLab CI.*BKPAAS_ACCESS_TOKEN, PACKAGE_URL, VERSION/);
  await until(() => opened !== undefined);
  assert.deepEqual(opened, { language: 'yaml', content: clipboard });
});

test('the last upload is offered before the target, with its URL masked', async () => {
  target = { appCode: 'demo-app', module: 'api' };
  button = undefined;
  const labels = ['demo-app / default', 'Shell Script', 'Upload and Deploy to Production'];
  const [sources = []] = await copy(report, undefined, ...labels);
  assert.deepEqual(
    sources.map(({ label }) => label),
    ['demo-app / default', 'demo-app / api'],
  );
  assert.equal(sources[0]?.detail, 'https://***@pkg.example.com/a.tgz');
  assert.match(clipboard, /^VERSION='1\.0\.3'$[^]*^environment=prod$/m);
  assert.doesNotMatch(clipboard, /pAss1/);
});

test('another module’s menu copies a step for that module, without asking for the last upload', async () => {
  const node = { kind: 'module', id: 'x', appCode, module: { name: 'api' } };
  await copy(report, node, 'BK-CI', 'Upload Only');
  assert.match(clipboard, /\/applications\/demo-app\/modules\/api'/);
});
