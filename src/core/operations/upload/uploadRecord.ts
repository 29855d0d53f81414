import { isObject, numberOf, stringOf, type JsonObject } from '../../http/json.ts';
import { parseAppCode, parseModuleName } from '../../platform/names.ts';
import type { ServerDate } from '../../platform/serverDate.ts';
import type { PackageVersion, SourcePackage, UploadByLink } from '../../platform/sourcePackages.ts';
import { maskPackageUrl } from '../../releases/packageUrl.ts';
import type { Integrity } from './compareIntegrity.ts';
import { uploadUnknownReasons, type UploadBaseline, type UploadOutcome } from './uploadOutcome.ts';
import { parseError, parseOperation, platformErrorReplacer } from '../parseRecord.ts';
import { newRecordId, type RecordKind, type RecordStore } from '../records.ts';
import type { OperationRecord, TrackedOperation } from '../trackedOperation.ts';

/** The record of an upload, which is shown on the result page and kept in the history. */
export interface UploadRecord extends OperationRecord<UploadBaseline> {
  /** The upload. On disk, `packageUrl` contains no credentials and no signature (see `maskPackageUrl`). */
  upload: UploadByLink;
  /** Undefined while the upload is in progress. */
  outcome: UploadOutcome | undefined;
  /** How the stored package compares with the file at the link. Undefined until the comparison has ended. */
  integrity: Integrity | undefined;
}

export type UploadRecords = RecordStore<UploadRecord>;
export type TrackedUploads = TrackedOperation<UploadBaseline, UploadRecord>;

/** Returns the record of an upload that has not been sent. `startedAt` is in milliseconds since 1970. */
export function newUploadRecord(
  { platform, userName }: Pick<UploadRecord, 'platform' | 'userName'>,
  upload: UploadByLink,
  startedAt = Date.now(),
): UploadRecord {
  const id = newRecordId(startedAt);
  return { id, startedAt, platform, userName, upload, sent: undefined, outcome: undefined, integrity: undefined };
}

/**
 * Stores the outcome of an upload whose response arrived or that was not sent. A cancelled upload was never sent, so
 * its record is deleted.
 */
export async function storeOutcome(tracked: TrackedUploads, record: UploadRecord): Promise<void> {
  if (record.outcome?.status === 'cancelled') {
    await tracked.withRecords((records) => records.drop(record.id));
    return;
  }
  if (!record.sent) await tracked.withRecords((records) => records.saveInProgress(record));
  await tracked.finish(record);
}

/**
 * Records an upload with an unknown outcome as in progress again, so that another window continues the check if this
 * window closes.
 */
export async function reopenUpload(tracked: TrackedUploads, record: UploadRecord): Promise<void> {
  await tracked.withRecords((records) => records.saveInProgress({ ...record, outcome: undefined }));
  await tracked.withRecords((records) => records.forget([record.id]));
}

/**
 * 300 records are a year of daily releases and take less than a megabyte. Reconciling an upload takes at most three
 * minutes, so a record that is in progress for 15 minutes is orphaned.
 */
export const uploadRecordKind: RecordKind<UploadRecord> = {
  write: writeUploadRecord,
  read: parseUploadRecord,
  maxKept: 300,
  longestAtWorkMs: 15 * 60_000,
};

export function writeUploadRecord(record: UploadRecord): string {
  const { packageUrl } = record.upload;
  const masked = maskPackageUrl(packageUrl);
  const text = JSON.stringify({ ...record, upload: { ...record.upload, packageUrl: masked } }, platformErrorReplacer);
  // The link is also masked in texts from servers, because a server that rejects the link may repeat the link.
  return text.replaceAll(escapeJson(packageUrl), escapeJson(masked));
}

function escapeJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

export function parseUploadRecord(json: unknown): UploadRecord | undefined {
  if (!isObject(json) || !isObject(json['upload'])) return undefined;
  const operation = parseOperation(json, parseBaseline);
  const upload = parseUpload(json['upload']);
  if (!operation || !upload) return undefined;
  return {
    ...operation,
    upload,
    outcome: isObject(json['outcome']) ? parseOutcome(json['outcome']) : undefined,
    integrity: isObject(json['integrity']) ? parseIntegrity(json['integrity']) : undefined,
  };
}

