import * as vscode from 'vscode';
import type { DeploymentId } from '../../core/platform/deployment.ts';
import type { PlatformError } from '../../core/platform/platformError.ts';
import { platformMessageText } from '../../texts/errorTexts.ts';
import { cancelOpenQuestion } from '../editor/answer.ts';
import { background } from '../editor/background.ts';
import { showInformation, type Observer } from '../editor/notifications.ts';
import { deploymentView } from '../deploy/page/view.ts';
import { finalStatusOf, type Deployments } from '../deploy/deployments.ts';
import { descriptionMessage, showDescriptionProblem } from './descriptionProblem.ts';
import { printDeployment } from './printDeployment.ts';
import type { TaskEnd } from './taskEnd.ts';
import { TerminalLines } from './terminalLines.ts';

const { t } = vscode.l10n;

/** The input that a terminal gets for Ctrl+C. */
const ctrlC = '\x03';

/**
 * The terminal of one run of a task. Shows the progress, and ends with the exit code. Ctrl+C and closing the terminal
 * cancel the run. Canceling cannot undo a request that was already sent. The outcome of such a request is unknown, and
 * the terminal says so.
 */
export class TaskTerminal implements vscode.Pseudoterminal, Observer {
  readonly #run: (observer: Observer) => Promise<TaskEnd & { folder?: vscode.Uri | undefined }>;
  readonly #deployments: Deployments;
  readonly #written = new vscode.EventEmitter<string>();
  readonly #closed = new vscode.EventEmitter<number>();
  readonly #cancel = new AbortController();
  readonly #lines: TerminalLines;
  #printing: vscode.Disposable | undefined;
  #deployment: DeploymentId | undefined;
  #error: PlatformError | undefined;
  #ifCanceled: string | undefined;
  #hasSent = false;
  #isUncertain = false;
  #hasEnded = false;

  readonly onDidWrite = this.#written.event;
  readonly onDidClose = this.#closed.event;
  readonly signal = this.#cancel.signal;

  constructor(
    deployments: Deployments,
    run: (observer: Observer) => Promise<TaskEnd & { folder?: vscode.Uri | undefined }>,
  ) {
    this.#deployments = deployments;
    this.#run = run;
    this.#lines = new TerminalLines((text) => {
      if (!this.#hasEnded) this.#written.fire(text);
    });
  }

  open(): void {
    background('task', this.#runToEnd());
  }

  handleInput(data: string): void {
    if (data.includes(ctrlC)) this.#cancelRun();
  }

  /**
   * Called when the user closes the terminal or ends the task. If a request was sent and its outcome is unknown, says
   * so in a notification, because a closed terminal cannot show text.
   */
  close(): void {
    const said = this.#hasEnded ? undefined : this.#ifCanceled;
    this.#cancelRun();
    if (said !== undefined) showInformation(said);
  }

  begin(title: string): void {
    this.#lines.begin(title);
  }

  tell(text: string): void {
    this.#lines.tell(text);
  }

  progress(text: string): void {
    this.#lines.progress(text);
  }

  finding(where: { file: string; line: number; column: number }, severity: 'error' | 'warning', text: string): void {
    const { file, line, column } = where;
    this.#lines.tell(`${file}:${line}:${column}: ${severity}: ${text.replaceAll(/\s+/g, ' ').trim()}`);
  }

  failed(error: PlatformError): void {
    this.#error = error;
  }

  sent(ifCanceled?: string): void {
    this.#ifCanceled = ifCanceled;
    this.#hasSent ||= ifCanceled !== undefined;
  }

  uncertain(): void {
    this.#isUncertain = true;
  }

  following(id: DeploymentId): void {
    if (this.#hasEnded) return;
    this.#deployment = id;
    this.#printing = printDeployment(this.#deployments, id, this.#lines);
  }

  async #runToEnd(): Promise<void> {
    const { exitCode, text, folder } = await this.#run(this);
    if (this.#hasEnded) return;
    const report = this.#deployments.get(this.#deployment);
    const message = exitCode === 0 ? undefined : descriptionMessage(this.#error, report?.state.errorDetail);
    if (message !== undefined) await showDescriptionProblem(this, folder, message);
    const said = exitCode === 0 || !this.#error ? undefined : platformMessageText(t, this.#error);
    if (said !== undefined) this.tell(said);
    this.#end(this.#deployment ? this.#deploymentText(this.#deployment, text) : text, this.#isUncertain ? 2 : exitCode);
  }

  /**
   * Returns how the followed deployment ended, with the platform's explanation and the application's address. Returns
   * `otherwise` if the end is unknown.
   */
  #deploymentText(id: DeploymentId, otherwise: string): string {
    const report = this.#deployments.get(id);
    if (!report || finalStatusOf(report.state) === undefined) return otherwise;
    const { text, detail, tips, address } = deploymentView(t, report).verdict;
    return [text, detail, tips?.reason, address].filter((line) => line !== undefined && line !== '').join('\n');
  }

  #cancelRun(): void {
    if (this.#hasEnded) return;
    const said = this.#ifCanceled;
    this.#cancel.abort();
    if (said !== undefined) {
      this.#end(said, 2);
      return;
    }
    // The operation sends no further requests, so an answer to an open question would have no effect.
    cancelOpenQuestion();
    this.#end(
      this.#hasSent
        ? t('Canceled. The extension sends no further requests.')
        : t('Canceled. Nothing was uploaded or deployed.'),
      1,
    );
  }

  #end(text: string, exitCode: number): void {
    if (this.#hasEnded) return;
    this.#printing?.dispose();
    this.#lines.begin(text);
    this.#hasEnded = true;
    this.#closed.fire(exitCode);
  }
}
