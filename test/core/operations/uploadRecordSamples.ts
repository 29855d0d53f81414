import {
  uploadUnknownReasons,
  type UploadBaseline,
  type UploadOutcome,
} from '../../../src/core/operations/upload/uploadOutcome.ts';
import type { SentRequest } from '../../../src/core/operations/trackedOperation.ts';
import type { UploadRecord } from '../../../src/core/operations/upload/uploadRecord.ts';
import type { Integrity } from '../../../src/core/operations/upload/compareIntegrity.ts';
import type { Interruption } from '../../../src/core/operations/interruption.ts';
import { parseUploadRequest } from '../../../src/core/operations/upload/parseUploadRequest.ts';
import { newRecordId } from '../../../src/core/operations/records.ts';
import { PlatformError } from '../../../src/core/platform/platformError.ts';
import { parseServerDate } from '../../../src/core/platform/serverDate.ts';
import type { PackageVersion, SourcePackage } from '../../../src/core/platform/sourcePackages.ts';
import { gatewayUrlOf } from '../connect.ts';

export const sampleStart = Date.parse('2026-11-22T10:00:00Z');

/** Returns the record of an upload of version 1.0.3 that has just started. */
export function sampleRecord(rest: Partial<UploadRecord> = {}): UploadRecord {
  const startedAt = rest.startedAt ?? sampleStart;
  return {
    id: newRecordId(startedAt),
    startedAt,
    platform: { name: 'demo', gatewayUrl: gatewayUrlOf('https://bkapi.example.com/api/bkpaas3/prod') },
    userName: 'admin',
    upload: parseUploadRequest({
      ...{ appCode: 'demo-app', module: 'default', version: '1.0.3', allowOverwrite: false },
      packageUrl: 'https://packages.example.com/demo-app-1.0.3.tar.gz',
    }),
    sent: undefined,
    outcome: undefined,
    integrity: undefined,
    ...rest,
  };
}

const sampleDate = parseServerDate('2026-11-22 18:00:03 +0800');

const sampleVersion: PackageVersion = {
  ...{ version: '1.0.3', sizeBytes: 4711, updated: sampleDate, sha256: 'c'.repeat(64) },
  ...{ packageName: 'demo-app-1:1.0.3', cleanedUp: false },
};
const bareVersion: PackageVersion = {
  ...{ version: '1.0.3', sizeBytes: undefined, updated: undefined, sha256: undefined, packageName: undefined },
  cleanedUp: true,
};

const storedPackage: SourcePackage = {
  ...{ version: '1.0.3', packageName: 'demo-app-1:1.0.3', sizeBytes: 4711, sha256: 'c'.repeat(64) },
  ...{ created: sampleDate, updated: sampleDate, operator: 'admin' },
};
const barePackage: SourcePackage = {
  ...{ version: '1.0.3', packageName: '', sizeBytes: undefined, sha256: undefined },
  ...{ created: undefined, updated: undefined, operator: undefined },
};

const fullError = new PlatformError('developRoleMissing', {
  ...{ said: 'You are not allowed', status: 403, requestId: 'r-1', subject: 'demo-app' },
  applyUrl: 'https://bkiam.example.com/apply',
});

export const everyOutcome: readonly UploadOutcome[] = [
  ...(['answered', 'found', 'foundAfterCancel'] as const).map((known): UploadOutcome => {
    return { status: 'uploaded', package: storedPackage, known, milliseconds: 1234, requestId: 'r-1' };
  }),
  { status: 'uploaded', package: barePackage, known: 'found', milliseconds: undefined, requestId: undefined },
  { status: 'failed', error: fullError },
  { status: 'failed', error: new PlatformError('packageNotArrived') },
  { status: 'cancelled', sent: false },
  { status: 'cancelled', sent: true },
  ...uploadUnknownReasons.map((reason): UploadOutcome => {
    return { status: 'unknown', error: new PlatformError('gatewayTimedOut', { status: 504 }), reason };
  }),
  { status: 'unknown', error: new PlatformError('platformFailed'), reason: 'maybeAnothers', found: sampleVersion },
];

const comparedFiles = {
  source: { sha256: 'c'.repeat(64), sizeBytes: 4711 },
  stored: { sha256: undefined, sizeBytes: undefined },
};

export const everyIntegrity: readonly Integrity[] = [
  ...(['download', 'statedDigest'] as const).map((by): Integrity => ({ kind: 'verified', by, ...comparedFiles })),
  { kind: 'differs', ...comparedFiles },
  ...(['endsEarly', 'corrupt', 'noTarInside', 'takenForZip', 'notAnArchive'] as const).map((damage): Integrity => {
    return { kind: 'damaged', damage, ...comparedFiles };
  }),
  ...(['signedLink', 'switchedOff', 'notReadable', 'brokenOff', 'noStoredSha256'] as const).map((why): Integrity => {
    return { kind: 'notCompared', why, sameSize: true, ...comparedFiles };
  }),
  { kind: 'notCompared', why: 'tooLarge', maxBytes: 9, sameSize: false, ...comparedFiles },
];

const interruptions: readonly (Interruption | undefined)[] = [
  undefined,
  { kind: 'answerLost', error: new PlatformError('gatewayTimedOut', { status: 504, requestId: 'r-1' }) },
  { kind: 'serverError', error: new PlatformError('platformFailed', { said: 'Server Error (500)' }) },
  { kind: 'cancelled' },
  { kind: 'interrupted' },
];

export const everySentNote: readonly SentRequest<UploadBaseline>[] = interruptions.flatMap((interruption) => [
  { at: sampleStart + 500, baseline: undefined, interruption },
  { at: sampleStart + 500, baseline: { existing: undefined, answeredAt: sampleStart }, interruption },
  { at: sampleStart + 500, baseline: { existing: sampleVersion, answeredAt: undefined }, interruption },
  { at: sampleStart + 500, baseline: { existing: bareVersion, answeredAt: sampleStart }, interruption },
]);
