import type { DeploymentId, DeploymentStatus } from '../../platform/deployment.ts';
import type { PlatformError } from '../../platform/platformError.ts';
import type { DeployOutcome } from './deployOutcome.ts';

/** How a deployment ended, or that it never began. */
export type DeployEnd =
  | { kind: 'ended'; id: DeploymentId; status: Exclude<DeploymentStatus, 'pending'>; address: string | undefined }
  /** It was begun, and nobody here knows how it goes on: somebody signed out, or the window closed. */
  | { kind: 'notFollowed'; id: DeploymentId; error: PlatformError | undefined }
  | { kind: 'notStarted'; outcome: Exclude<DeployOutcome, { status: 'started' }> };
