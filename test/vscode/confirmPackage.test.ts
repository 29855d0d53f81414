import assert from 'node:assert/strict';
import test, { beforeEach } from 'node:test';
import type { QuickPickItem } from 'vscode';
import type { CheckedPackage } from '../../src/vscode/publish/packageSource.ts';
import { until } from '../core/until.ts';
import { translateToEnglish } from '../texts/translations.ts';
import { FakeInput } from './fakeInput.ts';
import { mockVscode } from './mockVscode.ts';

class FileSystemError extends Error {
  code = '';
}

let input = new FakeInput();
const executedCommands: unknown[][] = [];
const errors: string[] = [];
const questions: string[] = [];
/** The button that the user presses in the question about secrets; undefined for Escape. */
let pressed: string | undefined;
/** The text of the folder's ignore file; undefined if there is no file. */
let ignoreFile: string | undefined;
let isReadOnly = false;

mockVscode({
  l10n: { t: translateToEnglish },
  QuickPickItemKind: { Separator: -1 },
  ViewColumn: { Beside: -2 },
  ThemeIcon: Object,
  FileSystemError,
  Uri: { joinPath: (folder: string, name: string) => `${folder}/${name}` },
  commands: {
    executeCommand: (...call: unknown[]) => {
      executedCommands.push(call);
      return Promise.resolve();
    },
  },
  workspace: {
    fs: {
      readFile: (uri: string) => {
        assert.equal(uri, '/demo/.bkpaasignore');
        if (ignoreFile !== undefined) return Promise.resolve(Buffer.from(ignoreFile));
        return Promise.reject(Object.assign(new FileSystemError('missing'), { code: 'FileNotFound' }));
      },
      writeFile: (_: string, bytes: Uint8Array) => {
        if (isReadOnly) return Promise.reject(new FileSystemError('read-only'));
        ignoreFile = Buffer.from(bytes).toString();
        return Promise.resolve();
      },
    },
  },
  window: {
    createQuickPick: () => (input = new FakeInput()),
    showErrorMessage: (text: string) => {
      errors.push(text);
      return Promise.resolve();
    },
    showWarningMessage: (question: string, { detail }: { detail: string }) => {
      questions.push(`${question}\n${detail}`);
      return Promise.resolve(pressed);
    },
  },
});
const { confirmPackage } = await import('../../src/vscode/publish/confirmPackage.ts');

beforeEach(() => {
  for (const list of [executedCommands, errors, questions]) list.length = 0;
  [pressed, ignoreFile, isReadOnly] = [undefined, undefined, false];
});

type Row = QuickPickItem & { action?: string };

/**
 * Returns the check of a folder. `preview` replaces members of its preview. `secretNames` are files that look like
 * secrets. Leaves out the files that the ignore file lists.
 */
function checkedFolder(preview: object, secretNames: string[] = []): CheckedPackage {
  const rules = (ignoreFile ?? '').split('\n');
  const isListed = (path: string): boolean => !rules.includes(`/${path}`);
  const given = { secrets: [] as { path: string; kind: 'privateKey' }[], ...preview };
  const secrets = given.secrets.filter(({ path }) => isListed(path));
  const findings = secretNames.filter(isListed).map((name) => ({ code: 'secretsIncluded', entry: `./${name}` }));
  const source = {
    name: 'demo',
    resource: '/demo',
    uriOf: (path: string) => path,
    relist: () => Promise.resolve({}),
    preview: { files: 0, sizeBytes: 0, all: [], leftOut: [], warnings: [], ...given, secrets },
  };
  return { source, report: { findings, entryCount: 0, unpackedBytes: 0 } } as never;
}

type Recheck = Parameters<typeof confirmPackage>[1];

