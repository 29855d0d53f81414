import type { Log } from '../http/log.ts';
import type { GatewayUrl } from '../platform/gatewayUrl.ts';
import type { Interruption } from './interruption.ts';
import type { SentAt } from './reconcile.ts';
import type { RecordBase, RecordId, RecordStore } from './records.ts';

/** The record of an operation that sends one request and may lose the response. */
export interface OperationRecord<Baseline> extends RecordBase {
  platform: { name: string; gatewayUrl: GatewayUrl };
  /** Name of the user to whom the token belongs, as the platform reports it. Undefined if unknown. */
  userName: string | undefined;
  sent: SentRequest<Baseline> | undefined;
}

/** What is needed to reconcile the request. Written to disk before the request is sent. */
export interface SentRequest<Baseline> {
  /** When the request was sent, in milliseconds since 1970 by the local clock. */
  at: number;
  /** The platform's state before the request. Undefined if the token cannot read the state. */
  baseline: Baseline | undefined;
  /** Why the outcome of the request is unknown. Undefined while the response is pending. */
  interruption: Interruption | undefined;
}

/** Called just before the request is sent. The request waits until the returned promise has resolved. */
export type BeforeSendHandler<Baseline> = (pending: { baseline: Baseline | undefined }) => Promise<void>;

/** Result of an operation whose request was sent and whose response was lost. */
export interface LostResponse {
  status: 'sent';
  interruption: Interruption;
  /** Time of `Platform.clock` at which the request was sent. */
  sentAt: number;
}

type SentResult<Record, Result> =
  { record: Record; outcome: Result } | { record: Record; lost: { interruption: Interruption; sent: SentAt } };

/**
 * The steps that uploads and deployments share: save a record, send one request, reconcile a lost response, store the
 * outcome, and resume after a reload, a crash or a sign-out.
 */
export class TrackedOperation<Baseline, Record extends OperationRecord<Baseline>> {
  readonly #records: RecordStore<Record>;
  readonly #log: Log;
  /**
   * Records whose reconciliation ended without an outcome, because the user signed out or stopped the reconciliation.
   * Keyed by record id.
   */
  readonly #waiting = new Map<RecordId, Record>();

  constructor(records: RecordStore<Record>, log: Log) {
    this.#records = records;
    this.#log = log;
  }

  /**
   * Calls `access` with the records and resolves to its result. If the disk fails, logs the error and resolves to
   * undefined, so that the operation continues.
   */
  async withRecords<T>(access: (records: RecordStore<Record>) => Promise<T>): Promise<T | undefined> {
    try {
      return await access(this.#records);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#log.warn(`What is under way could not be written down: ${message}`);
      return undefined;
    }
  }

  /**
   * Sends one request after its record was written to disk. Resolves to the last saved record, with the outcome or with
   * what `reconcile` needs after a lost response. An error that `request` throws is a bug in this program and does not
   * show what the platform has done. If the error occurs before the request is sent, `faultOutcome` returns the
   * outcome. If the error occurs later, the response counts as lost.
   */
  async send<Result extends { status: string }>(
    record: Record,
    request: (beforeSending: BeforeSendHandler<Baseline>) => PromiseLike<Result | LostResponse>,
    faultOutcome: (error: unknown) => Result,
  ): Promise<SentResult<Record, Result>> {
    let saved = record;
    const beforeSending: BeforeSendHandler<Baseline> = async ({ baseline }) => {
      saved = { ...saved, sent: { at: Date.now(), baseline, interruption: undefined } };
      await this.withRecords((records) => records.saveInProgress(saved));
    };
    try {
      const result = await request(beforeSending);
      if (!isLostResponse(result)) return { record: saved, outcome: result };
      return { record: saved, lost: { interruption: result.interruption, sent: { clock: result.sentAt } } };
    } catch (error) {
      const outcome = faultOutcome(error);
      if (!saved.sent) return { record: saved, outcome };
      return { record: saved, lost: { interruption: { kind: 'interrupted' }, sent: { claimedMs: 0 } } };
    }
  }

  /**
   * Finds the outcome of a lost response. `waits` is true if the user signed out or stopped the reconciliation. The
   * record is then kept for the next sign-in to the record's platform.
   */
  async reconcile<Result extends { status: string; reason?: string }>(
    record: Record,
    interruption: Interruption,
    read: (record: Record) => PromiseLike<Result>,
  ): Promise<{ record: Record; outcome: Result; waits: boolean }> {
    const sent: SentRequest<Baseline> = { at: Date.now(), baseline: undefined, ...record.sent, interruption };
    const saved: Record = { ...record, sent, outcome: undefined };
    await this.withRecords((records) => records.saveInProgress(saved));
    const outcome = await read(saved);
    const waits = outcome.reason === 'signedOut' || outcome.reason === 'stoppedLooking';
    if (waits) this.#waiting.set(saved.id, saved);
    return { record: saved, outcome, waits };
  }

  /**
   * Stores a record with its outcome. Resolves to whether this window must report the outcome. False if another window
   * has taken over the record.
   */
  async finish(record: Record): Promise<boolean> {
    return (await this.withRecords((records) => records.finish(record))) ?? true;
  }

  /**
   * Returns the records of a platform whose operations are unfinished, because a window closed, a crash occurred, or
   * the user signed out. Each record is returned only once. `isWanted` accepts the records to take.
   */
  async takeUnfinished(gatewayUrl: GatewayUrl, isWanted: (record: Record) => boolean = () => true): Promise<Record[]> {
    const isHere = (record: Record): boolean => record.platform.gatewayUrl === gatewayUrl && isWanted(record);
    const left = await this.withRecords((records) => records.takeOver(Date.now(), isHere));
    const waiting = [...this.#waiting.values()].filter(isHere);
    for (const { id } of waiting) this.#waiting.delete(id);
    return [...waiting, ...(left ?? [])];
  }
}

/** Returns how an operation of an earlier run was interrupted, and how long ago the request was sent. */
export function interruptionFromRecord({ sent, startedAt }: OperationRecord<unknown>): {
  interruption: Interruption;
  sent: SentAt;
} {
  return {
    interruption: sent?.interruption ?? { kind: 'interrupted' },
    sent: { claimedMs: Date.now() - (sent?.at ?? startedAt) },
  };
}

function isLostResponse(result: { status: string } | LostResponse): result is LostResponse {
  return result.status === 'sent';
}
