import * as vscode from 'vscode';
import { DeploymentLog, type LogChange } from '../../core/operations/deploy/deploymentLog.ts';
import type { DeployEnd } from '../../core/operations/deploy/deployOutcome.ts';
import type { DeployRecord } from '../../core/operations/deploy/deployRecord.ts';
import type { FollowedDeployment, FollowState } from '../../core/operations/deploy/followedDeployment.ts';
import type { Deployment, DeploymentId, DeploymentStatus } from '../../core/platform/deployment.ts';
import { currentStep } from '../../core/platform/deployPhases.ts';
import type { DeployTarget } from '../../core/platform/paths.ts';
import type { PlatformSetting } from '../editor/settings.ts';

/** A deployment as this window shows it. Every change replaces the whole report. */
export interface DeploymentReport {
  id: DeploymentId;
  platform: PlatformSetting;
  target: DeployTarget;
  version: string;
  /** Set if the deployment was started on this computer. */
  record?: DeployRecord | undefined;
  /** The deployment in the platform's history, as far as it is known. */
  row?: Deployment | undefined;
  state: FollowState;
  /** Whether the deployment is not being read, because the user signed out or it ended. */
  idle: boolean;
}

/** A deployment's report, with its log and what follows it. */
interface Entry {
  report: DeploymentReport;
  log: DeploymentLog;
  followed: FollowedDeployment | undefined;
}

/** Returns how a deployment ended; undefined if it has not, or if nothing is known yet. */
export function endOf({ status }: FollowState): Exclude<DeploymentStatus, 'pending'> | undefined {
  return status === 'pending' ? undefined : status;
}

/** Returns the phase and step at which a deployment is running or has failed, such as `Build · Compile`. */
export function currentStepName(state: FollowState): string | undefined {
  const at = currentStep(state);
  return at?.step ? `${at.phase.name} · ${at.step.name}` : at?.phase.name;
}

/** How many ended deployments without a page are kept, so that a notification or the command can open one. */
const maxEnded = 5;

/** The deployments of this window: those being followed, and those whose page was opened. */
export class Deployments implements vscode.Disposable {
  readonly #entries = new Map<DeploymentId, Entry>();
  readonly #ends = new Map<DeploymentId, Promise<DeployEnd>>();
  readonly #changed = new vscode.EventEmitter<DeploymentReport>();
  readonly #logChanged = new vscode.EventEmitter<{ id: DeploymentId; change: LogChange }>();

  readonly onDidChange = this.#changed.event;
  readonly onDidChangeLog = this.#logChanged.event;

  get(id: DeploymentId): DeploymentReport | undefined {
    return this.#entries.get(id)?.report;
  }

  /** The running deployment that was added last; undefined if none is running. */
  get running(): DeploymentReport | undefined {
    return this.#reports.findLast(({ state, idle }) => !idle && !endOf(state));
  }

  /** The running deployment, otherwise the one added last. */
  get latest(): DeploymentReport | undefined {
    return this.running ?? this.#reports.at(-1);
  }

  log(id: DeploymentId): DeploymentLog | undefined {
    return this.#entries.get(id)?.log;
  }

  followed(id: DeploymentId): FollowedDeployment | undefined {
    return this.#entries.get(id)?.followed;
  }

  /** Adds a deployment, or returns the existing one. */
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

  /** Changes a report, unless it no longer exists. */
  update(id: DeploymentId, change: Partial<Omit<DeploymentReport, 'id'>>): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    entry.report = { ...entry.report, ...change };
    this.#changed.fire(entry.report);
  }

  /** Returns the end of a deployment that is being followed; undefined if it is not. */
  end(id: DeploymentId): Promise<DeployEnd> | undefined {
    return this.#ends.get(id);
  }

  /** Registers the end of a deployment while it is being followed. */
  async untilEnd(id: DeploymentId, end: Promise<DeployEnd>): Promise<DeployEnd> {
    this.#ends.set(id, end);
    try {
      return await end;
    } finally {
      this.#ends.delete(id);
    }
  }

  /** Returns the deployments of a platform whose end is unknown and that are not being read. */
  idle({ gatewayUrl }: Pick<PlatformSetting, 'gatewayUrl'>): DeploymentReport[] {
    return this.#reports.filter(
      ({ idle, platform, state }) => idle && platform.gatewayUrl === gatewayUrl && !endOf(state),
    );
  }

  /** Deletes ended deployments without a page, except the newest: each log can have megabytes. */
  forgetEnded(hasPage: (id: DeploymentId) => boolean): void {
    const ended = this.#reports.filter(
      ({ id, idle, state }) => idle && endOf(state) && !hasPage(id) && !this.#ends.has(id),
    );
    for (const { id } of ended.slice(0, -maxEnded)) this.#entries.delete(id);
  }

  get #reports(): DeploymentReport[] {
    return [...this.#entries.values()].map(({ report }) => report);
  }

  dispose(): void {
    this.#changed.dispose();
    this.#logChanged.dispose();
  }
}
