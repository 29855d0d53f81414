import type { StartProblem } from '../core/operations/running/processStates.ts';
import type { Deployment, DeploymentStatus } from '../core/platform/deployment.ts';
import type { Environment } from '../core/platform/names.ts';
import type { DeployTarget } from '../core/platform/paths.ts';
import type { PlatformError } from '../core/platform/platformError.ts';
import type { ReleasedState } from '../core/platform/releasedState.ts';
import type { ServerDate } from '../core/platform/serverDate.ts';
import { errorText } from './errorTexts.ts';
import { failingText, startProblemTexts } from './processTexts.ts';
import { absoluteTime, joinParts, localClock, relativeTime, type LocalClock } from './formats.ts';
import { environmentName } from './targetNames.ts';
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
  /** What staging and production run, if they run different versions. Set only in the facts about production. */
  difference?: string | undefined;
  /** Instances that do not start; undefined if the processes were not read. */
  problems?: readonly StartProblem[] | undefined;
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
export function environmentLine(t: Translate, facts: EnvironmentFacts, clock: LocalClock = localClock): string {
  const version = facts.deploying?.version;
  const deploying = version === '' ? t('deploying…') : version && t('deploying {0}…', version);
  return joinParts([deploying, failingText(t, facts.problems), stateLine(t, facts, clock)]);
}

function stateLine(t: Translate, { state, stateError }: EnvironmentFacts, clock: LocalClock): string {
  if (stateError) return t('couldn’t be read');
  switch (state?.kind) {
    case undefined:
      return t('loading…');
    case 'neverReleased':
      return t('not deployed yet');
    case 'offlined':
      return t('offline');
    case 'released': {
      const { version, created, operator } = state.deployment;
      return joinParts([versionText(t, version), created && relativeTime(t, created.time, clock), operator]);
    }
  }
}

/** Returns all known facts about an environment as plain text, one fact per line. */
export function environmentDetails(t: Translate, facts: EnvironmentFacts, clock: LocalClock = localClock): string {
  const { environment, deploying, failed, stateError, historyError, difference } = facts;
  const lines = [
    t('{0} ({1})', environmentName(t, environment), environment),
    ...(stateError ? errorLines(t, stateError) : stateDetails(t, facts.state, clock)),
    deploying ? t('Deploying: {0}', deploymentFacts(t, deploying, clock)) : '',
    ...startProblemTexts(t, facts.problems),
    difference ? `≠ ${difference}` : '',
    failed ? `! ${t('The latest deployment failed: {0}', deploymentFacts(t, failed, clock))}` : '',
    historyError && historyError.code !== stateError?.code
      ? t('Couldn’t read the deployment history: {0}', errorText(t, historyError.code, historyError.facts).what)
      : '',
  ];
  return joinParts(lines, '\n');
}

function stateDetails(t: Translate, state: ReleasedState | undefined, clock: LocalClock): string[] {
  switch (state?.kind) {
    case undefined:
      return [t('Loading the running version…')];
    case 'neverReleased':
      return [t('Nothing has been deployed yet.')];
    case 'offlined':
      return [
        state.version === ''
          ? t('The environment was taken offline. Nothing is running.')
          : t('The environment was taken offline. Nothing is running. The last version was {0}.', state.version),
        timeAndOperatorText(t, state.at, state.operator, clock),
      ];
    case 'released': {
      const { version, created, operator, id } = state.deployment;
      return [
        t('Running: {0}', versionText(t, version)),
        state.address === undefined ? '' : t('Address: {0}', state.address),
        timeAndOperatorText(t, created, operator, clock),
        t('Deployment ID: {0}', id),
      ];
    }
  }
}

function errorLines(t: Translate, { code, facts }: PlatformError): string[] {
  const { what, why, todo } = errorText(t, code, facts);
  return [what, why, todo];
}

function timeAndOperatorText(
  t: Translate,
  at: ServerDate | undefined,
  operator: string | undefined,
  clock: LocalClock,
): string {
  const when = at && absoluteTime(at.time, clock);
  if (operator) return when ? t('{0}, by {1}', when, operator) : t('by {0}', operator);
  return when ?? '';
}

function deploymentFacts(t: Translate, { version, created, operator, id }: Deployment, clock: LocalClock): string {
  return joinParts([versionText(t, version), created && absoluteTime(created.time, clock), operator, id]);
}

