import type * as vscode from 'vscode';
import type { TrackedDeploys } from '../../core/operations/deploy/deployRecord.ts';
import type { DeploymentId } from '../../core/platform/deployment.ts';
import type { DeployTarget } from '../../core/platform/paths.ts';
import type { PlatformSetting } from '../editor/settings.ts';
import type { Catalog } from '../modules/catalog.ts';
import type { ProcessWatches } from '../modules/processWatches.ts';
import type { DeploymentReport, Deployments } from './deployments.ts';
import type { SessionWork } from '../session/sessionWork.ts';
import type { SessionServices } from '../session/sessionServices.ts';

/** The services that deployments need. */
export interface DeployServices extends SessionServices {
  catalog: Catalog;
  deploys: DeployOnlyServices;
}

/**
 * The services that only deployments need. `tracked` has the deployments that were started on this computer, and
 * `deployments` those that this window follows or shows.
 */
export interface DeployOnlyServices {
  tracked: TrackedDeploys;
  deployments: Deployments;
  work: SessionWork;
  panels: DeploymentPages;
  logs: DeploymentLogs;
  watches: Pick<ProcessWatches, 'watch' | 'stop'>;
  applicationLogs: ApplicationLogPages;
}

/** Selects the log of an environment, or of one of its processes or instances. */
export interface LogTarget extends DeployTarget {
  process?: string | undefined;
  instance?: string | undefined;
}

export interface ApplicationLogPages {
  /**
   * Shows the page of an environment's log. If the page is already open, it changes to the given process or instance.
   */
  show(platform: PlatformSetting, target: LogTarget): void;
  /** Copies what is selected on the page that has the focus. */
  copySelection(): void;
}

export interface DeploymentLogs {
  /** Opens the log of a deployment as a document. */
  open(report: DeploymentReport): Promise<void>;
  /** Opens a text as a document. `name` becomes the title of the editor. */
  openText(name: string, text: string): Promise<void>;
  /** Returns whether the log is visible in an editor. */
  isShowing(id: DeploymentId): boolean;
}

export interface DeploymentPages {
  /** Shows a deployment's page. The page gets the focus only if `takeFocus` is true. */
  show(report: DeploymentReport, takeFocus: boolean): void;
  /** Returns whether the deployment's page is visible. */
  isShowing(id: DeploymentId): boolean;
  /** Returns whether the deployment has a page, visible or hidden. */
  has(id: DeploymentId): boolean;
  /** The deployment whose page has the focus. */
  readonly activeId: DeploymentId | undefined;
  /** Copies what is selected on the page that has the focus. */
  copySelection(): void;
  /** Fires with the deployment's ID when the deployment's page is opened or becomes visible. */
  onDidSee: vscode.Event<DeploymentId>;
}
