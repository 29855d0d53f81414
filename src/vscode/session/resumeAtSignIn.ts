import * as vscode from 'vscode';
import type { OperationRecord, TrackedOperation } from '../../core/operations/trackedOperation.ts';
import { background } from '../editor/background.ts';
import { Poller } from '../editor/poller.ts';
import type { SessionStore, SignedIn } from './session.ts';

/**
 * The polling interval while other windows have unfinished operations. Polling is necessary, because another window can
 * close before its operation ends.
 */
const pollEveryMs = 5000;

export interface ResumeOptions<Baseline, Record extends OperationRecord<Baseline>> {
  /** How the log names the origin of an error. */
  source: string;
  session: SessionStore;
  tracked: TrackedOperation<Baseline, Record>;
  /** Resumes the unfinished operations on the session's platform. */
  resume: (session: SignedIn) => Promise<void>;
  /** Called after each poll. */
  onPolled?: () => Promise<void>;
}

/**
 * Resumes unfinished operations after each sign-in, and after another window with unfinished operations was closed.
 * `poll` resumes them immediately.
 */
export function resumeAtSignIn<Baseline, Record extends OperationRecord<Baseline>>(
  resuming: ResumeOptions<Baseline, Record>,
): { poll: () => void; disposable: vscode.Disposable } {
  const { source, session, tracked, resume, onPolled } = resuming;
  const poller = new Poller(source, pollEveryMs, async () => {
    const { current } = session;
    if (current.state === 'signedIn') await resume(current);
    const othersAtWork = (await tracked.withRecords((records) => records.othersAtWork())) ?? false;
    await onPolled?.();
    return othersAtWork;
  });
  const watching = tracked.withRecords((records) =>
    records.watch(() => {
      poller.later();
    }),
  );
  const poll = (): void => {
    poller.now();
  };
  const disposable = vscode.Disposable.from(
    poller,
    session.onDidChange(poll),
    new vscode.Disposable(() => {
      background(
        source,
        watching.then((stop) => stop?.()),
      );
    }),
  );
  return { poll, disposable };
}
