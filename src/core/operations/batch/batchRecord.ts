import type { Log } from '../../http/log.ts';
import { isObject, numberOf, parseJson, stringOf } from '../../http/json.ts';
import { parseGatewayUrl } from '../../platform/gatewayUrl.ts';
import type { UploadByLink } from '../../platform/sourcePackages.ts';
import { newRecordId, parseRecordId, type RecordBase, type RecordKind, type RecordStore } from '../records.ts';
import {
  newUploadRecord,
  parseUploadRecord,
  writeUploadRecord,
  type TrackedUploads,
  type UploadRecord,
} from '../upload/uploadRecord.ts';

/** The record of uploads of one package to several modules. */
export interface BatchRecord extends RecordBase {
  platform: UploadRecord['platform'];
  /** When the record was last saved, in milliseconds since 1970 by the local clock. */
  savedAt: number;
  /**
   * One upload for each module, in the order of the user's choice. An upload without `sent` and without an outcome was
   * never sent. On disk, the package URLs contain no credentials and no signature.
   */
  uploads: readonly UploadRecord[];
  /** Undefined while an upload has no outcome. */
  outcome: 'ended' | undefined;
}

/** Where batches and their uploads are stored. */
export interface BatchStores {
  tracked: TrackedUploads;
  records: RecordStore<BatchRecord>;
  log: Log;
}

/**
 * The uploads themselves are in the upload history, so few batches are kept. A batch of 100 modules can take hours if
 * the platform downloads slowly, so a record in progress is orphaned only after a day.
 */
export const batchRecordKind: RecordKind<BatchRecord> = {
  write: writeBatchRecord,
  read: parseBatchRecord,
  maxKept: 20,
  longestAtWorkMs: 24 * 60 * 60_000,
};

/** Returns the record of a batch of which nothing was sent. `startedAt` is in milliseconds since 1970. */
export function newBatchRecord(
  origin: Pick<UploadRecord, 'platform' | 'userName'>,
  uploads: readonly UploadByLink[],
  startedAt = Date.now(),
): BatchRecord {
  return {
    id: newRecordId(startedAt),
    startedAt,
    platform: origin.platform,
    savedAt: startedAt,
    uploads: uploads.map((upload) => newUploadRecord(origin, upload, startedAt)),
    outcome: undefined,
  };
}

function writeBatchRecord(record: BatchRecord): string {
  return JSON.stringify({ ...record, uploads: record.uploads.map((upload) => parseJson(writeUploadRecord(upload))) });
}

function parseBatchRecord(json: unknown): BatchRecord | undefined {
  if (!isObject(json) || !isObject(json['platform']) || !Array.isArray(json['uploads'])) return undefined;
  const id = parseRecordId(stringOf(json, 'id'));
  const gateway = parseGatewayUrl(stringOf(json['platform'], 'gatewayUrl') ?? '');
  if (!id || !gateway.ok) return undefined;
  const { gatewayUrl } = gateway;
  // An upload to another platform is left out, because it would be sent with the token of the batch's platform.
  const uploads = json['uploads']
    .flatMap((item) => parseUploadRecord(item) ?? [])
    .filter(({ platform }) => platform.gatewayUrl === gatewayUrl);
  return {
    id,
    startedAt: numberOf(json, 'startedAt') ?? 0,
    platform: { name: stringOf(json['platform'], 'name') ?? new URL(gatewayUrl).hostname, gatewayUrl },
    savedAt: numberOf(json, 'savedAt') ?? 0,
    uploads,
    outcome: json['outcome'] === 'ended' ? 'ended' : undefined,
  };
}
