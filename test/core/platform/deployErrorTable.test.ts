import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { parseDeploymentId } from '../../../src/core/platform/deployment.ts';
import type { ErrorCode } from '../../../src/core/platform/errorCode.ts';
import type { Platform } from '../../../src/core/platform/platform.ts';
import type { Contact } from '../../../src/texts/errorText.ts';
import { errorText } from '../../../src/texts/errorTexts.ts';
import type { BackendErrorName } from '../../platform/backend/backendErrors.ts';
import { startPlatform } from '../../platform/startPlatform.ts';
import { translators } from '../../texts/translations.ts';
import { connect } from '../connect.ts';
import { failureOf } from '../failureOf.ts';
import { deployOf } from '../operations/deployAndReconcile.ts';

/**
 * This file tests the refusals of platform-api.md 4.8 to 4.14: their texts in both languages and the contact that each
 * text names.
 */

const target = deployOf();
const id = parseDeploymentId('36ef5721-7313-48fa-a59a-1dc47c585828') ?? assert.fail();
const timeoutMs = 10_000;
const startDeploy = (via: Platform): Promise<unknown> => via.deployments.start(target, '1.0.2', { timeoutMs });
const startOffline = (via: Platform): Promise<unknown> => via.offlines.start(target, { timeoutMs });
const reader = { begin: () => undefined, piece: () => undefined };
const readResult = (via: Platform): Promise<unknown> => via.deployments.result(target, id, reader);
const readPhases = (via: Platform): Promise<unknown> => via.deployments.phases(target, id);
const readEvents = (via: Platform): Promise<unknown> => via.deployments.events(id, 0);
const readOfflineResult = (via: Platform): Promise<unknown> => via.offlines.result(target, id);

const rows: readonly [
  answer: BackendErrorName,
  call: (via: Platform) => Promise<unknown>,
  code: ErrorCode,
  status: number,
  who: Contact,
][] = [
  ['roleRestricted', startDeploy, 'environmentProtected', 400, 'applicationAdministrator'],
  ['deployOngoing', startDeploy, 'deploymentOngoing', 400, 'you'],
  ['noRevision', startDeploy, 'versionNotFound', 400, 'you'],
  ['cannotDeploy', startDeploy, 'deploymentNotTaken', 400, 'platformAdministrator'],
  ['cannotDeployStore', startDeploy, 'deploymentNotTaken', 400, 'platformAdministrator'],
  ['badDeployDescription', startDeploy, 'descriptionInvalid', 400, 'you'],
  ['noDeployment', readResult, 'deploymentNotFound', 400, 'you'],
  ['noDeploymentInModule', readPhases, 'deploymentNotFound', 400, 'you'],
  ['channelNotFound', readEvents, 'logChannelNotFound', 404, 'you'],
  ['noDeployment', readEvents, 'deploymentNotFound', 400, 'you'],
  ['forbidden', readEvents, 'developRoleMissing', 403, 'applicationAdministrator'],
  ['roleRestricted', startOffline, 'environmentProtected', 400, 'applicationAdministrator'],
  ['nothingToOffline', startOffline, 'nothingToTakeOffline', 400, 'you'],
  ['offlineOngoing', startOffline, 'offlineOngoing', 400, 'you'],
  ['noOffline', readOfflineResult, 'deploymentNotFound', 400, 'you'],
];

const platform = await startPlatform();
after(() => platform.close());

for (const [answer, call, code, status, who] of rows) {
  for (const language of ['en', 'zh-cn'] as const) {
    test(`${answer} to ${call.name} is ${code} (${language})`, async () => {
      platform.reset();
      platform.faults.always({ fault: { kind: 'backendError', answer } });
      const { code: told, facts } = await failureOf(call(connect(platform, { language }).platform));
      assert.deepEqual([told, facts.status], [code, status]);
      assert.equal(platform.requests.length, 1);
      const text = errorText(translators[language], code, facts);
      assert.equal(text.who, who);
      for (const part of [text.what, text.why, text.todo]) assert.match(part, /\S/);
      assert.doesNotMatch(`${text.what}${text.why}${text.todo}`, /undefined|\{\d\}/);
    });
  }
}

test('refusals about a description have other codes for an upload than for a deployment', async () => {
  for (const [answer, code] of [
    ['badDescription', 'archiveDescriptionNotYaml'],
    ['badDescriptionPath', 'archiveDescriptionPath'],
  ] as const)
    for (const language of ['en', 'zh-cn'] as const) {
      platform.reset();
      platform.faults.always({ fault: { kind: 'backendError', answer } });
      assert.equal((await failureOf(startDeploy(connect(platform, { language }).platform))).code, code);
    }
});

test('no two errors of deployments have the same text', () => {
  const here: ErrorCode[] = ['deploymentNotStarted', 'deploymentFailedToStart', 'deploymentInterrupted'];
  here.push('offlineNotStarted', 'offlineFailed', 'environmentInvalid', 'notReleased');
  const codes = [...new Set([...here, ...rows.map(([, , code]) => code)])];
  const sentences = codes.map((code) => errorText(translators.en, code).what);
  assert.equal(new Set(sentences).size, codes.length);
});
