import { formatSize, joinParts } from '../../texts/formats.ts';
import type { Translate } from '../../texts/translate.ts';
import type { PublicUploadAndDeployOutcome } from '../commands/uploadAndDeploy.ts';
import type { PublicDeployOutcome } from '../deploy/publicOutcome.ts';
import type { PublicPublishOutcome } from '../publish/publishOutcome.ts';

export type TaskOutcome = PublicPublishOutcome | PublicDeployOutcome | PublicUploadAndDeployOutcome;

/**
 * How a task ends. The exit code is 0 if the version was uploaded or deployed, and 2 if the outcome is unknown.
 * Otherwise it is 1, for example if the platform rejected the version or the user answered no.
 */
export interface TaskEnd {
  exitCode: 0 | 1 | 2;
  text: string;
}

export function taskEnd(t: Translate, outcome: TaskOutcome): TaskEnd {
  switch (outcome.status) {
    case 'uploaded': {
      const { version, packageName, packageSize, sha256 } = outcome.package;
      const size = packageSize === undefined ? undefined : formatSize(packageSize);
      const facts = joinParts([packageName, size, sha256 === undefined ? undefined : `SHA-256 ${sha256}`]);
      return { exitCode: 0, text: t('Version {0} was uploaded: {1}', version, facts) };
    }
    case 'successful':
      return { exitCode: 0, text: t('The deployment succeeded.') };
    case 'failed':
      return { exitCode: 1, text: 'error' in outcome ? outcome.error.message : t('The deployment failed.') };
    case 'refused':
      return { exitCode: 1, text: outcome.error.message };
    case 'interrupted':
      return { exitCode: 1, text: t('The deployment was interrupted.') };
    case 'cancelled':
      return { exitCode: 1, text: t('Canceled.') };
    case 'notPublished':
      return { exitCode: 1, text: t('The package wasn’t uploaded.') };
    case 'unknown':
      return { exitCode: 2, text: t('The outcome is unknown. {0}', outcome.reason) };
    case 'deployed':
    case 'notDeployed':
      return taskEnd(t, outcome.deploy);
    case 'notUploaded':
      return taskEnd(t, outcome.upload);
  }
}
