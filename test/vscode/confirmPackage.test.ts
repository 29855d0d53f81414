import assert from 'node:assert/strict';
import test from 'node:test';
import type { QuickPickItem } from 'vscode';
import { until } from '../core/until.ts';
import { english } from '../texts/translations.ts';
import { FakeInput } from './fakeInput.ts';
import { mockVscode } from './mockVscode.ts';

const input = new FakeInput();
const opened: unknown[] = [];

mockVscode({
  l10n: { t: english },
  QuickPickItemKind: { Separator: -1 },
  commands: {
    executeCommand: (_: string, uri: unknown) => {
      opened.push(uri);
      return Promise.resolve();
    },
  },
  window: { createQuickPick: () => input },
});
const { confirmPackage } = await import('../../src/vscode/publish/confirmPackage.ts');

/** Shows the list for a folder, chooses the line that contains `choice`, and resolves to all lines and the answer. */
async function confirm(preview: object, choice: string): Promise<{ lines: string[]; confirmed: boolean }> {
  input.items = [];
  const source = {
    name: 'demo',
    uriOf: (path: string) => path,
    preview: { files: 0, sizeBytes: 0, all: [], secrets: [], leftOut: [], warnings: [], ...preview },
  };
  const report = { findings: [], entryCount: 0, unpackedBytes: 0 };
  const answer = confirmPackage(source as never, report as never);
  await until(() => input.items.length > 0);
  const items = input.items as QuickPickItem[];
  Object.assign(input, { selectedItems: items.filter(({ label }) => label.includes(choice)) });
  input.accept();
  return { lines: items.map(({ label, detail }) => `${label} ${detail ?? ''}`.trim()), confirmed: await answer };
}

test('the list has what a folder’s package lacks, with what to do, and does not prevent the packing', async () => {
  const { lines, confirmed } = await confirm(
    {
      leftOut: [{ path: 'b', reason: 'nameNotUtf8' }],
      warnings: [
        { code: 'emptySubmodules', paths: ['vendor/lib'] },
        { code: 'notCheckedOut', paths: ['web/a.js', 'web/b.js'] },
      ],
    },
    'Pack and publish',
  );
  assert.ok(confirmed);
  for (const words of [
    /“b” .* isn’t UTF-8\. .*rename/,
    /“vendor\/lib” .*submodule update --init/,
    /: 2 .*sparse-checkout/,
  ])
    assert.ok(
      lines.some((line) => words.test(line)),
      String(words),
    );
});

test('choosing a warning about a file opens the file, and one about a missing file opens nothing', async () => {
  const warnings = [
    { code: 'notCheckedOut', paths: ['web/a.js'] },
    { code: 'crlfScripts', paths: ['start.sh'] },
  ];
  assert.equal((await confirm({ warnings }, 'CRLF')).confirmed, false);
  assert.equal((await confirm({ warnings }, 'sparse checkout')).confirmed, false);
  assert.deepEqual(opened, ['start.sh']);
});

test('of many paths that are left out, the list has the first, and the number of the others', async () => {
  const leftOut = Array.from({ length: 25 }, (_, index) => ({ path: `f${index}`, reason: 'special' }));
  const { lines } = await confirm({ leftOut }, 'Pack and publish');
  assert.equal(lines.filter((line) => line.includes('isn’t a regular file')).length, 20);
  assert.ok(lines.some((line) => line.endsWith('excluded paths: 5')));
});
