import { newRecordId } from '../../src/core/operations/records.ts';
import { parseUploadRequest } from '../../src/core/operations/upload/parseUploadRequest.ts';
import type { UploadOutcome } from '../../src/core/operations/upload/uploadOutcome.ts';
import type { UploadRecord } from '../../src/core/operations/upload/uploadRecord.ts';
import { PlatformError } from '../../src/core/platform/platformError.ts';
import type { SourcePackage } from '../../src/core/platform/sourcePackages.ts';
import type { UploadReport } from '../../src/vscode/upload/uploadReport.ts';
import { gatewayUrlOf } from '../core/connect.ts';

export const storedPackage: SourcePackage = {
  version: '1.0.3',
  packageName: 'demo-app:1.0.3',
  sizeBytes: 1_415_656,
  sha256: '9f2b0c'.padEnd(64, '0'),
  created: { time: Date.parse('2026-07-23T06:29:17Z') },
  updated: { time: Date.parse('2026-07-24T06:29:17Z') },
  operator: 'admin',
};

/** One outcome of each kind. */
export const outcomes = {
  uploaded: {
    status: 'uploaded',
    known: 'answered',
    package: storedPackage,
    milliseconds: 3217,
    requestId: 'request-1',
  },
  'found afterwards': {
    status: 'uploaded',
    known: 'found',
    package: storedPackage,
    milliseconds: undefined,
    requestId: undefined,
  },
  'found after a cancel': {
    status: 'uploaded',
    known: 'foundAfterCancel',
    package: storedPackage,
    milliseconds: undefined,
    requestId: undefined,
  },
  failed: { status: 'failed', error: new PlatformError('tokenExpired', { status: 400, requestId: 'request-2' }) },
  unknown: {
    status: 'unknown',
    error: new PlatformError('gatewayTimedOut', { status: 504, requestId: 'request-3' }),
    reason: 'versionsUnreadable',
  },
  cancelled: { status: 'cancelled', sent: false },
  'cancelled after sending': { status: 'cancelled', sent: true },
} as const satisfies Record<string, UploadOutcome>;

/** Returns a report of an upload with this outcome. `upload` replaces members of the upload's request. */
export function reportOf(
  outcome: UploadOutcome | undefined,
  upload: Partial<UploadRecord['upload']> = {},
): UploadReport {
  const request = parseUploadRequest({
    appCode: 'demo-app',
    module: 'default',
    packageUrl: 'https://pkg.example.com/demo-app.tar.gz',
    version: '1.0.3',
    allowOverwrite: false,
  });
  const gatewayUrl = gatewayUrlOf('https://bkapi.example.com/api/bkpaas3/prod');
  const platform = { name: 'The Platform', gatewayUrl };
  const record: UploadRecord = {
    id: newRecordId(0),
    startedAt: Date.parse('2026-07-23T06:29:17Z'),
    platform,
    userName: 'admin',
    upload: { ...request, ...upload },
    sent: undefined,
    outcome,
    integrity: undefined,
  };
  return { record, platform, phase: outcome ? 'done' : 'checking' };
}
