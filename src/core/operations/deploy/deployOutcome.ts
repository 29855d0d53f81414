import type { Deployment, DeploymentId, DeploymentStatus } from '../../platform/deployment.ts';
import type { DeployTarget } from '../../platform/paths.ts';
import type { PlatformError } from '../../platform/platformError.ts';
import type { Interruption } from '../interruption.ts';

/** A version for one environment of a module. */
export interface Deploy extends DeployTarget {
  version: string;
}

/** What became of asking for a deployment; how the deployment itself ends is another matter (`FollowedDeployment`). */
export type DeployOutcome =
  /** `found`: its answer got lost, and the history has it. */
  | { status: 'started'; id: DeploymentId; known: 'answered' | 'found' }
  /** `ongoing`: the deployment that holds this one off, where the history tells which. */
  | { status: 'failed'; error: PlatformError; ongoing?: Deployment | undefined }
  /** `sent`: it had left, and the platform did not begin it in the time it could have. */
  | { status: 'cancelled'; sent: boolean }
  | { status: 'unknown'; error: PlatformError; reason: DeployUnknownReason; found?: Deployment | undefined };

/** Why it stays unknown whether a deployment was started. */
export type DeployUnknownReason =
  /** The history could not be read when it mattered. */
  | 'historyUnreadable'
  /** Somebody signed out, or the token was refused, before it was settled. */
  | 'signedOut'
  /** The app of the token may not read the history (platform-api.md 2.3). */
  | 'mayNotRead'
  /** The history has a deployment of this version, and whether it is this one cannot be told. */
  | 'maybeAnothers'
  /** The person asked to stop looking. */
  | 'stoppedLooking';

/** A deployment that was asked for, or was about to be. Everything that is needed to find out what became of it. */
export interface PendingDeploy {
  deploy: Deploy;
  /** Whom the platform takes the token for; undefined when it did not say. */
  userName: string | undefined;
  /** Undefined where the token may not read the history: then nothing can be found out afterwards either. */
  baseline: DeployBaseline | undefined;
}

/** The history just before. */
export interface DeployBaseline {
  /** The newest deployment to the environment; undefined when there was none. */
  newest: DeploymentId | undefined;
  /** The gateway's clock at that look, milliseconds since 1970. */
  answeredAt: number | undefined;
}

/** A deployment that was asked for, with an answer that is not known yet. */
export interface SentDeploy {
  status: 'sent';
  pending: PendingDeploy;
  interruption: Interruption;
  /** By the platform's clock here. */
  sentAt: number;
}

/** How a deployment ended, or that it never began. */
export type DeployEnd =
  | { kind: 'ended'; id: DeploymentId; status: Exclude<DeploymentStatus, 'pending'>; address: string | undefined }
  /** It was begun, and nobody here knows how it goes on: somebody signed out, or the window closed. */
  | { kind: 'notFollowed'; id: DeploymentId; error: PlatformError | undefined }
  | { kind: 'notStarted'; outcome: Exclude<DeployOutcome, { status: 'started' }> };
