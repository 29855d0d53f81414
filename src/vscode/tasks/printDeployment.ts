import * as vscode from 'vscode';
import type { FollowState } from '../../core/operations/deploy/followedDeployment.ts';
import type { DeploymentLog } from '../../core/operations/deploy/deploymentLog.ts';
import type { DeploymentId } from '../../core/platform/deployment.ts';
import type { DeployStep } from '../../core/platform/deployPhases.ts';
import { errorText } from '../../texts/errorTexts.ts';
import { formatLongDuration } from '../../texts/formats.ts';
import type { Deployments } from '../deploy/deployments.ts';
import type { TerminalLines } from './terminalLines.ts';

const { t } = vscode.l10n;

/** Writes the phases, steps and log lines of a deployment when they change. Disposing of the result stops this. */
export function printDeployment(
  deployments: Pick<Deployments, 'log' | 'onDidChange' | 'onDidChangeLog'>,
  id: DeploymentId,
  lines: TerminalLines,
): vscode.Disposable {
  const shown = new Map<string, DeployStep['status']>();
  let printed = 0;

  /**
   * Writes the lines from index `from` on. A line that has changed is written again, because a terminal can only
   * append.
   */
  const printLog = (log: DeploymentLog, from: number): void => {
    printed = Math.min(printed, from);
    const next = log.lines(printed);
    // While a deployment runs, its log ends with an empty line, which the next line replaces (platform-api.md 4.9).
    if (next.at(-1) === '') next.pop();
    printed += next.length;
    lines.log(next);
  };
  /**
   * Writes the state of a phase or step if it has changed. The end of a phase is not written, because its steps show
   * it.
   */
  const printStep = (key: string, step: DeployStep, isPhase: boolean): void => {
    const { name, status, skipped } = step;
    const before = shown.get(key);
    if (status === undefined || skipped || before === status) return;
    shown.set(key, status);
    if (isPhase) {
      if (before === undefined) lines.begin(name);
    } else lines.tell(status === 'pending' ? `▸ ${name}` : stepEndText(step));
  };
  const printState = ({ phases, transientError }: FollowState): void => {
    for (const [index, phase] of phases.entries()) {
      printStep(String(index), phase, true);
      for (const [at, step] of phase.steps.entries()) printStep(`${index}/${at}`, step, false);
    }
    if (!transientError) return;
    const { what } = errorText(t, transientError.code, transientError.facts);
    lines.progress(t('{0} The extension keeps retrying.', what));
  };
  return vscode.Disposable.from(
    deployments.onDidChange((report) => {
      if (report.id === id) printState(report.state);
    }),
    deployments.onDidChangeLog(({ id: changed, change }) => {
      const log = deployments.log(id);
      if (changed === id && log) printLog(log, change.from);
    }),
  );
}

function stepEndText({ name, status, started, completed }: DeployStep): string {
  const mark = status === 'successful' ? '✓' : '✗';
  const duration = started && completed ? ` (${formatLongDuration(t, completed.time - started.time)})` : '';
  return `${mark} ${name}${duration}`;
}