/** Shows the list for a package. The returned functions read the list and act as the user. */
function showConfirmation(checked: () => CheckedPackage, recheck: Recheck = () => Promise.resolve(checked())) {
  const answer = confirmPackage(checked(), recheck);
  let isOpen = true;
  const closed = answer.then((value) => {
    isOpen = false;
    return value;
  });
  const rows = (): Row[] => input.items as Row[];
  const row = (text: string): Row => {
    const found = rows().find(({ label }) => label.includes(text));
    assert.ok(found, `${text} in ${lines().join('\n')}`);
    return found;
  };
  const lines = (): string[] => rows().map(({ label, detail }) => `${label} ${detail ?? ''}`.trim());
  return {
    closed,
    lines,
    row,
    ready: () => until(() => rows().length > 0),
    isOpen: () => isOpen,
    /** Picks the row whose label contains `text`. Without `text`, picks the first row, which VS Code preselects. */
    pick: (text?: string) => {
      Object.assign(input, { selectedItems: [text === undefined ? rows()[0] : row(text)] });
      input.accept();
    },
    leaveOut: (text: string) => {
      const [button] = row(text).buttons ?? [];
      assert.ok(button, `a button in ${text}`);
      input.triggerItem(button, row(text));
    },
    cancel: () => {
      input.hide();
    },
  };
}

test('the list shows what is missing in a folder’s package and what to do, and the folder can still be packed', async () => {
  const warnings = [
    { code: 'emptySubmodules', paths: ['vendor/lib'] },
    { code: 'notCheckedOut', paths: ['web/a.js', 'web/b.js'] },
  ];
  const list = showConfirmation(() => checkedFolder({ leftOut: [{ path: 'b', reason: 'nameNotUtf8' }], warnings }));
  await list.ready();
  for (const words of [
    /“b” .* isn’t UTF-8\. .*rename/,
    /“vendor\/lib” .*submodule update --init/,
    /: 2 .*sparse-checkout/,
  ])
    assert.ok(
      list.lines().some((line) => words.test(line)),
      String(words),
    );
  list.pick();
  assert.ok((await list.closed).confirmed);
});

test('picking a warning opens its file beside the editor and keeps the list; a missing file is not opened', async () => {
  const warnings = [
    { code: 'notCheckedOut', paths: ['web/a.js'] },
    { code: 'crlfScripts', paths: ['start.sh'] },
  ];
  const list = showConfirmation(() => checkedFolder({ warnings }));
  await list.ready();
  const before = input.items;
  list.pick('sparse checkout');
  await until(() => input.enabled);
  list.pick('CRLF');
  await until(() => executedCommands.length > 0);
  assert.deepEqual(executedCommands, [
    ['vscode.open', 'start.sh', { viewColumn: -2, preserveFocus: true, preview: true }],
  ]);
  assert.ok(list.isOpen(), 'the publication goes on');
  await until(() => input.enabled);
  assert.equal(input.items, before, 'the list stays at its place');
  list.pick();
  assert.ok((await list.closed).confirmed);
});

test('if many paths are left out, the list shows the first ones and the number of the others', async () => {
  const leftOut = Array.from({ length: 25 }, (_, index) => ({ path: `f${index}`, reason: 'special' }));
  const list = showConfirmation(() => checkedFolder({ leftOut }));
  await list.ready();
  assert.equal(list.lines().filter((line) => line.includes('isn’t a regular file')).length, 20);
  assert.ok(list.lines().some((line) => line.endsWith('excluded paths: 5')));
  list.cancel();
  assert.equal((await list.closed).confirmed, false);
});

const secrets = [{ path: 'id_rsa', kind: 'privateKey' }];

test('a bare Enter leaves the files with secrets out, writes that to the ignore file, and then packs the others', async () => {
  ignoreFile = '*.log';
  const list = showConfirmation(() => checkedFolder({ secrets }, ['.env', 'id_rsa']));
  await list.ready();
  assert.equal(list.lines().filter((line) => line.startsWith('$(key)')).length, 2, 'each file is listed once');
  assert.match(list.lines()[0] ?? '', /Leave out 2 files .*\.env.*id_rsa/);
  list.pick();
  const { confirmed, source, report } = await list.closed;
  assert.ok(confirmed);
  assert.equal(ignoreFile, '*.log\n/.env\n/id_rsa\n');
  assert.deepEqual([source.preview?.secrets, report.findings], [[], []], 'the package is the one without the secrets');
  assert.deepEqual(questions, []);
});

