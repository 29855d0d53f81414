import type { Deployment, DeploymentStatus } from '../core/platform/deployment.ts';
import type { Environment } from '../core/platform/names.ts';
import type { DeployTarget } from '../core/platform/paths.ts';
import type { PlatformError } from '../core/platform/platformError.ts';
import type { ReleasedState } from '../core/platform/releasedState.ts';
import type { ServerDate } from '../core/platform/serverDate.ts';
import { errorText } from './errorTexts.ts';
import { joined } from './formats.ts';
import type { Translate } from './translate.ts';

export interface EnvironmentFacts {
  environment: Environment;
  state: ReleasedState | undefined;
  stateError: PlatformError | undefined;
  /** The deployment in progress, if there is one. */
  deploying: Deployment | undefined;
  /** The newest deployment, if it failed. */
  failed: Deployment | undefined;
  historyError: PlatformError | undefined;
}

/** Returns the display name of an environment, whose name on the platform is `stag` or `prod`. */
export function environmentName(t: Translate, environment: Environment): string {
  return environment === 'stag' ? t('Staging') : t('Production');
}

/** Returns the display name of a target, such as `demo-app / default → Staging`. */
export function targetName(t: Translate, { appCode, module, environment }: DeployTarget): string {
  return t('{0} / {1} → {2}', appCode, module, environmentName(t, environment));
}

export function deploymentStatusText(t: Translate, status: DeploymentStatus): string {
  const texts: Record<DeploymentStatus, string> = {
    pending: t('deploying'),
    successful: t('succeeded'),
    failed: t('failed'),
    interrupted: t('interrupted'),
  };
  return texts[status];
}

/**
 * Returns the description beside an environment's name: the version that is being deployed, and the version that runs.
 */
export function environmentLine(t: Translate, facts: EnvironmentFacts): string {
  const version = facts.deploying?.version;
  const deploying = version === '' ? t('deploying…') : version && t('deploying {0}…', version);
  return joined([deploying, stateLine(t, facts)]);
}

function stateLine(t: Translate, { state, stateError }: EnvironmentFacts): string {
  if (stateError) return t('couldn’t be read');
  switch (state?.kind) {
    case undefined:
      return t('loading…');
    case 'neverReleased':
      return t('not deployed yet');
    case 'offlined':
      return t('offline');
    case 'released':
      return joined([versionText(t, state.deployment.version), minuteOf(state.deployment.created)]);
  }
}

/** Returns all known facts about an environment as plain text, one fact per line. */
export function environmentDetails(t: Translate, facts: EnvironmentFacts): string {
  const { environment, deploying, failed, stateError, historyError } = facts;
  const lines = [
    t('{0} ({1})', environmentName(t, environment), environment),
    ...(stateError ? errorLines(t, stateError) : stateLines(t, facts.state)),
    deploying ? t('Deploying: {0}', deploymentFacts(t, deploying)) : '',
    failed ? t('The latest deployment failed: {0}', deploymentFacts(t, failed)) : '',
    historyError && historyError.code !== stateError?.code
      ? t('Couldn’t read the deployment history: {0}', errorText(t, historyError.code, historyError.facts).what)
      : '',
  ];
  return joined(lines, '\n');
}

function stateLines(t: Translate, state: ReleasedState | undefined): string[] {
  switch (state?.kind) {
    case undefined:
      return [t('Loading the running version…')];
    case 'neverReleased':
      return [t('Nothing has been deployed yet.')];
    case 'offlined':
      return [
        state.version === ''
          ? t('The environment was taken offline. Nothing is running.')
          : t('Version {0} was taken offline. Nothing is running.', state.version),
        byWhom(t, state.at, state.operator),
      ];
    case 'released': {
      const { version, created, operator, id } = state.deployment;
      return [
        t('Running: {0}', versionText(t, version)),
        state.address === undefined ? '' : t('Address: {0}', state.address),
        byWhom(t, created, operator),
        t('Deployment ID: {0}', id),
      ];
    }
  }
}

function errorLines(t: Translate, { code, facts }: PlatformError): string[] {
  const { what, why, todo } = errorText(t, code, facts);
  return [what, why, todo];
}

function byWhom(t: Translate, at: ServerDate | undefined, operator: string | undefined): string {
  if (operator) return at ? t('{0}, by {1}', at.text, operator) : t('by {0}', operator);
  return at?.text ?? '';
}

function deploymentFacts(t: Translate, { version, created, operator, id }: Deployment): string {
  return joined([versionText(t, version), created?.text, operator, id]);
}

/** Returns the description beside a deployment's version. */
export function deploymentLine(t: Translate, { status, created, operator }: Deployment, runsNow: boolean): string {
  return joined([runsNow ? t('running now') : '', deploymentStatusText(t, status), minuteOf(created), operator]);
}

/** Returns all facts in the history about a deployment as plain text, one fact per line. */
export function deploymentDetails(t: Translate, deployment: Deployment, runsNow: boolean): string {
  const { id, version, status, created, lastPhaseEnded, operator } = deployment;
  const lines = [
    t('{0}: {1}', versionText(t, version), deploymentStatusText(t, status)),
    runsNow ? t('This version is running now.') : '',
    byWhom(t, created, operator),
    // While the deployment is in progress, `lastPhaseEnded` is the end of a phase (platform-api.md 4.10).
    lastPhaseEnded && status !== 'pending' ? t('Ended: {0}', lastPhaseEnded.text) : '',
    t('Deployment ID: {0}', id),
  ];
  return joined(lines, '\n');
}

/** Returns the version; "unknown version" if the version is empty. */
export function versionText(t: Translate, version: string): string {
  return version === '' ? t('unknown version') : version;
}

export function differenceText(t: Translate, stag: string, prod: string): string {
  const [staging, production] = [environmentName(t, 'stag'), environmentName(t, 'prod')];
  return t('{0} runs {1}, {2} runs {3}', staging, versionText(t, stag), production, versionText(t, prod));
}

export function newestFailedText(t: Translate, version: string): string {
  return t('The latest deployment failed: {0}', versionText(t, version));
}

/** Returns a text such as "Runs in Staging and Production"; an empty text if `environments` is empty. */
export function runsInText(t: Translate, environments: readonly Environment[]): string {
  const [first, second] = environments.map((environment) => environmentName(t, environment));
  if (first === undefined) return '';
  return second === undefined ? t('Running in {0}', first) : t('Running in {0} and {1}', first, second);
}

/** Returns date, hour and minute in the platform's time zone. Times of versions have the same format. */
function minuteOf(date: ServerDate | undefined): string | undefined {
  return date?.text.slice(0, 16);
}
