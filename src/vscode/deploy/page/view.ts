import type { FollowState } from '../../../core/operations/deploy/followedDeployment.ts';
import { currentStep, type Phase, type Step } from '../../../core/platform/deployPhases.ts';
import { signInHelps } from '../../../core/platform/gatewayErrors.ts';
import type { DeploymentView, PageButton, PhaseView, StepState, Verdict } from '../../../page/messages.ts';
import { environmentName } from '../../../texts/environmentTexts.ts';
import { errorText } from '../../../texts/errorTexts.ts';
import { formatLongDuration } from '../../../texts/formats.ts';
import type { Translate } from '../../../texts/translate.ts';
import type { DeploymentReport } from '../deployments.ts';

/** Returns what the page of a deployment shows besides its log. */
export function deploymentView(t: Translate, report: DeploymentReport): DeploymentView {
  const { state, target } = report;
  return {
    title: t('{0} / {1} → {2}', target.appCode, target.module, environmentName(t, target.environment)),
    verdict: verdict(t, report),
    facts: facts(t, report),
    phases: state.phases.map((phase) => ({
      ...stepView(t, phase, state),
      steps: phase.steps.map((step) => stepView(t, step, state)),
    })),
    actions: actions(t, report),
    note: noteText(t, report),
    readNow: state.logWaits && !report.idle ? t('Read the log now') : undefined,
  };
}

function verdict(t: Translate, report: DeploymentReport): Verdict {
  const { state, version, target } = report;
  const where = environmentName(t, target.environment);
  const at = currentStep(state);
  const step = at && [at.phase.name, at.step?.name].filter((name) => name !== undefined).join(' · ');
  const tips = state.tips && {
    heading: state.tips.matched ? t('The platform knows this error') : t('Where to look'),
    reason: state.tips.reason,
    links: state.tips.links.map(({ text, description, url }) => ({ text, description: description ?? '', url })),
  };
  const rest = { detail: state.errorDetail, tips, address: state.address };
  switch (state.status) {
    case 'successful':
      return { state: 'successful', text: t('Version {0} was deployed to {1}.', version, where), ...rest };
    case 'failed':
      return {
        state: 'failed',
        text:
          step === undefined
            ? t('Deploying version {0} to {1} failed.', version, where)
            : t('Deploying version {0} to {1} failed: {2}', version, where, step),
        ...rest,
      };
    case 'interrupted':
      return {
        state: 'interrupted',
        text: t('Deploying version {0} to {1} was interrupted.', version, where),
        ...rest,
      };
    case 'pending':
    case undefined:
      if (state.fatalError)
        return { state: 'unknown', text: errorText(t, state.fatalError.code, state.fatalError.facts).what, ...rest };
      return { state: 'running', text: step ?? t('Reading how the deployment stands…'), ...rest };
  }
}

function facts(t: Translate, report: DeploymentReport): { name: string; value: string }[] {
  const { row, record, state, platform, id, version } = report;
  const started = row?.started ?? row?.created ?? state.phases[0]?.started;
  const ended = state.status === undefined || state.status === 'pending' ? undefined : lastMoment(state.phases);
  const took = started && ended ? formatLongDuration(t, ended - started.time) : undefined;
  const operator = row?.operator ?? record?.userName;
  const all: [string, string | undefined][] = [
    [t('Version'), version],
    [t('Started'), started?.text],
    [t('Duration'), took],
    [t('By'), operator],
    [t('Platform'), platform.name],
    [t('Deployment ID'), id],
  ];
  return all.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [{ name, value }]));
}

function lastMoment(phases: readonly Phase[]): number | undefined {
  const moments = phases.flatMap(({ completed, steps }) => [completed, ...steps.map((step) => step.completed)]);
  const times = moments.flatMap((moment) => (moment ? [moment.time] : []));
  return times.length === 0 ? undefined : Math.max(...times);
}

function stepView(t: Translate, step: Step, state: FollowState): Omit<PhaseView, 'steps'> {
  const stepState = stateOf(step, state);
  const duration =
    step.started && step.completed ? formatLongDuration(t, step.completed.time - step.started.time) : undefined;
  return { name: step.name, state: stepState, stateText: stateText(t, stepState), duration };
}

function stateOf(step: Step, { status }: FollowState): StepState {
  if (step.skipped) return 'skipped';
  switch (step.status) {
    case undefined:
      // A step that the build's log never showed stays unset, even if the deployment succeeded (platform-api.md 4.11).
      return status === 'successful' ? 'neverSeen' : 'notStarted';
    case 'pending':
      // After the deployment has ended no step is running, whatever status it was left with.
      return status === undefined || status === 'pending' ? 'running' : 'interrupted';
    default:
      return step.status;
  }
}

function stateText(t: Translate, state: StepState): string {
  switch (state) {
    case 'notStarted':
      return t('not started');
    case 'running':
      return t('running');
    case 'successful':
      return t('succeeded');
    case 'failed':
      return t('failed');
    case 'interrupted':
      return t('interrupted');
    case 'skipped':
      return t('skipped');
    case 'neverSeen':
      return t('not seen in the log');
  }
}

function actions(t: Translate, { state }: DeploymentReport): DeploymentView['actions'] {
  const ended = state.status !== undefined && state.status !== 'pending';
  const signIn = state.fatalError !== undefined && signInHelps(state.fatalError.code);
  const button = (id: PageButton, label: string, primary: boolean) => ({ id, label, primary });
  return [
    ...(signIn ? [button('signIn', t('Sign In'), true)] : []),
    ...(state.address === undefined
      ? []
      : [button('openAddress', t('Open'), true), button('copyAddress', t('Copy Address'), false)]),
    ...(ended ? [button('deployAgain', t('Deploy Again…'), state.status !== 'successful')] : []),
    button('openConsole', t('Open in Console'), false),
  ];
}

function noteText(t: Translate, { state, idle }: DeploymentReport): string | undefined {
  if (state.status !== undefined && state.status !== 'pending') return undefined;
  if (state.fatalError) return errorText(t, state.fatalError.code, state.fatalError.facts).todo;
  if (idle) return t('It is not followed at the moment. Sign in to go on.');
  if (state.transientError)
    return t(
      '{0} It is read again and again until it works.',
      errorText(t, state.transientError.code, state.transientError.facts).what,
    );
  return state.logWaits ? t('The log is large and is read again when it has grown.') : undefined;
}
