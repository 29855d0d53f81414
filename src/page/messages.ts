/**
 * A message from the extension to the page of a deployment. The page does not depend on the platform: the page receives
 * finished sentences, and log lines as the platform stores them, with their ANSI codes.
 */
export type ToPage =
  /** Content of the page except the log. The content is small, so the extension sends all of it on every change. */
  | { kind: 'view'; view: DeploymentView }
  /**
   * Replaces line `from` (counted from 0) and all later lines of the log. The extension sends a long log in several
   * messages of limited size.
   */
  | { kind: 'log'; from: number; lines: readonly string[] }
  /** Asks for the selected text. The page sends it with `copy`. */
  | { kind: 'copySelection' };

/**
 * All buttons of the page that have an action: the buttons in `view.actions`, and the fixed buttons in the page's HTML.
 */
export const pageButtons = [
  'openAddress',
  'copyAddress',
  'deployAgain',
  'signIn',
  'openConsole',
  'openLog',
  'copyLog',
  'saveLog',
  'readNow',
] as const;
export type PageButton = (typeof pageButtons)[number];

/** The actions of the buttons on the page of a batch. `showRow` is in the rows. */
export const batchButtons = [
  'cancel',
  'retryFailed',
  'confirmUnknown',
  'sendCancelled',
  'signIn',
  'showHistory',
  'showLog',
  'showRow',
] as const;
export type BatchButton = (typeof batchButtons)[number];

/** Number of buttons under a headline. The others are under More, because a long row would fill a small page. */
export const buttonsInView = 3;

/** A message from a page to the extension, which validates it, because the extension does not trust a page. */
export type FromPage =
  /** The page has loaded and is empty, so the extension must send everything. */
  | { kind: 'ready' }
  /** The user pressed a button with `data-action`. `row` is the button's `data-row`, if it belongs to a row of a table. */
  | { kind: 'run'; action: string; row?: string }
  /** The user chose a link with `data-url`, such as the application's address or a link of a tip. */
  | { kind: 'open'; url: string }
  /**
   * The user copied this text from the log, without ANSI codes. The extension writes the text to the clipboard too,
   * because the page cannot write to the clipboard in every editor.
   */
  | { kind: 'copy'; text: string };

/** The content of the result page of an upload, or of a batch of uploads. */
export interface ResultView {
  kind: 'result';
  /** What the extension needs to restore the page after a reload. The page saves it unchanged. */
  state?: object;
  /** Names the page, such as `Upload of 1.0.3 to demo-app / default`. */
  title: string;
  headline: Headline;
  /** What a check of the stored package found. Only screen readers announce it, because `content` shows it. */
  announcement: string;
  /** HTML from `editor/html.ts`, which escapes every value. */
  content: string;
}

/** The headline of an upload, as plain text. */
export interface Headline {
  kind: 'under-way' | 'uploaded' | 'failed' | 'unknown';
  /** Whether a screen reader interrupts what it is reading to announce the headline. */
  urgent: boolean;
  sign: string;
  text: string;
  /** What happened, in one sentence below the headline. */
  verdict?: string | undefined;
}

export interface DeploymentView {
  /** For example `demo-app / default → Staging`. */
  title: string;
  verdict: Verdict;
  /** Version, start time, duration, operator, platform and deployment ID. */
  facts: readonly { name: string; value: string }[];
  /** In the platform's order; empty until the phases are read. */
  phases: readonly PhaseView[];
  /** The most useful action first. The page shows the first `buttonsInView` of them, and the others under More. */
  actions: readonly { id: PageButton; label: string; primary: boolean }[];
  /**
   * A note about the monitoring of the deployment: the connection is lost and being retried, or the log is large and
   * therefore read less often.
   */
  note: string | undefined;
  /**
   * Label of the button, beside the note, that reads the log immediately. Undefined unless the next read of the log is
   * delayed.
   */
  readNow: string | undefined;
}

export type StepState = 'notStarted' | 'running' | 'successful' | 'failed' | 'interrupted' | 'skipped' | 'neverSeen';

export interface Verdict {
  state: 'running' | 'successful' | 'failed' | 'interrupted' | 'unknown';
  /** One sentence about what the deployment is doing, or about how the deployment ended. */
  text: string;
  /** The platform's error detail, shown unchanged. */
  detail: string | undefined;
  tips: Tips | undefined;
  /** The application's current URL. */
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
  /** The state as text for screen readers and the tooltip, such as "running" or "failed". */
  stateText: string;
  /** Formatted duration, such as `1 min 20 s`; undefined if unknown. */
  duration: string | undefined;
  steps: readonly Omit<PhaseView, 'steps'>[];
}

/** The constant texts that the page's script inserts. All other constant texts are in the page's HTML. */
export interface PageWords {
  /** `{0} of {1}`. */
  matchOf: string;
  noMatches: string;
  follow: string;
  pause: string;
  /** `{0} line`, for one line. */
  line: string;
  /** `{0} lines`, for any other number. */
  lines: string;
  address: string;
  more: string;
  noError: string;
}
