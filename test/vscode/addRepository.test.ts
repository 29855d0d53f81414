import assert from 'node:assert/strict';
import test, { beforeEach } from 'node:test';
import { recordLog } from '../core/recordLog.ts';
import { until } from '../core/until.ts';
import { repositorySeed, startRepository } from '../repository/startRepository.ts';
import { translateToEnglish } from '../texts/translations.ts';
import { FakeInput } from './fakeInput.ts';
import { mockVscode } from './mockVscode.ts';

/** An input box that counts how often it was shown. Each question shows the box once. */
class CountedInput extends FakeInput {
  shown = 0;
  title = '';
  validationMessage: { message: string } | undefined;

  override show(): void {
    this.shown += 1;
  }
}

const input = new CountedInput();
const saved: unknown[] = [];
mockVscode({
  l10n: { t: translateToEnglish },
  env: { language: 'en' },
  ThemeIcon: Object,
  Uri: {},
  ConfigurationTarget: { Global: 1 },
  QuickInputButtons: { Back: {} },
  InputBoxValidationSeverity: { Info: 1, Warning: 2, Error: 3 },
  window: { createInputBox: () => input, showInformationMessage: () => Promise.resolve(undefined) },
  workspace: {
    getConfiguration: () => ({
      inspect: () => undefined,
      update: (_: string, value: unknown) => Promise.resolve(void saved.push(value)),
    }),
  },
});
const { addRepository } = await import('../../src/vscode/publish/addRepository.ts');

const { project, repositories, user, secret } = repositorySeed;
const pastedText = (baseUrl: string, password: string, bucket: string = repositories[0]): string =>
  `export BKREPO_PASSWORD="${password}" BKREPO_USERNAME: ${user} BKREPO_PROJECT：${project} ` +
  `BKREPO_PRIVATE_BUCKET=${bucket} BKREPO_ENDPOINT_URL='${baseUrl}' BKREPO_OTHER=1`;

beforeEach(() => {
  saved.length = 0;
  input.shown = 0;
});

test('a pasted block of variables answers all questions, and its password leaves the visible box at once', async (t) => {
  const repository = await startRepository();
  t.after(() => repository.close());
  const stored: unknown[] = [];
  const credentials = {
    keep: (_: string, credential: unknown) => {
      stored.push(credential);
      return Promise.resolve(true);
    },
  };
  const log = recordLog();
  const adding = addRepository({ log, editor: { extension: {} }, publishing: { credentials } } as never);
  input.changeTo(pastedText(repository.baseUrl, 'wrong'));
  assert.equal(input.value, repository.baseUrl);
  assert.match(input.validationMessage?.message ?? '', /password \(hidden\)/);
  input.accept();
  await until(() => input.validationMessage?.message.includes('Press Enter to correct it') === true);
  assert.deepEqual([stored, saved], [[], []]);
  await until(() => input.enabled);
  input.changeTo(pastedText(repository.baseUrl, secret));
  assert.equal(input.value, repository.baseUrl);
  input.accept();
  assert.equal((await adding)?.repository, repositories[0]);
  assert.deepEqual(stored, [{ user, secret }]);
  assert.equal(input.shown, 1, 'one question');
  assert.ok(!JSON.stringify([saved, log.lines]).includes(secret));
});

test('if the server fails, the box stays open and Enter tries the pasted block again', async (t) => {
  const repository = await startRepository();
  t.after(() => repository.close());
  repository.faults.push({ kind: 'loginPage' });
  const credentials = { keep: () => Promise.resolve(true) };
  const adding = addRepository({ log: recordLog(), editor: { extension: {} }, publishing: { credentials } } as never);
  input.changeTo(pastedText(repository.baseUrl, secret));
  input.accept();
  await until(() => input.validationMessage?.message.includes('doesn’t appear to be a BK-Repo server') === true);
  await until(() => input.enabled);
  input.accept();
  assert.equal((await adding)?.repository, repositories[0]);
  assert.equal(input.shown, 1, 'one question');
});

test('if the repository is not found, its names are asked for again, and not only the credential', async (t) => {
  const repository = await startRepository();
  t.after(() => repository.close());
  const adding = addRepository({
    log: recordLog(),
    editor: { extension: {} },
    publishing: { credentials: {} },
  } as never);
  input.changeTo(pastedText(repository.baseUrl, secret, 'missing'));
  input.accept();
  await until(() => input.validationMessage?.message.includes('Press Enter to correct it') === true);
  await until(() => input.enabled);
  input.accept();
  await until(() => input.shown === 2);
  assert.equal(input.value, project);
  input.hide();
  assert.equal(await adding, undefined);
});
