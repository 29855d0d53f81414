import type { Deployment, DeploymentId, DeploymentStatus } from '../../platform/deployment.ts';
import type { DeployTarget } from '../../platform/paths.ts';
import type { PlatformError } from '../../platform/platformError.ts';
import type { CommonUnknownReason, Snapshot } from '../reconcile.ts';
import type { LostResponse } from '../trackedOperation.ts';

/** A version to deploy to one environment of a module. */
export interface Deploy extends DeployTarget {
  version: string;
}

/** Outcome of the request that starts a deployment. `FollowedDeployment` follows the deployment itself. */
export type DeployOutcome =
  /** `known` is `found` if the response was lost and the deployment was found in the history. */
  | { status: 'started'; id: DeploymentId; known: 'answered' | 'found' }
  /** `ongoing` is the deployment that blocks the requested deployment, if the history shows it. */
  | { status: 'failed'; error: PlatformError; ongoing?: Deployment | undefined }
  /** `sent` is true if the request had been sent. The history was then checked, and the deployment did not appear. */
  | { status: 'cancelled'; sent: boolean }
  | { status: 'unknown'; error: PlatformError; reason: DeployUnknownReason; found?: Deployment | undefined };

/** Why it is unknown whether a deployment was started. `historyUnreadable`: the history could not be read in time. */
export type DeployUnknownReason = CommonUnknownReason | 'historyUnreadable';

/** What is needed to reconcile a deployment, as it was just before the request was sent. */
export interface PendingDeploy {
  deploy: Deploy;
  /** Name of the user to whom the token belongs, as the platform reports it. Undefined if unknown. */
  userName: string | undefined;
  /** Undefined if the token cannot read the history. Without a baseline, the deployment cannot be reconciled. */
  baseline: DeployBaseline | undefined;
}

/** The deployment history just before the request was sent. */
export interface DeployBaseline extends Snapshot {
  /** Id of the newest deployment to the environment. Undefined if there was no deployment. */
  newest: DeploymentId | undefined;
}

/** A deployment whose request was sent and whose response was lost. */
export interface SentDeploy extends LostResponse {
  pending: PendingDeploy;
}

/** How a deployment ended, why the extension stopped following the deployment, or why the deployment did not start. */
export type DeployEnd =
  | { kind: 'ended'; id: DeploymentId; status: Exclude<DeploymentStatus, 'pending'>; address: string | undefined }
  /**
   * The deployment started, but the extension stopped following the deployment before its end. For example, the user
   * signed out or the window closed.
   */
  | { kind: 'notFollowed'; id: DeploymentId; error: PlatformError | undefined }
  | { kind: 'notStarted'; outcome: Exclude<DeployOutcome, { status: 'started' }> };
