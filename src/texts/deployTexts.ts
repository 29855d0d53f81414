import type { DeployUnknownReason } from '../core/operations/deploy/deployOutcome.ts';
import type { Environment } from '../core/platform/names.ts';
import { rollBackReason } from '../core/platform/rollBack.ts';
import type { ReleasedState } from '../core/platform/releasedState.ts';
import type { PackageVersion } from '../core/platform/sourcePackages.ts';
import { environmentName } from './targetNames.ts';
import { localClock, relativeTime, type LocalClock } from './formats.ts';
import type { Translate } from './translate.ts';

export function deployUnknownReasonText(t: Translate, reason: DeployUnknownReason): string {
  const texts: Record<DeployUnknownReason, string> = {
    historyUnreadable: t('The deployment history couldn’t be read in time. Check the environment’s history later.'),
    signedOut: t(
      'You signed out, or the token was rejected, before the check finished. Sign in to continue the check.',
    ),
    mayNotRead: t(
      'Your token’s application isn’t allowed to read the deployment history. Check the history in the console.',
    ),
    maybeAnothers: t('The history has a new deployment of this version, but it’s unclear whether it’s yours.'),
    stoppedLooking: t('The check was stopped.'),
  };
  return texts[reason];
}

/** Returns a sentence about what runs in an environment now, for a dialog that asks the user. */
export function runsNowText(
  t: Translate,
  environment: Environment,
  state: ReleasedState | undefined,
  clock: LocalClock = localClock,
): string {
  const name = environmentName(t, environment);
  switch (state?.kind) {
    case undefined:
      return t('Couldn’t determine which version is running in {0}.', name);
    case 'neverReleased':
      return t('Nothing has been deployed to {0} yet.', name);
    case 'offlined':
      return t('{0} is offline.', name);
    case 'released': {
      const { version, operator, created } = state.deployment;
      const date = created ? relativeTime(t, created.time, clock) : t('at an unknown time');
      return operator === undefined
        ? t('{0} is running version {1}, deployed {2}.', name, version, date)
        : t('{0} is running version {1}, deployed {2} by {3}.', name, version, date, operator);
    }
  }
}

/** Returns sentences about what deploying a version changes, for the confirmation dialog. */
export function deployChangeTexts(
  t: Translate,
  environment: Environment,
  version: string,
  state: ReleasedState | undefined,
  versions: readonly PackageVersion[] | undefined,
  clock: LocalClock = localClock,
): string[] {
  const sentences = [runsNowText(t, environment, state, clock)];
  const stored = versions?.find((candidate) => candidate.version === version);
  if (stored?.updated)
    sentences.push(
      t('The package for version {0} was uploaded {1}.', version, relativeTime(t, stored.updated.time, clock)),
    );
  if (state?.kind !== 'released') return sentences;
  const { deployment } = state;
  if (deployment.version === version) {
    // Both times are the platform's, in whole seconds. For equal times, the order is unknown, so the text does not say
    // that the package was overwritten.
    const overwritten = stored?.updated && deployment.created && stored.updated.time > deployment.created.time;
    sentences.push(
      overwritten
        ? t('It’s the same version, but its package has been overwritten since the deployment.')
        : t('It’s the same version. It will be rebuilt and restarted.'),
    );
    return sentences;
  }
  const reason = rollBackReason(version, state, versions);
  if (reason === 'uploadedBefore')
    sentences.push(t('This is a rollback: {0} was uploaded before {1}.', version, deployment.version));
  if (reason === 'lowerVersion')
    sentences.push(t('This is a rollback: {0} is a lower version than {1}.', version, deployment.version));
  return sentences;
}