test('the button of a row leaves one file out and lists the folder again', async () => {
  const list = showConfirmation(() => checkedFolder({ secrets }, ['.env']));
  await list.ready();
  list.leaveOut('“.env”');
  await until(() => input.enabled && !list.lines().some((line) => line.includes('“.env”')));
  assert.equal(ignoreFile, '/.env\n');
  assert.ok(list.isOpen());
  list.leaveOut('“id_rsa” seems');
  await until(() => input.enabled && !list.lines().some((line) => line.includes('id_rsa')));
  assert.match(list.lines()[0] ?? '', /Pack and publish/);
  list.pick();
  assert.ok((await list.closed).confirmed);
  assert.equal(ignoreFile, '/.env\n/id_rsa\n');
});

test('while the folder is checked again, the list takes no action, and closing the list aborts the check', async () => {
  const signals: AbortSignal[] = [];
  const list = showConfirmation(
    () => checkedFolder({ secrets }),
    (_, signal) => {
      signals.push(signal);
      return new Promise(() => undefined);
    },
  );
  await list.ready();
  list.pick();
  await until(() => signals.length === 1);
  assert.deepEqual([input.enabled, input.busy], [false, true]);
  list.pick('Publish with “id_rsa”');
  list.leaveOut('“id_rsa” seems');
  assert.deepEqual([signals.length, questions.length], [1, 0]);
  list.cancel();
  assert.equal((await list.closed).confirmed, false);
  assert.ok(signals[0]?.aborted);
});

test('canceling the check of the folder closes the list, and nothing is published', async () => {
  const list = showConfirmation(
    () => checkedFolder({ secrets }),
    () => Promise.resolve(undefined),
  );
  await list.ready();
  list.pick();
  assert.equal((await list.closed).confirmed, false);
});

test('secrets are published only after a question that names the files; Escape leads back to the list', async () => {
  const list = showConfirmation(() => checkedFolder({ secrets }));
  await list.ready();
  list.pick('Publish with “id_rsa”');
  await until(() => questions.length === 1);
  assert.match(questions[0] ?? '', /secrets\?\nid_rsa\n/);
  await until(() => input.enabled);
  assert.ok(list.isOpen());
  pressed = 'Publish with Secrets';
  list.pick('Publish with “id_rsa”');
  const { confirmed, source } = await list.closed;
  assert.ok(confirmed);
  assert.equal(source.preview?.secrets.length, 1);
  assert.equal(ignoreFile, undefined);
});

test('if the ignore file cannot be written, nothing is published and the list stays', async () => {
  isReadOnly = true;
  const list = showConfirmation(() => checkedFolder({ secrets }));
  await list.ready();
  list.pick();
  await until(() => errors.length > 0 && input.enabled);
  assert.match(errors[0] ?? '', /\.bkpaasignore: read-only/);
  assert.ok(list.isOpen());
  list.cancel();
  assert.equal((await list.closed).confirmed, false);
});

test('a rule that has no effect leaves the list open, with the secret in it', async () => {
  const list = showConfirmation(() => {
    const stays = checkedFolder({});
    return { ...stays, source: { ...stays.source, preview: { ...stays.source.preview, secrets } } } as CheckedPackage;
  });
  await list.ready();
  const before = input.items;
  list.pick();
  await until(() => input.items !== before);
  assert.ok(list.isOpen());
  assert.match(list.lines()[0] ?? '', /Leave out “id_rsa”/);
  list.cancel();
  await list.closed;
});

test('an archive with secrets is published only after the question', async () => {
  const archive = (): CheckedPackage => {
    const { source, report } = checkedFolder({}, ['.env']);
    return { source: { ...source, preview: undefined, relist: undefined }, report } as never;
  };
  const list = showConfirmation(archive);
  await list.ready();
  list.pick();
  await until(() => questions.length === 1);
  assert.ok(list.isOpen());
  assert.ok(list.row('“.env”').buttons === undefined, 'an archive cannot be changed');
  list.cancel();
  assert.equal((await list.closed).confirmed, false);
});
