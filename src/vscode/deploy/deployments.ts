import * as vscode from 'vscode';
import { DeploymentLog, type LogChange } from '../../core/operations/deploy/deploymentLog.ts';
import type { DeployEnd } from '../../core/operations/deploy/deployOutcome.ts';
import type { DeployRecord } from '../../core/operations/deploy/deployRecord.ts';
import type { FollowedDeployment, FollowState } from '../../core/operations/deploy/followedDeployment.ts';
import type { StartProblem } from '../../core/operations/running/processStates.ts';
import type { ProcessWatchState } from '../../core/operations/running/processWatch.ts';
import type { Deployment, DeploymentId, DeploymentStatus } from '../../core/platform/deployment.ts';
import { currentStep } from '../../core/platform/deployPhases.ts';
import type { DeployTarget } from '../../core/platform/paths.ts';
import { plainText } from '../../page/ansi.ts';
import type { PlatformSetting } from '../editor/settings.ts';

/** The state of a deployment in this window. A report is immutable, so every change replaces the whole report. */
export interface DeploymentReport {
  id: DeploymentId;
  platform: PlatformSetting;
  target: DeployTarget;
  version: string;
  /** The record on disk, if the deployment was started on this computer. */
  record?: DeployRecord | undefined;
  /** The deployment's entry in the platform's history, if it was read. */
  row?: Deployment | undefined;
  /** The user who started the deployment, according to the saved state of a restored page. */
  operator?: string | undefined;
  state: FollowState;
  /** The state of the processes after the successful deployment, if this window has watched them. */
  processes?: ProcessWatchState | undefined;
  /**
   * True if this window does not follow the deployment now, for example because the deployment ended or the user signed
   * out.
   */
  idle: boolean;
}

/**
 * A deployment's report and log. `followed` is the object that follows the deployment; undefined before the deployment
 * is followed in this window.
 */
interface Entry {
  report: DeploymentReport;
  log: DeploymentLog;
  followed: FollowedDeployment | undefined;
}

/** Returns the name of the user who started a deployment; undefined if unknown. */
export function operatorOf({
  row,
  record,
  operator,
}: Pick<DeploymentReport, 'row' | 'record' | 'operator'>): string | undefined {
  return row?.operator ?? record?.userName ?? operator;
}

/** Returns the final status of a deployment. Returns undefined if the deployment has not ended or was not read yet. */
export function finalStatusOf({ status }: FollowState): Exclude<DeploymentStatus, 'pending'> | undefined {
  return status === 'pending' ? undefined : status;
}

/**
 * Returns the instances that do not start after a successful deployment. Returns none if this window has not watched
 * the processes.
 */
export function startProblemsOf({ state, processes }: DeploymentReport): readonly StartProblem[] {
  return finalStatusOf(state) === 'successful' ? (processes?.problems ?? []) : [];
}

/**
 * Returns the names of the phase and step in which a deployment is running or has failed, such as `Build · Compile`.
 */
export function currentStepName(state: FollowState): string | undefined {
  const at = currentStep(state);
  return at?.step ? `${at.phase.name} · ${at.step.name}` : at?.phase.name;
}

/**
 * Maximum number of ended deployments without a page that are kept. A notification or `bkpaas.showDeployment` can open
 * the page of a kept deployment.
 */
const maxEndedDeployments = 5;

/** The deployments that this window follows or shows, with their logs. */
export class Deployments implements vscode.Disposable {
  readonly #entries = new Map<DeploymentId, Entry>();
  /** Deployments whose log is open as a document. */
  readonly #kept = new Set<DeploymentId>();
  readonly #ends = new Map<DeploymentId, Promise<DeployEnd>>();
  readonly #changed = new vscode.EventEmitter<DeploymentReport>();
  readonly #logChanged = new vscode.EventEmitter<{ id: DeploymentId; change: LogChange }>();

  readonly onDidChange = this.#changed.event;
  readonly onDidChangeLog = this.#logChanged.event;

  get(id: DeploymentId | undefined): DeploymentReport | undefined {
    return id && this.#entries.get(id)?.report;
  }

  /** The running deployment that was added last; undefined if none is running. */
  get running(): DeploymentReport | undefined {
    return this.#reports.findLast(({ state, idle }) => !idle && !finalStatusOf(state));
  }

  /** The running deployment that was added last. If no deployment is running, the deployment that was added last. */
  get latest(): DeploymentReport | undefined {
    return this.running ?? this.#reports.at(-1);
  }

  log(id: DeploymentId): DeploymentLog | undefined {
    return this.#entries.get(id)?.log;
  }

  /** Returns the log as its page shows it, without ANSI codes; undefined if the deployment is unknown. */
  plainLog(id: DeploymentId): string | undefined {
    return this.log(id)?.lines().map(plainText).join('\n');
  }

  followed(id: DeploymentId): FollowedDeployment | undefined {
    return this.#entries.get(id)?.followed;
  }

  /** Adds a deployment and returns its report. If the deployment was added before, returns the existing report. */
  add(report: DeploymentReport): DeploymentReport {
    const known = this.#entries.get(report.id);
    if (known) return known.report;
    const log = new DeploymentLog((change) => {
      this.#logChanged.fire({ id: report.id, change });
    });
    this.#entries.set(report.id, { report, log, followed: undefined });
    this.#changed.fire(report);
    return report;
  }

  follow(id: DeploymentId, followed: FollowedDeployment): void {
    const entry = this.#entries.get(id);
    if (entry) entry.followed = followed;
  }

  /** Changes a report. Does nothing if the report no longer exists. */
  update(id: DeploymentId, change: Partial<Omit<DeploymentReport, 'id'>>): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    entry.report = { ...entry.report, ...change };
    this.#changed.fire(entry.report);
  }

  /** Returns the promise for the end of a deployment. Returns undefined if the deployment is not being followed. */
  end(id: DeploymentId): Promise<DeployEnd> | undefined {
    return this.#ends.get(id);
  }

  /**
   * Registers the promise for the end of a deployment until the promise settles. Resolves or rejects like this promise.
   */
  async untilEnd(id: DeploymentId, end: Promise<DeployEnd>): Promise<DeployEnd> {
    this.#ends.set(id, end);
    try {
      return await end;
    } finally {
      this.#ends.delete(id);
    }
  }

  /** Returns the reports of the deployments on a platform that are not being followed and whose end is unknown. */
  idle({ gatewayUrl }: Pick<PlatformSetting, 'gatewayUrl'>): DeploymentReport[] {
    return this.#reports.filter(
      ({ idle, platform, state }) => idle && platform.gatewayUrl === gatewayUrl && !finalStatusOf(state),
    );
  }

  /** Keeps a deployment and its log until `release` is called. */
  keep(id: DeploymentId): void {
    this.#kept.add(id);
  }

  release(id: DeploymentId): void {
    this.#kept.delete(id);
  }

  /**
   * Deletes all ended deployments that have neither a page nor an open log document, except the newest
   * `maxEndedDeployments`. A log can have megabytes.
   */
  forgetEnded(hasPage: (id: DeploymentId) => boolean): void {
    const ended = this.#reports.filter(
      ({ id, idle, state }) =>
        idle && finalStatusOf(state) && !hasPage(id) && !this.#kept.has(id) && !this.#ends.has(id),
    );
    for (const { id } of ended.slice(0, -maxEndedDeployments)) this.#entries.delete(id);
  }

  get #reports(): DeploymentReport[] {
    return [...this.#entries.values()].map(({ report }) => report);
  }

  dispose(): void {
    this.#changed.dispose();
    this.#logChanged.dispose();
  }
}
