import type { ProcessState, ProcessStatus, StartProblem } from '../core/operations/running/processStates.ts';
import type { PlatformError } from '../core/platform/platformError.ts';
import type { Instance, Termination } from '../core/platform/processes.ts';
import { errorText } from './errorTexts.ts';
import { absoluteTime, joinParts, listText, oneOrMany, localClock, relativeTime, type LocalClock } from './formats.ts';
import type { Translate } from './translate.ts';

function processStatusText(t: Translate, status: ProcessStatus): string {
  const texts: Record<ProcessStatus, string> = {
    // The text about the replicas already shows that the process runs.
    running: '',
    starting: t('starting'),
    failing: t('not starting'),
    stopped: t('stopped'),
    unknown: '',
  };
  return texts[status];
}

/** Returns the description beside a process: its state, its replicas and its plan. */
export function processLine(t: Translate, process: ProcessState): string {
  const { status, plan } = process;
  return joinParts([processStatusText(t, status), replicasText(t, process), plan]);
}

/**
 * Returns how many of the wanted replicas are ready. If the number of ready replicas is unknown, returns only the
 * number of wanted replicas. Returns an empty text if the process is stopped.
 */
function replicasText(t: Translate, { status, wantedReplicas, readyReplicas }: ProcessState): string {
  if (status === 'stopped') return '';
  if (readyReplicas !== undefined) return t('{0} of {1} ready', readyReplicas, wantedReplicas);
  return oneOrMany(wantedReplicas, t('{0} replica', wantedReplicas), t('{0} replicas', wantedReplicas));
}

/** Returns all facts about a process as plain text, one fact per line. */
export function processDetails(t: Translate, process: ProcessState, refusal: PlatformError | undefined): string {
  const { name, status, plan, limits, isAutoscaling } = process;
  const size = joinParts(
    [limits.cpu && t('CPU {0}', limits.cpu), limits.memory && t('memory {0}', limits.memory)],
    ', ',
  );
  return joinParts(
    [
      joinParts([name, processStatusText(t, status)], ': '),
      replicasText(t, process),
      isAutoscaling ? t('The platform scales it automatically.') : '',
      plan === undefined ? '' : t('Plan: {0}', joinParts([plan, size])),
      plan === undefined && size !== '' ? t('Limits: {0}', size) : '',
      refusal ? instancesRefusedText(t, refusal) : '',
    ],
    '\n',
  );
}

/** Returns the description beside an instance: its state, its restarts and its age. */
export function instanceLine(t: Translate, instance: Instance, clock: LocalClock = localClock): string {
  const { restarts, startedAt } = instance;
  return joinParts([
    instanceStateText(instance),
    restarts === 0 ? '' : restartsText(t, restarts),
    startedAt === undefined ? '' : relativeTime(t, startedAt, clock),
  ]);
}

/** Returns all facts about an instance as plain text, one fact per line. */
export function instanceDetails(t: Translate, instance: Instance, clock: LocalClock = localClock): string {
  const { name, message, isReady, restarts, startedAt, terminated } = instance;
  return joinParts(
    [
      name,
      joinParts([instanceStateText(instance), isReady ? t('ready') : t('not ready')]),
      message,
      restartsText(t, restarts),
      terminated ? t('The container ended last with: {0}', terminationText(t, terminated)) : '',
      startedAt === undefined ? '' : t('Started {0}', absoluteTime(startedAt, clock)),
    ],
    '\n',
  );
}

/**
 * Returns a text with the names of the processes that do not start, such as "web not starting"; an empty text if all
 * start.
 */
export function failingText(t: Translate, problems: readonly StartProblem[] = []): string {
  return problems.length === 0 ? '' : t('{0} not starting', processNames(t, problems));
}

/** Returns the sentence about a successful deployment after which processes do not start. */
export function deployedButNotStartingText(
  t: Translate,
  version: string,
  where: string,
  problems: readonly StartProblem[],
): string {
  const names = processNames(t, problems);
  return t('Version {0} was deployed to {1}, but {2} isn’t starting correctly.', version, where, names);
}

/** Maximum number of problems that a text describes. Further problems are usually the same ones in other instances. */
const maxProblems = 3;

/** Returns a sentence for each of the first problems. */
export function startProblemTexts(t: Translate, problems: readonly StartProblem[] = []): string[] {
  return problems.slice(0, maxProblems).map((problem) => startProblemText(t, problem));
}

function startProblemText(t: Translate, { kind, process, instance, state, terminated }: StartProblem): string {
  const { shortName, restarts } = instance;
  const cause = joinParts([state, terminated && terminationText(t, terminated)], ', ');
  switch (kind) {
    case 'crashes':
      return t('{0}, instance {1}: the container keeps crashing ({2}).', process, shortName, cause);
    case 'imageUnavailable':
      return t('{0}, instance {1}: the cluster can’t pull the image ({2}).', process, shortName, state);
    case 'notCreated':
      return t('{0}, instance {1}: the cluster can’t create the container ({2}).', process, shortName, cause);
    case 'restarts': {
      const restarted = joinParts([restartsText(t, restarts), terminated && terminationText(t, terminated)], ', ');
      return t('{0}, instance {1}: the container was restarted ({2}).', process, shortName, restarted);
    }
  }
}

/** Returns why the instances are not shown, and who can change that. */
function instancesRefusedText(t: Translate, { code, facts }: PlatformError): string {
  if (code !== 'appNotPermitted' && code !== 'appPermissionExpired') {
    const { what } = errorText(t, code, facts);
    return t('Instances aren’t shown. {0}', what);
  }
  return facts.subject
    ? t(
        'To show instances here, a gateway administrator must grant the application of your token, “{0}”, the gateway’s API for processes.',
        facts.subject,
      )
    : t(
        'To show instances here, a gateway administrator must grant the application of your token the gateway’s API for processes.',
      );
}

function processNames(t: Translate, problems: readonly StartProblem[]): string {
  return listText(t, [...new Set(problems.map(({ process }) => process))]);
}

function restartsText(t: Translate, restarts: number): string {
  return oneOrMany(restarts, t('{0} restart', restarts), t('{0} restarts', restarts));
}

function terminationText(t: Translate, { reason, exitCode }: Termination): string {
  return joinParts([reason, exitCode === undefined ? '' : t('exit code {0}', exitCode)], ', ');
}

/** Returns the more precise of the platform's two words for the state. */
function instanceStateText({ state, richStatus }: Instance): string {
  return /^(Pending|Running|Waiting|Terminated)?$/.test(richStatus) ? state || richStatus : richStatus;
}
