import type { Deployment, DeploymentId, DeploymentStatus } from '../../platform/deployment.ts';
import type { DeployTarget } from '../../platform/paths.ts';
import type { PlatformError } from '../../platform/platformError.ts';
import type { CommonReason, Snapshot } from '../reconcile.ts';
import type { LostResponse } from '../trackedOperation.ts';

/** A version to deploy to one environment of a module. */
export interface Deploy extends DeployTarget {
  version: string;
}

/** Outcome of the request that starts a deployment. `FollowedDeployment` follows the deployment itself. */
export type DeployOutcome =
  /** `found`: the response was lost, and the history has the deployment. */
  | { status: 'started'; id: DeploymentId; known: 'answered' | 'found' }
  /** `ongoing`: the deployment that blocks this one, if the history shows it. */
  | { status: 'failed'; error: PlatformError; ongoing?: Deployment | undefined }
  /** `sent`: the request was sent, and the platform did not start the deployment in time. */
  | { status: 'cancelled'; sent: boolean }
  | { status: 'unknown'; error: PlatformError; reason: DeployUnknownReason; found?: Deployment | undefined };

/** Why it stays unknown whether a deployment was started. `historyUnreadable`: it could not be read in time. */
export type DeployUnknownReason = CommonReason | 'historyUnreadable';

/** What reconciling a deployment needs, from just before its request is sent. */
export interface PendingDeploy {
  deploy: Deploy;
  /** The user that the platform identified by the token. Undefined if unknown. */
  userName: string | undefined;
  /** Undefined if the token cannot read the history. Then the deployment cannot be reconciled either. */
  baseline: DeployBaseline | undefined;
}

/** The history just before the request. */
export interface DeployBaseline extends Snapshot {
  /** The newest deployment to the environment. Undefined if there was none. */
  newest: DeploymentId | undefined;
}

/** A deployment whose request was sent and whose response was lost. */
export interface SentDeploy extends LostResponse {
  pending: PendingDeploy;
}

/** How a deployment ended, or why it did not start. */
export type DeployEnd =
  | { kind: 'ended'; id: DeploymentId; status: Exclude<DeploymentStatus, 'pending'>; address: string | undefined }
  /** It started, and monitoring stopped before its end: the user signed out, or the window closed. */
  | { kind: 'notFollowed'; id: DeploymentId; error: PlatformError | undefined }
  | { kind: 'notStarted'; outcome: Exclude<DeployOutcome, { status: 'started' }> };
