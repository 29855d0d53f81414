import type { FollowState } from '../../../core/operations/deploy/followedDeployment.ts';
import type { Phase, DeployStep } from '../../../core/platform/deployPhases.ts';
import { signInHelps } from '../../../core/platform/gatewayErrors.ts';
import type { DeploymentView, DeploymentButton, PhaseView, StepState, Verdict } from '../../../page/messages.ts';
import { environmentName, targetName } from '../../../texts/targetNames.ts';
import { errorText } from '../../../texts/errorTexts.ts';
import { absoluteTime, formatLongDuration, joinParts, sentencesText } from '../../../texts/formats.ts';
import { deployedButNotStartingText, processLine, startProblemTexts } from '../../../texts/processTexts.ts';
import type { Translate } from '../../../texts/translate.ts';
import { currentStepName, finalStatusOf, operatorOf, startProblemsOf, type DeploymentReport } from '../deployments.ts';

/** Returns the content of a deployment's page, except the log. */
export function deploymentView(t: Translate, report: DeploymentReport): DeploymentView {
  const { state, target } = report;
  return {
    title: targetName(t, target),
    verdict: verdict(t, report),
    facts: facts(t, report),
    phases: state.phases.map((phase) => ({
      ...stepView(t, phase, state),
      steps: phase.steps.map((step) => stepView(t, step, state)),
    })),
    actions: actions(t, report),
    note: noteText(t, report),
    readNow: state.logWaits && !report.idle ? t('Load Log Now') : undefined,
  };
}

function verdict(t: Translate, report: DeploymentReport): Verdict {
  const { state } = report;
  const tips = state.tips && {
    heading: state.tips.matched ? t('This is a known error') : t('Troubleshooting'),
    reason: state.tips.reason,
    links: state.tips.links.map(({ text, description, url }) => ({ text, description: description ?? '', url })),
  };
  return {
    state:
      startProblemsOf(report).length > 0
        ? 'notStarting'
        : (finalStatusOf(state) ?? (state.fatalError ? 'unknown' : 'running')),
    text: verdictText(t, report),
    detail: state.errorDetail,
    tips,
    address: state.address,
  };
}

function verdictText(t: Translate, report: DeploymentReport): string {
  const { state, version, target } = report;
  const problems = startProblemsOf(report);
  const where = environmentName(t, target.environment);
  const step = currentStepName(state);
  switch (state.status) {
    case 'successful':
      return problems.length > 0
        ? deployedButNotStartingText(t, version, where, problems)
        : t('Version {0} was deployed to {1}.', version, where);
    case 'failed':
      return step === undefined
        ? t('Deployment of version {0} to {1} failed.', version, where)
        : t('Deployment of version {0} to {1} failed at “{2}”.', version, where, step);
    case 'interrupted':
      return t('Deployment of version {0} to {1} was interrupted.', version, where);
    case 'pending':
    case undefined:
      if (state.fatalError) return errorText(t, state.fatalError.code, state.fatalError.facts).what;
      return step ?? t('Reading the deployment status…');
  }
}

function facts(t: Translate, report: DeploymentReport): { name: string; value: string }[] {
  const { row, state, platform, id, version } = report;
  const started = row?.started ?? row?.created ?? state.phases[0]?.started;
  const ended = finalStatusOf(state) && lastCompletionTime(state.phases);
  const took = started && ended ? formatLongDuration(t, ended - started.time) : undefined;
  const all: [string, string | undefined][] = [
    [t('Version'), version],
    [t('Started'), started && absoluteTime(started.time)],
    [t('Duration'), took],
    [t('Deployed by'), operatorOf(report)],
    [t('Processes'), processesText(t, report)],
    [t('Platform'), platform.name],
    [t('Deployment ID'), id],
  ];
  return all.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [{ name, value }]));
}

function processesText(t: Translate, { processes }: DeploymentReport): string | undefined {
  return processes?.processes?.map((process) => joinParts([process.name, processLine(t, process)], ': ')).join('; ');
}

function lastCompletionTime(phases: readonly Phase[]): number | undefined {
  const steps = phases.flatMap((phase) => [phase, ...phase.steps]);
  const times = steps.flatMap(({ completed }) => completed?.time ?? []);
  return times.length === 0 ? undefined : Math.max(...times);
}

function stepView(t: Translate, step: DeployStep, deployment: FollowState): Omit<PhaseView, 'steps'> {
  const { name, started, completed } = step;
  const state = stepStateOf(step, deployment);
  const stateTexts: Record<StepState, string> = {
    notStarted: t('not started'),
    running: t('running'),
    successful: t('succeeded'),
    failed: t('failed'),
    interrupted: t('interrupted'),
    skipped: t('skipped'),
    neverSeen: t('not found in the log'),
  };
  const duration = started && completed ? formatLongDuration(t, completed.time - started.time) : undefined;
  return { name, state, stateText: stateTexts[state], duration };
}

function stepStateOf({ skipped, status }: DeployStep, deployment: FollowState): StepState {
  if (skipped) return 'skipped';
  // The platform sets a step's status only if the build's log shows the step. So a step can have no status even in a
  // successful deployment (platform-api.md 4.11).
  if (status === undefined) return deployment.status === 'successful' ? 'neverSeen' : 'notStarted';
  // After the deployment has ended, a step can still have the status `pending`, but the step is no longer running.
  if (status === 'pending') return finalStatusOf(deployment) ? 'interrupted' : 'running';
  return status;
}

function actions(t: Translate, report: DeploymentReport): DeploymentView['actions'] {
  const { state, idle } = report;
  const ended = finalStatusOf(state);
  const startsWell = startProblemsOf(report).length === 0;
  // After the deployment has ended, there is nothing to follow, so signing in does not help.
  const signIn = !ended && (state.fatalError ? signInHelps(state.fatalError.code) : idle);
  const button = (id: DeploymentButton, label: string, primary: boolean) => ({ id, label, primary });
  const openApplication = button('openAddress', t('Open Application'), ended === 'successful' && startsWell);
  const showLog = button('showApplicationLog', t('Show Application Log'), !startsWell);
  return [
    ...(signIn ? [button('signIn', t('Sign In'), true)] : []),
    ...(startsWell ? [] : [showLog]),
    ...(state.address !== undefined && ended === 'successful' ? [openApplication] : []),
    ...(ended ? [button('deployAgain', t('Deploy Again…'), ended !== 'successful')] : []),
    button('openConsole', t('Open in Console'), false),
    ...(ended === 'successful' && startsWell ? [showLog] : []),
    ...(state.address !== undefined && ended !== 'successful' ? [openApplication] : []),
    ...(state.address === undefined ? [] : [button('copyAddress', t('Copy Address'), false)]),
  ];
}

function noteText(t: Translate, report: DeploymentReport): string | undefined {
  const { state, idle } = report;
  if (finalStatusOf(state)) return sentencesText(t, startProblemTexts(t, startProblemsOf(report))) || undefined;
  if (state.fatalError) return errorText(t, state.fatalError.code, state.fatalError.facts).todo;
  if (idle) return t('The extension isn’t following this deployment. Sign in to continue.');
  if (state.transientError)
    return t(
      '{0} The extension keeps retrying.',
      errorText(t, state.transientError.code, state.transientError.facts).what,
    );
  return state.logWaits ? t('The log is large, so it’s updated less often.') : undefined;
}
