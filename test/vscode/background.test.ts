import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import test, { beforeEach } from 'node:test';
import type { QuickPickItem } from 'vscode';
import { recordLog } from '../core/recordLog.ts';
import { until } from '../core/until.ts';
import { translateToEnglish } from '../texts/translations.ts';
import { FakeInput } from './fakeInput.ts';
import { mockVscode } from './mockVscode.ts';

const log = { ...recordLog(), rememberError: () => undefined };
/** The texts of the notifications that were shown. */
const shownTexts: string[] = [];
/** The results of the next calls of `showErrorMessage`: the button that the user clicks, or a rejection. */
const nextResults: (() => Promise<string | undefined>)[] = [];
let input = new FakeInput();

mockVscode({
  l10n: { t: translateToEnglish },
  QuickInputButtons: { Back: {} },
  InputBoxValidationSeverity: { Info: 1, Warning: 2, Error: 3 },
  Disposable: class {
    readonly dispose: () => void;
    constructor(dispose: () => void) {
      this.dispose = dispose;
    }
  },
  window: {
    showErrorMessage: (text: string) => {
      shownTexts.push(text);
      return nextResults.shift()?.() ?? Promise.resolve(undefined);
    },
    createInputBox: () => input,
    createQuickPick: () => input,
  },
});
const { showBackgroundErrors } = await import('../../src/vscode/editor/background.ts');
const { presentUnhandledError } = await import('../../src/vscode/session/presentError.ts');
const { showError } = await import('../../src/vscode/editor/notifications.ts');
const { askPick, askText } = await import('../../src/vscode/editor/quickInput.ts');
const { pickWithButtons } = await import('../../src/vscode/editor/pickWithButtons.ts');

const singlePosition = { step: 1, total: 1, canGoBack: false };
const fault = 'The command failed because of an error in this extension.';

beforeEach(() => {
  showBackgroundErrors((source, error) => {
    presentUnhandledError({ log } as never, source, error);
  });
  log.lines.length = 0;
  shownTexts.length = 0;
  nextResults.length = 0;
  input = new FakeInput();
});

test('a notification button that throws is logged with its stack and shown', async () => {
  nextResults.push(() => Promise.resolve('Show'));
  showError('Not uploaded.', { title: 'Show', run: () => Promise.reject(new RangeError('no such page')) });
  await until(() => shownTexts.length === 2);
  assertShown('notification button: RangeError: no such page');
});

test('a notification that cannot be shown is not followed by another one', async () => {
  nextResults.push(() => Promise.reject(new Error('the window is closing')));
  showError('Not uploaded.');
  await setImmediate();
  assert.deepEqual(shownTexts, ['Not uploaded.']);
});

test('an error of a check is shown, and the box keeps its text for another try', async () => {
  const checks = [() => Promise.reject(new RangeError('no such check')), () => Promise.resolve(undefined)];
  const answer = askText(
    { title: '', prompt: '', value: 'v1', validate: () => undefined, check: () => checks.shift()?.() ?? assert.fail() },
    singlePosition,
  );
  input.accept();
  await until(() => shownTexts.length === 1);
  assertShown('input check: RangeError: no such check');
  assert.deepEqual(
    { busy: input.busy, enabled: input.enabled, value: input.value },
    { busy: false, enabled: true, value: 'v1' },
  );
  input.accept();
  assert.deepEqual(await answer, { kind: 'answer', value: 'v1' });
});

test('an error of a button of an input box is shown', async () => {
  const button = { iconPath: {} as never, run: () => Promise.reject(new RangeError('no such guide')) };
  void askText({ title: '', prompt: '', value: '', validate: () => undefined, buttons: [button] }, singlePosition);
  input.trigger(button);
  await until(() => shownTexts.length === 1);
  assertShown('input button: RangeError: no such guide');
});

test('an error while a list is loaded is shown, and the list is no longer busy', async () => {
  void askPick({ title: '', placeholder: '', items: Promise.reject(new RangeError('no such list')) }, singlePosition);
  await until(() => shownTexts.length === 1);
  assertShown('list: RangeError: no such list');
  assert.equal(input.busy, false);
});

test('errors of the rows and the buttons of a list are shown, and the list is no longer busy', async () => {
  const reads = [() => Promise.reject(new RangeError('no such rows')), () => Promise.resolve([{ label: 'a' }])];
  void pickWithButtons<QuickPickItem>({
    title: '',
    placeholder: '',
    nothing: '',
    items: () => reads.shift()?.() ?? assert.fail(),
    buttons: [],
    onButton: () => Promise.reject(new RangeError('no such action')),
  });
  await until(() => shownTexts.length === 1);
  assertShown('list: RangeError: no such rows');
  assert.equal(input.busy, false);
  input.trigger({ iconPath: {} as never });
  await until(() => shownTexts.length === 2);
  assertShown('list button: RangeError: no such action');
});

function assertShown(line: string): void {
  assert.ok(
    log.lines.some((logged) => logged.startsWith(`error ${line}\n    at `)),
    log.lines.join('\n'),
  );
  assert.ok(shownTexts.at(-1)?.startsWith(fault), shownTexts.at(-1));
}
