/**
 * A message from the extension to the page of a deployment. The page knows nothing about the platform: it gets finished
 * sentences, and log lines as the platform stores them, with their ANSI codes.
 */
export type ToPage =
  /** The whole page except the log: small, and sent completely on every change. */
  | { kind: 'view'; view: DeploymentView }
  /** Replaces the log from line `from` on (counted from 0). Sent in pieces of a bounded size. */
  | { kind: 'log'; from: number; lines: readonly string[] };

/** The buttons of the page: those of `view.actions`, and those of the log's toolbar. */
export const pageButtons = [
  'openAddress',
  'copyAddress',
  'deployAgain',
  'signIn',
  'openConsole',
  'copyLog',
  'saveLog',
  'readNow',
] as const;
export type PageButton = (typeof pageButtons)[number];

export type FromPage =
  /** The page has loaded without content: send everything. */
  | { kind: 'ready' }
  | { kind: 'run'; action: PageButton }
  /** A link on the page: the application's address, or a link of a tip. */
  | { kind: 'open'; url: string }
  /** Text that the user selected in the log, without ANSI codes. The page cannot reach the clipboard everywhere. */
  | { kind: 'copy'; text: string };

export interface DeploymentView {
  /** Such as `demo-app / default → Staging`. */
  title: string;
  verdict: Verdict;
  /** Version, start time, duration, operator, platform and deployment ID. */
  facts: readonly { name: string; value: string }[];
  /** In the platform's order; empty until they are read. */
  phases: readonly PhaseView[];
  actions: readonly { id: PageButton; label: string; primary: boolean }[];
  /** A note about the monitoring: the connection is lost and being retried, or the log is large and read less often. */
  note: string | undefined;
  /** The label of a button beside the note that reads the log at once; undefined if there is nothing to wait for. */
  readNow: string | undefined;
}

export type StepState = 'notStarted' | 'running' | 'successful' | 'failed' | 'interrupted' | 'skipped' | 'neverSeen';

export interface Verdict {
  state: 'running' | 'successful' | 'failed' | 'interrupted' | 'unknown';
  /** One sentence: the current activity, or how the deployment ended. */
  text: string;
  /** The platform's error detail, shown unchanged. */
  detail: string | undefined;
  tips: Tips | undefined;
  /** The application's current address. */
  address: string | undefined;
}

export interface Tips {
  heading: string;
  reason: string | undefined;
  links: readonly { text: string; description: string; url: string }[];
}

export interface PhaseView {
  name: string;
  state: StepState;
  /** The state in words, for screen readers and the tooltip: "running", "failed". */
  stateText: string;
  /** Formatted, such as `1 min 20 s`; undefined if unknown. */
  duration: string | undefined;
  steps: readonly Omit<PhaseView, 'steps'>[];
}

/** The constant texts that the script fills in. The page's HTML has the others. */
export interface PageWords {
  /** `{0} of {1}`. */
  matchOf: string;
  noMatches: string;
  follow: string;
  pause: string;
  /** `{0} lines`. */
  lines: string;
  address: string;
}
