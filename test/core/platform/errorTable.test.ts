import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import type { ErrorCode } from '../../../src/core/platform/errorCode.ts';
import { errorText } from '../../../src/texts/errorTexts.ts';
import { gatewayErrors } from '../../platform/gateway/gatewayErrors.ts';
import { startPlatform } from '../../platform/startPlatform.ts';
import { translators } from '../../texts/translations.ts';
import { backendRows } from './backendRows.ts';
import { uploadInSituation, type ErrorRow } from './errorRow.ts';
import { gatewayRows } from './gatewayRows.ts';
import { tokenRows } from './tokenRows.ts';

/**
 * The error tables of docs/platform-api.md. For each row, a test causes the error with a real upload, in both
 * languages, and checks the text of the error.
 */
const tables: readonly (readonly [section: string, rows: readonly ErrorRow[]])[] = [
  ['1.10', backendRows],
  ['2.5', gatewayRows],
  ['2.6', tokenRows],
];
const allRows = tables.flatMap(([, rows]) => rows);

const platform = await startPlatform();
after(() => platform.close());

for (const [section, rows] of tables) {
  for (const row of rows) {
    for (const language of ['en', 'zh-cn'] as const) {
      test(`${section} ${row.row}: ${row.code} (${language})`, async () => {
        platform.reset();
        const { outcome, lost } = await uploadInSituation(platform, row, language);
        const posts = platform.requests.filter(({ method }) => method === 'POST').length;

        const ended = outcome.status === 'failed' ? outcome.error : undefined;
        const { code, facts } = lost ?? ended ?? assert.fail(outcome.status);
        assert.deepEqual({ code, status: facts.status }, { code: row.code, status: row.status });
        assert.equal(lost && (ended?.code ?? outcome.status), row.settles);
        assert.equal(posts, row.sent === false ? 0 : 1);
        assert.equal(platform.faults.pending, 0);
        if (row.status !== undefined) assert.match(facts.requestId ?? '', /^[0-9a-f-]{36}$/);

        const { what, why, todo, who } = errorText(translators[language], code, facts);
        for (const text of [what, why, todo]) {
          assert.notEqual(text.trim(), '', `no ${language} text for ${code}`);
          assert.doesNotMatch(text, /undefined|\{\d\}/);
          if (language === 'zh-cn') assert.match(text, /\p{Script=Han}/u);
        }
        assert.equal(who, row.who);
        if (row.names) assert.ok(`${what}${why}`.includes(row.names(platform)), `${what} ${why}`);
        if (language === 'en') assert.match(todo, row.advice);
        await platform.settled();
      });
    }
  }
}

for (const [language, t] of Object.entries(translators)) {
  test(`no two codes of the tables have the same text (${language})`, () => {
    const codesBySentence = new Map<string, Set<ErrorCode>>();
    for (const { code } of allRows) {
      const { what, todo } = errorText(t, code);
      codesBySentence.set(what + todo, new Set([...(codesBySentence.get(what + todo) ?? []), code]));
    }
    const shared = [...codesBySentence.values()].filter((codes) => codes.size > 1).map((codes) => [...codes]);
    assert.deepEqual(shared, []);
  });
}

test('rows share a code only if they mean the same for the user', () => {
  const counted = new Map<ErrorCode, number>();
  for (const { code } of allRows) counted.set(code, (counted.get(code) ?? 0) + 1);
  assert.deepEqual(Object.fromEntries([...counted].filter(([, rows]) => rows > 1)), {
    // Several rows share each of these codes. Either both the client and the platform detect the error, or the rows
    // have different causes but the same remedy.
    applicationNotFound: 3,
    moduleNotFound: 2,
    developRoleMissing: 2,
    moduleTakesNoPackages: 2,
    versionExists: 3,
    versionRefused: 2,
    archiveUnreadable: 2,
    appNotPermitted: 3,
    appPermissionExpired: 2,
    tenantForbidden: 3,
    tokenInvalid: 2,
    appSecretWrong: 2,
    // The gateway distinguishes three rate limits, but the remedy is the same.
    rateLimited: 3,
    gatewayInternalError: 2,
    // The page for a server error has no details, so no client can distinguish these seven rows.
    packageNotTaken: 7,
    gatewayTimedOut: 2,
  });
});

test('every row of the gateway’s table is here', () => {
  const named = gatewayRows.map(({ row }) => Number(row.split(' ', 1)[0]));
  assert.deepEqual([...new Set(named)].sort(), [...new Set(gatewayErrors.map(({ code }) => code))].sort());
});
