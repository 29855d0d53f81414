import * as vscode from 'vscode';
import { isObject, stringOf } from '../../../core/http/json.ts';
import type { LogLine } from '../../../core/operations/running/logLines.ts';
import { logPageUrl } from '../../../core/platform/consoleUrl.ts';
import {
  applicationLogButtons,
  type ApplicationLogButton,
  type LogSource,
  type ToLogPage,
} from '../../../page/messages.ts';
import { environmentName } from '../../../texts/targetNames.ts';
import type { ApplicationLogPages, DeployServices, LogTarget } from '../../deploy/deployServices.ts';
import { saveLogText } from '../../deploy/page/actions.ts';
import { pageState, parsePageState, type PageTarget } from '../../deploy/page/pageState.ts';
import { background } from '../../editor/background.ts';
import { pageTypes } from '../../editor/ids.ts';
import { showInformation } from '../../editor/notifications.ts';
import type { PlatformSetting } from '../../editor/settings.ts';
import { listenToPage, loadPage, postToPage } from '../../editor/webviewPage.ts';
import { openConsolePage } from '../../modules/consolePage.ts';
import { signIn } from '../../session/signIn.ts';
import { logText } from '../logText.ts';
import { ShownLog } from '../shownLog.ts';
import { applicationLogHtml } from './html.ts';
import { LineSender } from './lineSender.ts';
import { firstQuery, parseLogQuery, sourcesOf } from './logQuery.ts';
import { applicationLogView } from './view.ts';

const { t } = vscode.l10n;

/**
 * Maximum number of instances that the page offers. The log of several days can have lines of hundreds of instances.
 */
const maxInstances = 50;

/**
 * The pages of application logs, at most one for each environment. VS Code discards the content of a hidden page. The
 * lines stay in the extension, which sends them again when the page becomes visible.
 */
export class ApplicationLogPanels implements ApplicationLogPages, vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #services: () => DeployServices;
  readonly #pages = new Map<string, LogPanel>();

  /** `services` is a function, because the services contain these pages and are complete only later. */
  constructor(extensionUri: vscode.Uri, services: () => DeployServices) {
    this.#extensionUri = extensionUri;
    this.#services = services;
  }

  show(platform: PlatformSetting, target: LogTarget): void {
    const known = this.#pages.get(logPageKey({ platform, target }));
    if (known) {
      known.reveal(target);
      return;
    }
    const panel = vscode.window.createWebviewPanel(pageTypes.applicationLog, '', vscode.ViewColumn.Active);
    this.#adopt(panel, { platform, target });
  }

  /** Restores a page that was open before the window was reloaded. The page begins with the newest lines. */
  restore(panel: vscode.WebviewPanel, state: unknown): void {
    const saved = parseLogPageState(state);
    if (saved) this.#adopt(panel, saved);
    else panel.dispose();
  }

  copySelection(): void {
    for (const page of this.#pages.values()) page.copySelection();
  }

  /** Does not close the pages, because VS Code restores only pages that are open when the extension is deactivated. */
  dispose(): void {
    for (const page of this.#pages.values()) page.dispose();
  }

  #adopt(panel: vscode.WebviewPanel, about: LogPageTarget): void {
    const key = logPageKey(about);
    this.#pages.get(key)?.close();
    const page = new LogPanel(this.#services(), this.#extensionUri, panel, about, () => {
      if (this.#pages.get(key) === page) this.#pages.delete(key);
    });
    this.#pages.set(key, page);
  }
}

/** What a page shows: the log of an environment, or of one process or instance of it. */
interface LogPageTarget extends PageTarget {
  target: LogTarget;
}

function logPageKey({ platform, target }: PageTarget): string {
  const { appCode, module, environment } = target;
  return [platform.gatewayUrl, appCode, module, environment].join(' ');
}

/** Parses the state that a page has saved. Returns undefined if a value is invalid. */
function parseLogPageState(json: unknown): LogPageTarget | undefined {
  const saved = parsePageState(json);
  if (!saved || !isObject(json)) return undefined;
  const [process, instance] = [stringOf(json, 'process'), stringOf(json, 'instance')];
  return { ...saved, target: { ...saved.target, process, instance } };
}

class LogPanel implements vscode.Disposable {
  readonly #services: DeployServices;
  readonly #panel: vscode.WebviewPanel;
  readonly #sender: LineSender;
  readonly #shown: ShownLog;
  /**
   * Names of the processes and instances whose lines were read. The page offers them too, because the platform's lists
   * do not contain instances that have ended.
   */
  readonly #processes = new Set<string>();
  readonly #instances = new Set<string>();

