/**
 * What the extension and the page of a deployment say to each other. The page knows nothing of the platform: it gets
 * finished sentences, and lines of the log as the platform stores them, with their ANSI codes.
 */
export type ToPage =
  /** All of the page but the log: small, and sent whole at every change. */
  | { kind: 'view'; view: DeploymentView }
  /** From line `from` on (counted from 0) the log is these lines; what stood there before is gone. Comes in pieces of a bounded size. */
  | { kind: 'log'; from: number; lines: readonly string[] };

export type FromPage =
  /** The page is drawn and remembers nothing: everything has to be sent. */
  | { kind: 'ready' }
  /** A button of `view.actions`, or of the log's toolbar (`copyLog`, `saveLog`, `readNow`). */
  | { kind: 'run'; action: string }
  /** A link of the page: the address, or one of a tip. */
  | { kind: 'open'; url: string }
  /** Text the person selected in the log, without ANSI codes; the page itself may not reach the clipboard everywhere. */
  | { kind: 'copy'; text: string };

export interface DeploymentView {
  /** `demo-app / default → Staging` and such. */
  title: string;
  verdict: Verdict;
  /** Name and value: version, started, by whom, deployment id, platform. */
  facts: readonly { name: string; value: string }[];
  /** In the order of the platform; empty until they were read. */
  phases: readonly PhaseView[];
  actions: readonly { id: string; label: string; primary: boolean }[];
  /** Something about the following itself: the connection is lost and is tried again, the log is large and read less often. */
  note: string | undefined;
  /** A button beside the note that reads the log at once; absent when there is nothing to wait for. */
  readNow: string | undefined;
}

export type StepState = 'notStarted' | 'running' | 'successful' | 'failed' | 'interrupted' | 'skipped' | 'neverSeen';

export interface Verdict {
  state: 'running' | 'successful' | 'failed' | 'interrupted' | 'unknown';
  /** One sentence: what is going on, or how it ended. */
  text: string;
  /** The platform's own error detail; shown as it is. */
  detail: string | undefined;
  tips:
    | {
        heading: string;
        reason: string | undefined;
        links: readonly { text: string; description: string; url: string }[];
      }
    | undefined;
  /** Where the application answers now. */
  address: string | undefined;
}

export interface PhaseView {
  name: string;
  state: StepState;
  /** In words, for screen readers and the tooltip: "running", "failed". */
  stateText: string;
  /** Already worded: `1 min 20 s`; undefined when it is not known. */
  duration: string | undefined;
  steps: readonly Omit<PhaseView, 'steps'>[];
}

/** The words of the page that never change, put into its HTML once. */
export interface PageWords {
  log: string;
  noLogYet: string;
  find: string;
  findPlaceholder: string;
  nextMatch: string;
  previousMatch: string;
  closeFind: string;
  /** `{0} of {1}`. */
  matchOf: string;
  noMatches: string;
  follow: string;
  pause: string;
  /** `{0} lines`. */
  lines: string;
  newLinesBelow: string;
  copyLog: string;
  saveLog: string;
  address: string;
  platformSays: string;
  timeline: string;
  details: string;
}
