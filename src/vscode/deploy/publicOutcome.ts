import type { DeployEnd } from '../../core/operations/deploy/deployOutcome.ts';
import type { ErrorCode } from '../../core/platform/errorCode.ts';
import type { PlatformError } from '../../core/platform/platformError.ts';
import { errorMessage } from '../../texts/errorTexts.ts';
import type { Translate } from '../../texts/translate.ts';

/**
 * The result of `bkpaas.deploy` for other extensions. The result is plain data, so VS Code can send it to another
 * process.
 */
export type PublicDeployOutcome =
  | { status: 'successful'; deploymentId: string; address?: string }
  | { status: 'failed' | 'interrupted'; deploymentId: string }
  | { status: 'refused'; error: PublicError }
  | { status: 'cancelled' }
  /**
   * With a `deploymentId`, the deployment has started and its end is unknown. Without a `deploymentId`, it is unknown
   * whether the deployment has started.
   */
  | { status: 'unknown'; reason: string; deploymentId?: string };

export interface PublicError {
  code: ErrorCode;
  message: string;
  requestId?: string;
}

export function publicDeployOutcome(t: Translate, end: DeployEnd): PublicDeployOutcome {
  switch (end.kind) {
    case 'ended': {
      const { id, status, address } = end;
      if (status !== 'successful') return { status, deploymentId: id };
      return { status, deploymentId: id, ...(address === undefined ? {} : { address }) };
    }
    case 'notFollowed':
      return {
        status: 'unknown',
        reason: end.error
          ? errorMessage(t, end.error.code, end.error.facts)
          : t('The extension stopped following the deployment before it finished.'),
        deploymentId: end.id,
      };
    case 'notStarted': {
      const { outcome } = end;
      if (outcome.status === 'cancelled') return { status: 'cancelled' };
      if (outcome.status === 'failed') return { status: 'refused', error: publicError(t, outcome.error) };
      return { status: 'unknown', reason: errorMessage(t, outcome.error.code, outcome.error.facts) };
    }
  }
}

export function publicError(t: Translate, { code, facts }: PlatformError): PublicError {
  const { requestId } = facts;
  return { code, message: errorMessage(t, code, facts), ...(requestId === undefined ? {} : { requestId }) };
}