/**
 * Returns the description beside a deployment's version. The icon of the row shows a success, so the text does not
 * repeat it.
 */
export function deploymentLine(
  t: Translate,
  { status, created, operator }: Deployment,
  runsNow: boolean,
  clock: LocalClock = localClock,
): string {
  return joinParts([
    runsNow ? t('running now') : '',
    status === 'successful' ? '' : deploymentStatusText(t, status),
    created && relativeTime(t, created.time, clock),
    operator,
  ]);
}

/** Returns all facts that the history has about a deployment as plain text, one fact per line. */
export function deploymentDetails(
  t: Translate,
  deployment: Deployment,
  runsNow: boolean,
  clock: LocalClock = localClock,
): string {
  const { id, version, status, created, lastPhaseEnded, operator } = deployment;
  const lines = [
    t('{0}: {1}', versionText(t, version), deploymentStatusText(t, status)),
    runsNow ? t('This version is running now.') : '',
    timeAndOperatorText(t, created, operator, clock),
    // While the deployment is in progress, `lastPhaseEnded` is not the end of the deployment, but only of one of its
    // phases (platform-api.md 4.10).
    lastPhaseEnded && status !== 'pending' ? t('Ended: {0}', absoluteTime(lastPhaseEnded.time, clock)) : '',
    t('Deployment ID: {0}', id),
  ];
  return joinParts(lines, '\n');
}

/** Returns the version; "unknown version" if the version is empty. */
export function versionText(t: Translate, version: string): string {
  return version === '' ? t('unknown version') : version;
}

export function differenceText(t: Translate, stag: string, prod: string): string {
  const [staging, production] = [environmentName(t, 'stag'), environmentName(t, 'prod')];
  return t('{0} is running {1}, {2} is running {3}', staging, versionText(t, stag), production, versionText(t, prod));
}

export function newestFailedText(t: Translate, version: string): string {
  return t('The latest deployment failed: {0}', versionText(t, version));
}

/** Returns a text such as "Running in Staging and Production"; an empty text if `environments` is empty. */
export function runsInText(t: Translate, environments: readonly Environment[]): string {
  const [first, second] = environments.map((environment) => environmentName(t, environment));
  if (first === undefined) return '';
  return second === undefined ? t('Running in {0}', first) : t('Running in {0} and {1}', first, second);
}

/** The facts about an environment that the status bar shows. */
export interface EnvironmentSummary {
  environment: Environment;
  state: ReleasedState | undefined;
  deploying: Deployment | undefined;
}

/**
 * Returns the text of the status bar for a target, such as `demo-app: Staging 1.1.0 · Production 1.0.0`. Leaves out the
 * name of the default module if the state of at least one environment is known. Shortens long names and versions.
 */
export function targetStatusText(
  t: Translate,
  { appCode, module }: Pick<DeployTarget, 'appCode' | 'module'>,
  glances: readonly EnvironmentSummary[],
): string {
  const running = environmentsStatusText(t, glances);
  if (running === '') return `${truncateForStatusBar(appCode)} / ${truncateForStatusBar(module)}`;
  const name =
    module === 'default'
      ? truncateForStatusBar(appCode)
      : `${truncateForStatusBar(appCode)} / ${truncateForStatusBar(module)}`;
  return t('{0}: {1}', name, running);
}

/**
 * Returns the version that runs or is being deployed in each environment, such as `Staging 1.1.0 · Production 1.0.0`.
 * Leaves out environments whose state is unknown.
 */
export function environmentsStatusText(t: Translate, glances: readonly EnvironmentSummary[]): string {
  const parts = glances.map(({ environment, state, deploying }) => {
    const name = environmentName(t, environment);
    if (deploying) return t('{0} {1}…', name, truncateForStatusBar(versionText(t, deploying.version)));
    switch (state?.kind) {
      case undefined:
        return '';
      case 'neverReleased':
        return `${name} –`;
      case 'offlined':
        return t('{0} offline', name);
      case 'released':
        return `${name} ${truncateForStatusBar(versionText(t, state.deployment.version))}`;
    }
  });
  return joinParts(parts);
}

/** Maximum number of characters of a name or version in the status bar. */
const maxStatusNameLength = 20;

function truncateForStatusBar(text: string): string {
  const characters = Array.from(text);
  return characters.length <= maxStatusNameLength ? text : `${characters.slice(0, maxStatusNameLength - 1).join('')}…`;
}
