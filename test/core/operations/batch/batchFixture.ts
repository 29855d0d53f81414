import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Batch } from '../../../../src/core/operations/batch/batch.ts';
import type { BatchConnection } from '../../../../src/core/operations/batch/batchRow.ts';
import {
  batchRecordKind,
  newBatchRecord,
  type BatchRecord,
  type BatchStores,
} from '../../../../src/core/operations/batch/batchRecord.ts';
import { resumeBatches } from '../../../../src/core/operations/batch/resumeBatches.ts';
import { RecordStore } from '../../../../src/core/operations/records.ts';
import { TrackedOperation } from '../../../../src/core/operations/trackedOperation.ts';
import { parseUploadRequest } from '../../../../src/core/operations/upload/parseUploadRequest.ts';
import { uploadRecordKind, type UploadRecord } from '../../../../src/core/operations/upload/uploadRecord.ts';
import type { Platform } from '../../../../src/core/platform/platform.ts';
import { PlatformError } from '../../../../src/core/platform/platformError.ts';
import type { UploadByLink } from '../../../../src/core/platform/sourcePackages.ts';
import type { EmbeddedPlatform } from '../../../platform/startPlatform.ts';
import { moduleOf } from '../../../platform/state.ts';
import { connect, gatewayUrlOf } from '../../connect.ts';
import { fakeClock } from '../../fakeClock.ts';
import { recordLog } from '../../recordLog.ts';
import { uploadOutcomeText } from '../uploadAndReconcile.ts';

/** Modules of the demo platform that accept packages. Only the second module has the version 1.0.2. */
export const targets = [
  ['flow-designer', 'default'],
  ['demo-app', 'default'],
  ['demo-app', 'api'],
  ['ai-assistant', 'default'],
  ['orders', 'default'],
] as const;

/** A simulated computer that stores batches and uploads. A test can end the computer's windows at any moment. */
export interface BatchComputer {
  folder: string;
  window: (pid: number) => BatchWindow;
  close: () => Promise<void>;
}

export interface BatchWindow {
  stores: BatchStores;
  /** Starts a batch of this window. */
  start: (uploads: readonly UploadByLink[]) => Batch;
  /**
   * Resumes the stored batches, as a window that is signed in to the platform does. Resolves with these batches after
   * they have ended.
   */
  resume: (via: BatchConnection, known?: readonly Batch[]) => Promise<Batch[]>;
  /** Ends the window's process. Its pending writes and promises never finish. */
  die: () => void;
}

export async function createBatchComputer(gateway: { gatewayUrl: string }): Promise<BatchComputer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'batches-'));
  const dead = new Set<number>();
  const gatewayUrl = gatewayUrlOf(gateway.gatewayUrl);
  const origin = { platform: { name: 'demo', gatewayUrl }, userName: 'admin' };
  return {
    folder,
    close: () => rm(folder, { recursive: true, force: true }),
    window(pid) {
      const owner = { pid, isAlive: (other: number) => !dead.has(other) };
      const log = recordLog();
      const isDead = (): boolean => dead.has(pid);
      const uploads = hangWhenDead(new RecordStore(path.join(folder, 'uploads'), uploadRecordKind, owner), isDead);
      const records = hangWhenDead(new RecordStore(path.join(folder, 'batches'), batchRecordKind, owner), isDead);
      const stores: BatchStores = { tracked: new TrackedOperation(uploads, log), records, log };
      const create = (record: BatchRecord, from: 'new' | 'takenOver'): Batch =>
        new Batch(stores, record, from, () => undefined);
      return {
        stores,
        start: (wanted) => create(newBatchRecord(origin, wanted), 'new'),
        async resume(via, known = []) {
          const { others, continuing } = await resumeBatches(stores, {
            gatewayUrl,
            known,
            create: (record) => create(record, 'takenOver'),
            connect: () => via,
          });
          assert.deepEqual(others, [], 'every upload belongs to its batch');
          await Promise.all(continuing.map(({ end }) => end));
          return continuing.map(({ batch }) => batch);
        },
        die: () => dead.add(pid),
      };
    },
  };
}

/** Returns a proxy of the object. After `isDead` returns true, the methods of the proxy never resolve. */
export function hangWhenDead<T extends object>(object: T, isDead: () => boolean): T {
  return new Proxy(object, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return async (...given: unknown[]): Promise<unknown> => {
        if (isDead()) return neverResolve();
        const result: unknown = await Reflect.apply(member, target, given);
        return isDead() ? neverResolve() : result;
      };
    },
  });
}