  constructor(
    services: DeployServices,
    extensionUri: vscode.Uri,
    panel: vscode.WebviewPanel,
    { platform, target }: LogPageTarget,
    closed: () => void,
  ) {
    this.#services = services;
    this.#panel = panel;
    panel.iconPath = new vscode.ThemeIcon('list-flat');
    const { appCode, module, environment, process, instance } = target;
    const { session, log, deploys } = services;
    this.#sender = new LineSender(
      () => this.#shown.log,
      (message) => postToPage(panel, message),
    );
    this.#shown = new ShownLog(
      { session, log, work: deploys.work },
      { platform, target: { appCode, module, environment }, query: firstQuery(target) },
      {
        isWatched: () => panel.visible,
        restarted: () => {
          if (panel.visible) this.#sender.start();
        },
        spliced: (change) => {
          this.#remember(change.lines);
          this.#sender.changed(change);
        },
        changed: () => {
          this.#draw();
        },
      },
    );
    listenToPage(panel, applicationLogButtons, {
      ready: () => {
        this.#draw();
        this.#sender.start();
      },
      run: (action) => {
        background(`page: ${action}`, this.#run(action));
      },
      other: (json) => {
        const query = parseLogQuery(json);
        if (query) this.#shown.ask(query);
      },
    });
    panel.onDidChangeViewState(() => {
      if (panel.visible) this.#shown.log?.hurry();
      else this.#sender.stop();
    });
    panel.onDidDispose(() => {
      this.dispose();
      closed();
    });
    const title = t('Log: {0} → {1}', appCode, environmentName(t, environment));
    loadPage(panel, extensionUri, {
      name: 'applicationLog',
      title: `${title} — ${appCode} / ${module}`,
      html: (frame) => applicationLogHtml(t, frame, { ...pageState({ platform, target }), process, instance }),
    });
    panel.title = title;
    this.#shown.start();
  }

  /** Shows the page. If a process or an instance is given, shows only the lines of this process or instance. */
  reveal({ process, instance }: LogTarget): void {
    this.#panel.reveal();
    if (process === undefined && instance === undefined) return;
    const { processes, instances } = firstQuery({ process, instance });
    this.#shown.ask({ ...this.#shown.query, processes, instances });
  }

  copySelection(): void {
    const message: ToLogPage = { kind: 'copySelection' };
    if (this.#panel.active) background('page', postToPage(this.#panel, message));
  }

  close(): void {
    this.#panel.dispose();
  }

  /** Stops reading the log, but does not close the page. */
  dispose(): void {
    this.#sender.stop();
    this.#shown.dispose();
  }

  #draw(): void {
    const view = applicationLogView(t, this.#shown, this.#sources());
    const message: ToLogPage = { kind: 'applicationLog', view };
    if (this.#panel.visible) background('page', postToPage(this.#panel, message));
  }

  /** Returns the processes and instances that run, that have written lines, or that the query names. */
  #sources(): LogSource[] {
    const { processes = [] } = this.#services.catalog.processes(this.#shown.target)?.value ?? {};
    const running = processes.flatMap(({ instances = [] }) => instances.map(({ name }) => name));
    const { processes: shown = [], instances: shownInstances = [], exclude = {} } = this.#shown.query;
    const names = [...processes.map(({ name }) => name), ...this.#processes, ...shown, ...(exclude.process ?? [])];
    const chosen = [...shownInstances, ...(exclude.instance ?? [])];
    const instances = [...chosen, ...running, ...[...this.#instances].reverse()];
    return sourcesOf(new Set(names), [...new Set(instances)].slice(0, Math.max(maxInstances, chosen.length)));
  }

  #remember(lines: readonly LogLine[]): void {
    const before = this.#processes.size + this.#instances.size;
    for (const { process, instance } of lines) {
      if (process !== '') this.#processes.add(process);
      if (instance !== '') this.#instances.add(instance);
    }
    if (this.#processes.size + this.#instances.size !== before) this.#draw();
  }

  async #run(action: ApplicationLogButton): Promise<unknown> {
    const { platform, target } = this.#shown;
    const { appCode, module, environment } = target;
    const name = `${appCode}-${module}-${environment}`;
    switch (action) {
      case 'openLog':
        return this.#services.deploys.logs.openText(`${name} ${new Date().toTimeString().slice(0, 8)}`, this.#text());
      case 'copyLog': {
        const text = this.#text();
        if (text !== '') await vscode.env.clipboard.writeText(text);
        showInformation(text === '' ? t('No log yet.') : t('Log copied.'));
        return undefined;
      }
      case 'saveLog':
        return saveLogText(`${name}.log`, () => this.#text());
      case 'loadOlder':
        this.#shown.loadOlder();
        return undefined;
      case 'openConsole':
        return openConsolePage(this.#services, platform, appCode, (consoleUrl) =>
          logPageUrl(consoleUrl, appCode, module),
        );
      case 'signIn':
        return signIn(this.#services, platform);
      case 'tryAgain':
        this.#shown.start();
        return undefined;
    }
  }

  #text(): string {
    const gap = t('Lines are missing here, because the log grew faster than it could be read.');
    return logText(this.#shown.log?.lines() ?? [], gap);
  }
}
