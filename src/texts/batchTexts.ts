import type { BatchRow } from '../core/operations/batch/batchRow.ts';
import { joinParts, oneOrMany } from './formats.ts';
import type { Translate } from './translate.ts';

/** Numbers of uploads in a batch, by outcome. */
export interface BatchCounts {
  all: number;
  uploaded: number;
  failed: number;
  cancelled: number;
  /** The outcome is unknown. Includes the uploads whose check continues at the next sign-in. */
  unknown: number;
  /** Uploads that have no outcome yet. */
  open: number;
}

export function countRows(rows: readonly BatchRow[]): BatchCounts {
  const counts: BatchCounts = { all: rows.length, uploaded: 0, failed: 0, cancelled: 0, unknown: 0, open: 0 };
  for (const { record } of rows) counts[record.outcome?.status ?? 'open'] += 1;
  return counts;
}

/** Returns the number of uploads for each outcome, such as “3 uploaded · 1 failed”. */
export function countsText(t: Translate, { uploaded, failed, cancelled, unknown }: BatchCounts): string {
  return joinParts([
    uploaded > 0 ? t('{0} uploaded', uploaded) : '',
    failed > 0 ? t('{0} failed', failed) : '',
    unknown > 0 ? t('{0} not confirmed', unknown) : '',
    cancelled > 0 ? t('{0} canceled', cancelled) : '',
  ]);
}

/** Returns how many of a batch’s uploads have an outcome. */
export function progressText(t: Translate, { all, open }: BatchCounts): string {
  return t('{0} of {1} done', all - open, all);
}

/** Returns the outcome of a batch in one sentence for a notification. */
export function batchEndText(t: Translate, version: string, counts: BatchCounts): string {
  const { all, uploaded } = counts;
  if (uploaded === all)
    return oneOrMany(
      all,
      t('Version {0} was uploaded to the module.', version),
      t('Version {0} was uploaded to all {1} modules.', version, all),
    );
  return t('Version {0} was uploaded to {1} of {2} modules: {3}.', version, uploaded, all, countsText(t, counts));
}