export const neverResolve = (): Promise<never> => new Promise(() => undefined);

/** Returns the connection of a user who stays signed in, with a clock whose waits last until the platform is idle. */
export function connectionOf(platform: EmbeddedPlatform, rest: Partial<BatchConnection> = {}): BatchConnection {
  return {
    platform: connect(platform, { clock: fakeClock(() => platform.settled()) }).platform,
    userName: 'admin',
    timeoutMs: 10_000,
    whileSignedIn: (work) => work(new AbortController().signal),
    sha256: () => undefined,
    faultOutcome: (error) => ({
      status: 'failed',
      error: error instanceof PlatformError ? error : new PlatformError('extensionFault', { cause: error }),
    }),
    ended: () => undefined,
    ...rest,
  };
}

/** Returns a connection that calls `upload` for each upload. The parameter `send` sends the upload through `via`. */
export function withUpload(
  via: BatchConnection,
  upload: (
    send: () => ReturnType<Platform['sourcePackages']['uploadByLink']>,
    request: UploadByLink,
  ) => ReturnType<Platform['sourcePackages']['uploadByLink']>,
): BatchConnection {
  const { sourcePackages } = via.platform;
  const uploadByLink: typeof sourcePackages.uploadByLink = (request, options) =>
    upload(() => sourcePackages.uploadByLink(request, options), request);
  return { ...via, platform: { ...via.platform, sourcePackages: { ...sourcePackages, uploadByLink } } };
}

/**
 * Returns the uploads of a version to all modules. An upload may overwrite the version only if the module already has
 * the version.
 */
export function uploadsOf({ packagesUrl, state }: EmbeddedPlatform, version = '1.0.3', prefix = ''): UploadByLink[] {
  return targets.map(([appCode, module]) =>
    parseUploadRequest({
      appCode,
      module,
      version,
      packageUrl: `${packagesUrl}/${prefix}demo-app-1.0.3.tar.gz`,
      allowOverwrite: moduleOf(state, appCode, module).packages.some((each) => each.version === version),
    }),
  );
}

/** Returns the phase or the outcome of each row, keyed by application and module. */
export function outcomesByModule({ rows }: Pick<Batch, 'rows'>): Record<string, string> {
  return Object.fromEntries(
    rows.map(({ record, phase }) => [
      nameOf(record.upload),
      phase === 'done' && record.outcome ? uploadOutcomeText(record.outcome) : phase,
    ]),
  );
}

export function nameOf({ appCode, module }: Pick<UploadByLink, 'appCode' | 'module'>): string {
  return `${appCode}/${module}`;
}

/** Returns how many uploads the platform received for each module. */
export function postCountsByModule({ requests }: EmbeddedPlatform): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { method, path: address } of requests) {
    const [, appCode, module] = /applications\/([^/]+)\/modules\/([^/]+)\//.exec(address) ?? [];
    if (method !== 'POST' || appCode === undefined || module === undefined) continue;
    const name = `${appCode}/${module}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** Returns whether the platform has the sample package as a version of the upload's module. */
export function isStored({ state }: EmbeddedPlatform, { appCode, module, version }: UploadByLink): boolean {
  const { packages } = moduleOf(state, appCode, module);
  return packages.some((each) => each.version === version && each.packageName === `demo-app-1:${version}`);
}

/** Asserts that no outcome contradicts what the platform stores, and that nothing was sent twice. */
export function assertOutcomesMatchPlatform(platform: EmbeddedPlatform, { rows }: Pick<Batch, 'rows'>): void {
  const sent = postCountsByModule(platform);
  for (const { record, phase } of rows) {
    const name = nameOf(record.upload);
    const { outcome } = record;
    assert.ok(phase === 'done' && outcome, `${name} is ${phase}`);
    const stored = isStored(platform, record.upload);
    if (outcome.status === 'uploaded') assert.ok(stored, `${name} is “uploaded”, and it is not there`);
    if (outcome.status === 'failed' || outcome.status === 'cancelled')
      assert.ok(!stored, `${name} is “${outcome.status}”, and it is there`);
    assert.ok((sent[name] ?? 0) <= 1, `${name} was sent ${sent[name] ?? 0} times`);
  }
}

export function recordOf({ rows }: Pick<Batch, 'rows'>, name: string): UploadRecord {
  const row = rows.find(({ record }) => nameOf(record.upload) === name);
  assert.ok(row, name);
  return row.record;
}
