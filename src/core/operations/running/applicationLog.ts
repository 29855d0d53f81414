import type { LogTime } from '../../platform/applicationLog.ts';
import { isPermanent } from '../../platform/gatewayErrors.ts';
import type { DeployTarget } from '../../platform/paths.ts';
import type { Platform } from '../../platform/platform.ts';
import { requirePlatformError, type PlatformError } from '../../platform/platformError.ts';
import { LogLines, LogPass, type LinesChange, type LinesLimits, type LogLine } from './logLines.ts';
import { LogPages, type LogQuery, type FilteredPage } from './logPages.ts';

export interface ApplicationLogState {
  /** False until the first page has arrived. */
  isLoaded: boolean;
  /**
   * Whether older lines can be loaded: `more`, `loading`, `none` (the range has no older lines) or `full` (this
   * computer keeps no more lines).
   */
  older: 'more' | 'loading' | 'none' | 'full';
  /** Why the last read of older lines failed. The user can try again. */
  olderError: PlatformError | undefined;
  /** Why the last read of new lines failed, if the log is still followed. */
  transientError: PlatformError | undefined;
  /**
   * Why the log is not read any more. `appNotPermitted` means that the platform's administrator has not granted the log
   * to the application of the token.
   */
  fatalError: PlatformError | undefined;
}

export interface ApplicationLogOptions {
  platform: Platform;
  target: DeployTarget;
  query: LogQuery;
  /** Called for each change of the lines, in the order of the changes. */
  onLines?: (change: LinesChange) => void;
  onState?: (state: ApplicationLogState) => void;
  /** Returns whether the log is visible. A hidden log is read every 30 s. */
  isWatched: () => boolean;
  limits?: LinesLimits;
}

/** Shortest and longest pause between two reads of new lines, in milliseconds. */
const [shortestPauseMs, longestPauseMs] = [3000, 30_000];

/** Factor by which the pause grows after a read without new lines. */
const pauseGrowthFactor = 1.8;

/**
 * Maximum number of lines in a page: `wholePage` for the first page and for pages with older lines, `followPage` for
 * pages with new lines.
 */
const [wholePage, followPage] = [500, 200];

/** The platform keeps a scroll for this many milliseconds after its last use (platform-api.md 4.16). */
const scrollLifeMs = 5 * 60_000;

/** Maximum number of pages that are read to close one gap. If more lines are missing, the gap stays. */
const maxGapPages = 5;

/** Maximum number of pages that one call of `loadOlder` reads to find a line that was not known. */
const maxPagesPerLoad = 5;

/** A scroll, which is the platform's cursor for reading the next page of older lines. */
interface Scroll {
  id: string;
  pass: LogPass;
  usedAt: number;
}

/** A gap that can still be closed. The log grew by more than one page between two reads, so lines are missing. */
interface Gap extends Scroll {
  /** The first line after the gap. */
  line: LogLine;
  pagesLeft: number;
}

/**
 * Reads the log of an environment and follows it. Keeps the lines oldest first. Requests for new lines are sent at most
 * every 3 s, and every 30 s while the log is quiet or hidden. Older lines are read only when `loadOlder` is called.
 */
