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
export const deploymentButtons = [
  'openAddress',
  'copyAddress',
  'deployAgain',
  'signIn',
  'openConsole',
  'showApplicationLog',
  'openLog',
  'copyLog',
  'saveLog',
  'readNow',
] as const;
export type DeploymentButton = (typeof deploymentButtons)[number];

/** All buttons of the page of an application's log that have an action. */
export const applicationLogButtons = [
  'openLog',
  'copyLog',
  'saveLog',
  'loadOlder',
  'openConsole',
  'signIn',
  'tryAgain',
] as const;
export type ApplicationLogButton = (typeof applicationLogButtons)[number];

/** A message from the extension to the page of an application's log. */
export type ToLogPage =
  /** Content of the page except the lines. */
  | { kind: 'applicationLog'; view: ApplicationLogView }
  /** Replaces `removed` lines from line `at` on, counted from 0. */
  | { kind: 'splice'; at: number; removed: number; lines: readonly LabelledLine[] }
  | { kind: 'copySelection' };

/** The actions of the buttons on the page of a batch. `showRow` is the action of the buttons in the table. */
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
export const maxVisibleButtons = 3;

/** A message from a page to the extension, which validates it, because the extension does not trust a page. */
export type FromPage =
  /** The page has loaded and is empty, so the extension must send everything. */
  | { kind: 'ready' }
  /**
   * The user pressed a button with `data-action`. `row` is the button's `data-row`, if it belongs to a row of a table.
   */
  | { kind: 'run'; action: string; row?: string }
  /** The user chose a link with `data-url`, such as the application's address or a link of a tip. */
  | { kind: 'open'; url: string }
  /**
   * The user copied this text from the log, without ANSI codes. The extension writes the text to the clipboard too,
   * because in some editors the page cannot write to the clipboard.
   */
  | { kind: 'copy'; text: string }
  /** The user changed what the page of an application's log shows. */
  | { kind: 'query'; query: LogQueryView };

/** The content of the result page of an upload, or of a batch of uploads. */
export interface ResultView {
  kind: 'result';
  /** What the extension needs to restore the page after a reload. The page saves it unchanged. */
  state?: object;
  /** Names the page, such as `Upload of 1.0.3 to demo-app / default`. */
  title: string;
  headline: Headline;
  /**
   * The result of a check of the stored package, or the progress of a batch. Only for screen readers, because `content`
   * shows the same.
   */
  announcement: string;
  /** HTML from `editor/html.ts`, which escapes every value. */
  content: string;
}

/** The headline of an upload, as plain text. */
export interface Headline {
  kind: 'under-way' | 'uploaded' | 'failed' | 'unknown';
  /** Whether a screen reader announces the headline at once, even if it is reading something else. */
  urgent: boolean;
  sign: string;
  text: string;
  /** What happened, in one sentence below the headline. */
  verdict?: string | undefined;
}

/** A button under a headline or a problem. */
export interface ActionView<Id extends string> {
  id: Id;
  label: string;
  primary: boolean;
}

export interface DeploymentView {
  /** For example `demo-app / default → Staging`. */
  title: string;
  verdict: Verdict;
  /** Version, start time, duration, operator, platform and deployment ID. */
  facts: readonly { name: string; value: string }[];
  /** In the platform's order; empty until the phases are read. */
  phases: readonly PhaseView[];
  /** The most useful action first. The page shows the first `maxVisibleButtons` of them, and the others under More. */
  actions: readonly ActionView<DeploymentButton>[];
  /**
   * A note about the monitoring of the deployment: the connection is lost and being retried, or the log is large and
   * therefore read less often.
   */
  note: string | undefined;
  /**
   * Label of the button beside the note. The button reads the log immediately. Undefined if the next read of the log is
   * not delayed.
   */
  readNow: string | undefined;
}

export type StepState = 'notStarted' | 'running' | 'successful' | 'failed' | 'interrupted' | 'skipped' | 'neverSeen';

export interface Verdict {
  /** `notStarting`: the deployment was successful, but a process does not start. */
  state: 'running' | 'successful' | 'notStarting' | 'failed' | 'interrupted' | 'unknown';
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

/** Which lines of an application's log the page shows, as values of the page's controls. */
export interface LogQueryView {
  /** A time range that the platform supports, such as `1h`, or the value `custom`. */
  range: string;
  /** The ends of a custom range on the platform's clock, such as `2026-07-20T12:21:08`; otherwise empty. */
  from: string;
  to: string;
  /** A search in the platform's query language. */
  search: string;
  /** Empty for all lines, or a value of `ApplicationLogView.sources`. */
  source: string;
  /** Values of `ApplicationLogView.sources` whose lines are left out. */
  exclude: readonly string[];
}

/** A process or an instance whose lines can be shown alone or left out. */
export interface LogSource {
  kind: 'process' | 'instance';
  value: string;
  name: string;
}

export interface ApplicationLogView {
  /** For example `Log of demo-app / default → Staging`. */
  title: string;
  query: LogQueryView;
  /** Times of the oldest and the newest line, which a new custom range has at first. Empty if there are no lines. */
  known: { from: string; to: string };
  sources: readonly LogSource[];
  /** Why lines are missing or late, or that older lines are being loaded. Screen readers announce the note. */
  note: string | undefined;
  /** Why the log cannot be read, and buttons for what the user can do. */
  problem: { text: string; actions: readonly ActionView<ApplicationLogButton>[] } | undefined;
  /** Whether the page shows the controls for the query. */
  canQuery: boolean;
  /** Whether new lines can appear. */
  follows: boolean;
  /**
   * `more`: the page loads older lines when the user scrolls up. `onClick`: it loads them only on a click, because the
   * last try failed. `no`: older lines cannot be loaded now.
   */
  older: 'more' | 'onClick' | 'no';
  /** The text in place of the log while it has no lines. */
  empty: string;
}

/** A line of an application's log. */
export interface LabelledLine {
  /** The line with its ANSI codes. */
  text: string;
  /** Time, process and instance. They stand beside the line and are not part of it. */
  label: string;
  /** Matches of the search, as start and end in `text`. */
  marks?: readonly (readonly [number, number])[];
  /** Whether lines are missing before this one. */
  gap?: boolean;
}

/** The constant texts that the log of a page inserts. */
export interface LogWords {
  /** `{0} of {1}`. */
  matchOf: string;
  noMatches: string;
  follow: string;
  pause: string;
  /** `{0} line`, for one line. */
  line: string;
  /** `{0} lines`, for any other number. */
  lines: string;
  noError: string;
  /** Label of the button that unfolds more buttons. */
  more: string;
}

/** The constant texts that the page's script inserts. All other constant texts are in the page's HTML. */
export interface PageWords extends LogWords {
  address: string;
}

/** The constant texts that the script of the page of an application's log inserts. */
export interface ApplicationLogWords extends LogWords {
  /** Shown where lines are missing. */
  gap: string;
  exclude: string;
  /** `Exclude ({0})`. */
  excluded: string;
  allSources: string;
  processes: string;
  instances: string;
}
