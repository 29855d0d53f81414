import type { BatchRow, RowPhase } from '../../src/core/operations/batch/batchRow.ts';
import { newRecordId } from '../../src/core/operations/records.ts';
import type { UploadOutcome } from '../../src/core/operations/upload/uploadOutcome.ts';
import { parseModuleName } from '../../src/core/platform/names.ts';
import { PlatformError } from '../../src/core/platform/platformError.ts';
import { isMaskedPackageUrl } from '../../src/core/releases/packageUrl.ts';
import type { BatchPageData } from '../../src/vscode/batch/page/batchPage.ts';
import { reportOf } from './report.ts';

export const failedOutcome: UploadOutcome = {
  status: 'failed',
  error: new PlatformError('packageHostNotAllowed', { subject: 'pkg.example.com' }),
};

interface Options {
  isRunning?: boolean;
  isSignedIn?: boolean;
  packageUrl?: string;
  /** The indices of the rows that overwrite a version. */
  overwrites?: readonly number[];
}

/**
 * Returns a batch with one row for each given item. An item is the outcome of an upload, or the phase of an upload that
 * has no outcome yet.
 */
export function batchOf(
  given: readonly (UploadOutcome | RowPhase)[],
  { isRunning = false, isSignedIn = true, packageUrl, overwrites = [] }: Options = {},
): BatchPageData {
  const rows = given.map((each, index): BatchRow => {
    const upload = {
      module: parseModuleName(`module-${index}`) ?? reportOf(undefined).record.upload.module,
      allowOverwrite: overwrites.includes(index),
      ...(packageUrl !== undefined && { packageUrl }),
    };
    const { record } = reportOf(typeof each === 'string' ? undefined : each, upload);
    return { record, phase: typeof each === 'string' ? each : 'done' };
  });
  const isDone = rows.every(({ phase }) => phase === 'done');
  const isMasked = rows.some(({ record }) => isMaskedPackageUrl(record.upload.packageUrl));
  return {
    batch: {
      ...{ id: newRecordId(0), rows, isRunning, isDone },
      platform: reportOf(undefined).record.platform,
      canSendAgain: !isRunning && isDone && !isMasked,
    },
    reportOf: () => undefined,
    isSignedIn,
  };
}
