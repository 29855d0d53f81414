import type * as vscode from 'vscode';
import { ApplicationLog } from '../../core/operations/running/applicationLog.ts';
import type { LinesChange } from '../../core/operations/running/logLines.ts';
import type { LogQuery } from '../../core/operations/running/logPages.ts';
import type { Log } from '../../core/http/log.ts';
import type { DeployTarget } from '../../core/platform/paths.ts';
import { background } from '../editor/background.ts';
import type { PlatformSetting } from '../editor/settings.ts';
import { connect } from '../session/connect.ts';
import type { SessionStore, SignedIn } from '../session/session.ts';
import type { SessionWork } from '../session/sessionWork.ts';

interface ShownLogServices {
  session: SessionStore;
  log: Log;
  work: SessionWork;
}

interface ShownLogListener {
  isWatched: () => boolean;
  /** Called each time that the reading starts. The log has no lines until `spliced` is called. */
  restarted: () => void;
  spliced: (change: LinesChange) => void;
  /** Called when anything but the lines of the log has changed. */
  changed: () => void;
}

/**
 * The log that a page shows. It is read with one query at a time. A sign-out stops the reading, and a sign-in to the
 * same platform starts it again.
 */
export class ShownLog implements vscode.Disposable {
  readonly platform: PlatformSetting;
  readonly target: DeployTarget;
  readonly #services: ShownLogServices;
  readonly #listener: ShownLogListener;
  readonly #subscription: vscode.Disposable;
  #query: LogQuery;
  #log: ApplicationLog | undefined;
  #stop = new AbortController();
  #isRead = false;

  constructor(
    services: ShownLogServices,
    { platform, target, query }: { platform: PlatformSetting; target: DeployTarget; query: LogQuery },
    listener: ShownLogListener,
  ) {
    this.platform = platform;
    this.target = target;
    this.#services = services;
    this.#listener = listener;
    this.#query = query;
    this.#subscription = services.session.onDidChange(() => {
      if (!this.#isRead && this.#session) this.start();
    });
  }

  get query(): LogQuery {
    return this.#query;
  }

  /** Undefined if the user was not signed in to the platform when the reading started. */
  get log(): ApplicationLog | undefined {
    return this.#log;
  }

  /** Whether the log is being read, or was read to the end of its range. */
  get isRead(): boolean {
    return this.#isRead;
  }

  /** Reads the log with another query. */
  ask(query: LogQuery): void {
    this.#query = query;
    this.start();
  }

  /** Reads the log, beginning with its newest page. */
  start(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    const session = this.#session;
    this.#log = undefined;
    this.#isRead = session !== undefined;
    this.#listener.restarted();
    if (session) {
      const log = this.#open(session);
      this.#log = log;
      background('application log', this.#run(session, log, this.#stop.signal));
    }
    this.#listener.changed();
  }

  loadOlder(): void {
    if (this.#log) background('application log', this.#log.loadOlder(this.#stop.signal));
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#stop.abort();
  }

  get #session(): SignedIn | undefined {
    const { current } = this.#services.session;
    return current.state === 'signedIn' && current.platform.gatewayUrl === this.platform.gatewayUrl
      ? current
      : undefined;
  }

  #open(session: SignedIn): ApplicationLog {
    const log: ApplicationLog = new ApplicationLog({
      platform: connect(session, this.#services.session, this.#services.log),
      target: this.target,
      query: this.#query,
      isWatched: this.#listener.isWatched,
      onLines: (change) => {
        if (this.#log === log) this.#listener.spliced(change);
      },
      onState: () => {
        if (this.#log === log) this.#listener.changed();
      },
    });
    return log;
  }

  async #run(session: SignedIn, log: ApplicationLog, stopped: AbortSignal): Promise<void> {
    await this.#services.work.run(session, (signal) => log.run(AbortSignal.any([signal, stopped])));
    if (this.#log !== log || stopped.aborted) return;
    // The reading has ended. `isRead` stays true only if the range has a fixed end and no error stopped the reading.
    this.#isRead = !log.follows && !log.state.fatalError;
    this.#listener.changed();
  }
}