function parseUpload(json: JsonObject): UploadByLink | undefined {
  const appCode = parseAppCode(stringOf(json, 'appCode') ?? '');
  const module = parseModuleName(stringOf(json, 'module') ?? '');
  const packageUrl = stringOf(json, 'packageUrl');
  const version = stringOf(json, 'version');
  if (!appCode || !module || version === undefined || packageUrl === undefined || !URL.canParse(packageUrl))
    return undefined;
  return { appCode, module, packageUrl, version, allowOverwrite: json['allowOverwrite'] === true };
}

function parseBaseline(json: JsonObject): UploadBaseline {
  return {
    existing: isObject(json['existing']) ? parseVersionRow(json['existing']) : undefined,
    answeredAt: numberOf(json, 'answeredAt'),
  };
}

function parseOutcome(json: JsonObject): UploadOutcome | undefined {
  const error = parseError(json['error']);
  switch (json['status']) {
    case 'uploaded':
      if (!isObject(json['package'])) return undefined;
      return {
        status: 'uploaded',
        package: parsePackage(json['package']),
        known: json['known'] === 'found' || json['known'] === 'foundAfterCancel' ? json['known'] : 'answered',
        milliseconds: numberOf(json, 'milliseconds'),
        requestId: stringOf(json, 'requestId'),
      };
    case 'failed':
      return error && { status: 'failed', error };
    case 'cancelled':
      return { status: 'cancelled', sent: json['sent'] === true };
    case 'unknown': {
      // Older versions of the extension stored the reason as `doubt`.
      const reason =
        uploadUnknownReasons.find((name) => name === (json['reason'] ?? json['doubt'])) ?? 'versionsUnreadable';
      const found = isObject(json['found']) ? parseVersionRow(json['found']) : undefined;
      return error && { status: 'unknown', error, reason, found };
    }
    default:
      return undefined;
  }
}

function parsePackage(json: JsonObject): SourcePackage {
  return {
    version: stringOf(json, 'version') ?? '',
    packageName: stringOf(json, 'packageName') ?? '',
    sizeBytes: numberOf(json, 'sizeBytes'),
    sha256: stringOf(json, 'sha256'),
    created: parseDate(json['created']),
    updated: parseDate(json['updated']),
    operator: stringOf(json, 'operator'),
  };
}

function parseVersionRow(json: JsonObject): PackageVersion {
  return {
    version: stringOf(json, 'version') ?? '',
    sizeBytes: numberOf(json, 'sizeBytes'),
    updated: parseDate(json['updated']),
    sha256: stringOf(json, 'sha256'),
    packageName: stringOf(json, 'packageName'),
    cleanedUp: json['cleanedUp'] === true,
  };
}

function parseIntegrity(json: JsonObject): Integrity | undefined {
  const sides = { source: parseDigestAndSize(json['source']), stored: parseDigestAndSize(json['stored']) };
  switch (json['kind']) {
    case 'verified':
      return { kind: 'verified', by: json['by'] === 'statedDigest' ? 'statedDigest' : 'download', ...sides };
    case 'differs':
      return { kind: 'differs', ...sides };
    case 'damaged': {
      const damage = damageKinds.find((name) => name === json['damage']);
      return damage && { kind: 'damaged', damage, ...sides };
    }
    case 'notCompared': {
      const sameSize = json['sameSize'] === true;
      if (json['why'] === 'tooLarge')
        return { kind: 'notCompared', why: 'tooLarge', maxBytes: numberOf(json, 'maxBytes') ?? 0, sameSize, ...sides };
      const why = notComparedReasons.find((name) => name === json['why']);
      return why && { kind: 'notCompared', why, sameSize, ...sides };
    }
    default:
      return undefined;
  }
}

const damageKinds = ['endsEarly', 'corrupt', 'noTarInside', 'takenForZip', 'notAnArchive'] as const;
const notComparedReasons = ['signedLink', 'switchedOff', 'notReadable', 'brokenOff', 'noStoredSha256'] as const;

function parseDigestAndSize(json: unknown): Integrity['source'] {
  if (!isObject(json)) return { sha256: undefined, sizeBytes: undefined };
  return { sha256: stringOf(json, 'sha256'), sizeBytes: numberOf(json, 'sizeBytes') };
}

function parseDate(json: unknown): ServerDate | undefined {
  const time = isObject(json) ? numberOf(json, 'time') : undefined;
  return time === undefined ? undefined : { time };
}
