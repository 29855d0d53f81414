import assert from 'node:assert/strict';
import test from 'node:test';
import type { FetchProblem } from '../../src/core/operations/publish/fetchPackage.ts';
import {
  repositoryErrorCodes,
  RepositoryError,
  type RepositoryErrorCode,
} from '../../src/core/repository/repositoryError.ts';
import { SourceError, type SourceErrorCode } from '../../src/core/releases/sources/sourceError.ts';
import {
  fetchProblemText,
  leftOutText,
  packProblemText,
  packWarningText,
  paceText,
  repositoryProblemText,
} from '../../src/texts/publishTexts.ts';
import { repositoryErrorText } from '../../src/texts/repositoryErrorTexts.ts';
import { sourceErrorText } from '../../src/texts/sourceTexts.ts';
import { translateToChinese, translateToEnglish, translators } from './translations.ts';

const connectionCodes = [
  'nameNotFound',
  'connectionRefused',
  'unreachable',
  'connectionLost',
  'certificateUntrusted',
  'tlsFailed',
  'proxyFailed',
  'timedOut',
  'answerTooLarge',
] as const;
const facts = { host: 'bkrepo.example.com', status: 400, subject: 'demo / packages' };

test('an error without its own code contains BK-Repo’s reason', () => {
  const said = 'label [env] is not in the enum';
  const { what } = repositoryErrorText(translateToEnglish, new RepositoryError('bkRepoRefused', { ...facts, said }));
  assert.ok(what.includes(said), what);
});

for (const [language, t] of Object.entries(translators)) {
  test(`every error of BK-Repo has its own sentence and says what to do, in ${language}`, () => {
    const codes: readonly RepositoryErrorCode[] = [...repositoryErrorCodes, ...connectionCodes];
    const told = codes.map((code) => repositoryErrorText(t, new RepositoryError(code, facts)));
    for (const { what, todo } of told) assert.ok(what !== '' && todo !== '');
    assert.equal(new Set(told.map(({ what }) => what)).size, codes.length, 'no two are the same');
  });

  test(`every error of a release source has its own sentence, in ${language}`, () => {
    const codes: readonly SourceErrorCode[] = [
      'notFound',
      'credentialRefused',
      'notPermitted',
      'rateLimited',
      'redirectRefused',
      'sourceFailed',
      'notASource',
      ...connectionCodes,
    ];
    const told = codes.map((code) => sourceErrorText(t, new SourceError(code, facts)));
    for (const { what, todo } of told) assert.ok(what !== '' && todo !== '');
    assert.equal(new Set(told.map(({ what }) => what)).size, codes.length);
  });

  test(`every problem that prevents publishing has its own sentence, in ${language}`, () => {
    const problems: readonly FetchProblem[] = [
      ...(['webPage', 'empty', 'bzip2', 'unknown'] as const).map(
        (content) => ({ code: 'notAnArchive', content }) as const,
      ),
      { code: 'tooLarge', maxBytes: 1024 },
      { code: 'differs' },
      { code: 'unreadable', message: 'EACCES' },
    ];
    const told = [
      ...problems.map((problem) => fetchProblemText(t, problem).what),
      ...(['nothingToPack', 'fileUnreadable', 'fileChanged'] as const).map(
        (problem) => packProblemText(t, problem, 'a').what,
      ),
      ...(['notAnObject', 'baseUrlInvalid', 'projectMissing', 'repositoryMissing', 'folderInvalid'] as const).map(
        (problem) => repositoryProblemText(t, problem),
      ),
    ];
    assert.ok(told.every((text) => text !== ''));
    assert.equal(new Set(told).size, told.length);
  });
}

for (const [language, t] of Object.entries(translators)) {
  test(`every warning about a folder has its own sentence and says what to do, in ${language}`, () => {
    const leftOut = (['linkLeavesFolder', 'special', 'nameNotUtf8'] as const).map((reason) =>
      leftOutText(t, reason, 'a'),
    );
    const warnings = (['emptySubmodules', 'notCheckedOut', 'lfsPointers', 'crlfScripts', 'zipEnd'] as const).map(
      (code) => packWarningText(t, { code, paths: ['a'] }),
    );
    const told = [...leftOut, ...warnings];
    for (const { what, todo } of told) assert.ok(what !== '' && todo !== '');
    assert.equal(new Set(told.map(({ what }) => what)).size, told.length);
    assert.equal(new Set(told.map(({ todo }) => todo)).size, told.length);
  });
}

test('a warning about a folder names the first three paths, and counts those that are not on the disk', () => {
  const paths = ['a', 'b', 'c', 'd', 'e'];
  assert.match(packWarningText(translateToEnglish, { code: 'lfsPointers', paths }).what, /: “a”, “b”, “c” and 2 more$/);
  assert.match(packWarningText(translateToEnglish, { code: 'lfsPointers', paths: ['a', 'b'] }).what, /: “a”, “b”$/);
  assert.match(packWarningText(translateToEnglish, { code: 'notCheckedOut', paths }).what, /: 5$/);
});

test('a pace is shown as far as it is known', () => {
  const pace = {
    doneBytes: 12 * 1024 ** 2,
    totalBytes: 80 * 1024 ** 2,
    bytesPerSecond: 4 * 1024 ** 2,
    secondsLeft: 17,
  };
  assert.equal(paceText(translateToEnglish, pace), '12.0 MB of 80.0 MB · 4.00 MB/s · 17 s left');
  assert.equal(paceText(translateToChinese, pace), '12.0 MB / 80.0 MB · 4.00 MB/秒 · 剩余 17 秒');
  const begun = { doneBytes: 0, totalBytes: undefined, bytesPerSecond: undefined, secondsLeft: undefined };
  assert.equal(paceText(translateToEnglish, begun), '0 B');
});