export class ApplicationLog {
  readonly #reading: ApplicationLogOptions;
  readonly #pages: LogPages;
  readonly #lines: LogLines;
  #state: ApplicationLogState = {
    isLoaded: false,
    older: 'none',
    olderError: undefined,
    transientError: undefined,
    fatalError: undefined,
  };
  #scroll: Scroll | undefined;
  #gap: Gap | undefined;
  /** Start of the query's range. Undefined until a line is known. */
  #startTime: LogTime | undefined;
  #olderLoads: Promise<void> | undefined;
  #pause = new AbortController();

  constructor(reading: ApplicationLogOptions) {
    this.#reading = reading;
    this.#pages = new LogPages(reading.platform, reading.target, reading.query);
    this.#lines = new LogLines(reading.onLines, reading.limits);
  }

  get state(): ApplicationLogState {
    return this.#state;
  }

  get lineCount(): number {
    return this.#lines.count;
  }

  /** Returns at most `count` lines from index `start` on, oldest first. */
  lines(start?: number, count?: number): LogLine[] {
    return this.#lines.slice(start, count);
  }

  /** Whether the log is followed. False for a range with a fixed end, which is read once. */
  get follows(): boolean {
    return typeof this.#reading.query.range === 'string';
  }

  /**
   * Ends a long pause. Called when the log becomes visible. The next read still starts at least 3 s after the start of
   * the last one.
   */
  hurry(): void {
    this.#pause.abort();
  }

  /**
   * Reads the log, and follows it until the signal is aborted or no further read can succeed (`fatalError`). May be
   * called again after it has resolved. A thrown error is a bug in this program.
   */
  async run(signal: AbortSignal): Promise<ApplicationLogState> {
    const { clock } = this.#reading.platform;
    this.#set({ fatalError: undefined, transientError: undefined });
    let pauseMs = shortestPauseMs;
    while (!signal.aborted) {
      const pause = (this.#pause = new AbortController());
      const startedAt = clock.now();
      const outcome = await this.#readNew(signal);
      if (this.#state.fatalError || (outcome !== 'failed' && !this.follows)) break;
      pauseMs = outcome === 'moved' ? shortestPauseMs : Math.min(longestPauseMs, pauseMs * pauseGrowthFactor);
      if (!pause.signal.aborted) {
        const waitMs = this.#reading.isWatched() ? pauseMs : longestPauseMs;
        await clock.wait(waitMs, AbortSignal.any([signal, pause.signal]));
      }
      if (!pause.signal.aborted) continue;
      pauseMs = shortestPauseMs;
      const restMs = startedAt + shortestPauseMs - clock.now();
      if (restMs > 0) await clock.wait(restMs, signal);
    }
    return this.#state;
  }

  /**
   * Loads a page of older lines. Does nothing if there are none. If a load is in progress, returns the promise of that
   * load. A failure is in `olderError`; a thrown error is a bug in this program.
   */
  loadOlder(signal?: AbortSignal): Promise<void> {
    this.#olderLoads ??= this.#loadOlder(signal).finally(() => {
      this.#olderLoads = undefined;
    });
    return this.#olderLoads;
  }

  /**
   * Reads once. Resolves to `moved` if there were new lines or a page of a gap was read, to `failed` if the read
   * failed, and otherwise to `quiet`.
   */
  async #readNew(signal: AbortSignal): Promise<'moved' | 'quiet' | 'failed'> {
    try {
      const moved = this.#gap ? await this.#closeGap(this.#gap, signal) : await this.#readNewest(signal);
      this.#set({ isLoaded: true, transientError: undefined });
      if (this.#lines.isFull) this.#set({ older: 'full' });
      return moved ? 'moved' : 'quiet';
    } catch (error) {
      const failure = requirePlatformError(error);
      if (signal.aborted) return 'failed';
      this.#set(isPermanent(failure.code) ? { fatalError: failure } : { transientError: failure });
      return 'failed';
    }
  }

  async #readNewest(signal: AbortSignal): Promise<boolean> {
    const isFirst = this.#lines.count === 0;
    const { range } = this.#reading.query;
    const page = await this.#pages.read({ range, limit: isFirst ? wholePage : followPage, signal });
    const pass = new LogPass();
    const { count, joins, first } = this.#lines.add(page.entries, pass, this.#pages.isSearch);
    const { newestTime } = this.#lines;
    if (newestTime !== undefined) this.#startTime ??= this.#pages.startOf(newestTime);
    // A page that is not full has all lines of the range, so there are no older lines to continue with.
    const scroll = page.received < page.limit ? undefined : this.#scrollAfter(page, pass);
    if (isFirst) this.#beginScroll(scroll);
    else if (scroll && first && !joins) this.#openGap(scroll, first, maxGapPages);
    return count > 0;
  }

  /** Returns the scroll that continues after a page with older lines. Undefined if the page was past the end. */
  #scrollAfter({ scrollId, received }: FilteredPage, pass: LogPass): Scroll | undefined {
    const { clock } = this.#reading.platform;
    return scrollId === undefined || received === 0 ? undefined : { id: scrollId, pass, usedAt: clock.now() };
  }

  #beginScroll(scroll: Scroll | undefined): void {
    this.#scroll = scroll;
    this.#set({ older: this.#lines.isFull ? 'full' : scroll ? 'more' : 'none' });
  }

  /** Marks the gap before a line, and lets the next rounds read `pagesLeft` pages to close it. */
  #openGap(scroll: Scroll, first: LogLine, pagesLeft: number): void {
    const line = this.#lines.setGap(first, true);
    if (pagesLeft > 0) this.#gap = { ...scroll, line, pagesLeft };
  }

  /**
   * Reads one page of the lines that are missing in a gap. The gap is closed when a page contains a known line.
   * Resolves to false if the scroll has expired. The gap then stays.
   */
  async #closeGap(gap: Gap, signal: AbortSignal): Promise<boolean> {
    this.#gap = undefined;
    const { range } = this.#reading.query;
    const window = { range, limit: followPage, scrollId: gap.id, signal };
    const page = await this.#pages.read(window).catch((error: unknown) => {
      const { code } = requirePlatformError(error);
      if (code === 'logScrollExpired') return undefined;
      this.#gap = gap;
      throw error;
    });
    if (!page) return false;
    const { joins, first } = this.#lines.add(page.entries, gap.pass, this.#pages.isSearch);
    const scroll = this.#scrollAfter(page, gap.pass);
    const line = this.#lines.setGap(gap.line, false);
    if (scroll && !joins) this.#openGap(scroll, first ?? line, gap.pagesLeft - 1);
    return true;
  }

  async #loadOlder(signal: AbortSignal | undefined): Promise<void> {
    if (this.#state.older !== 'more') return;
    this.#set({ older: 'loading', olderError: undefined });
    try {
      let found = 0;
      for (let pages = 0; found === 0 && pages < maxPagesPerLoad; pages += 1) {
        const added = await this.#readOlder(signal);
        if (added === undefined) {
          this.#set({ older: 'none' });
          return;
        }
        found += added;
      }
      this.#set({ older: this.#lines.isFull ? 'full' : 'more' });
    } catch (error) {
      const failure = requirePlatformError(error);
      this.#set({ older: 'more', ...(signal?.aborted ? {} : { olderError: failure }) });
    }
  }

  /** Reads one page of older lines. Resolves to the number of new lines; undefined if there are no older lines. */
  async #readOlder(signal: AbortSignal | undefined): Promise<number | undefined> {
    const { clock } = this.#reading.platform;
    const { range } = this.#reading.query;
    const scroll = this.#scroll;
    if (!scroll || clock.now() - scroll.usedAt > scrollLifeMs) return this.#restartScroll(signal);
    const window = { range, limit: wholePage, scrollId: scroll.id, signal };
    const page = await this.#pages.read(window).catch((error: unknown) => {
      if (requirePlatformError(error).code === 'logScrollExpired') return undefined;
      throw error;
    });
    return page ? this.#addOlder(page, scroll.pass) : this.#restartScroll(signal);
  }

  /** Starts a new scroll at the oldest known line, because the old scroll has expired. Resolves like `#readOlder`. */
  async #restartScroll(signal: AbortSignal | undefined): Promise<number | undefined> {
    this.#scroll = undefined;
    const { oldestTime: to } = this.#lines;
    const from = this.#startTime;
    if (to === undefined || from === undefined || from > to) return undefined;
    const page = await this.#pages.read({ range: { from, to }, limit: wholePage, signal });
    return this.#addOlder(page, new LogPass(to));
  }

  /**
   * Adds a page of older lines. Returns the number of lines that were not known. Undefined if there are no older lines.
   * A page without a line of this environment can be followed by other pages.
   */
  #addOlder(page: FilteredPage, pass: LogPass): number | undefined {
    const { count } = this.#lines.add(page.entries, pass, this.#pages.isSearch);
    this.#scroll = this.#scrollAfter(page, pass);
    return this.#scroll ? count : undefined;
  }

  #set(change: Partial<ApplicationLogState>): void {
    const keys = Object.keys(change) as (keyof ApplicationLogState)[];
    if (keys.every((key) => this.#state[key] === change[key])) return;
    this.#state = { ...this.#state, ...change };
    this.#reading.onState?.(this.#state);
  }
}
