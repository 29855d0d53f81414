import type * as vscode from 'vscode';
import type { TrackedDeploys } from '../../core/operations/deploy/deployRecord.ts';
import type { DeploymentId } from '../../core/platform/deployment.ts';
import type { Catalog } from '../modules/catalog.ts';
import type { DeploymentReport, Deployments } from './deployments.ts';
import type { Recents } from '../editor/recents.ts';
import type { SessionWork } from '../session/sessionWork.ts';
import type { SessionServices } from '../session/sessionServices.ts';

/** The services that deployments need. */
export interface DeployServices extends SessionServices {
  catalog: Catalog;
  recents: Recents;
  deploys: Deploys;
}

/**
 * The deployments that were started on this computer (`tracked`), the deployments that this window follows or shows
 * (`deployments`), and the deployment pages (`panels`).
 */
export interface Deploys {
  tracked: TrackedDeploys;
  deployments: Deployments;
  work: SessionWork;
  panels: DeploymentPages;
  logs: DeploymentLogs;
}

export interface DeploymentLogs {
  /** Opens the log of a deployment as a document. */
  open(report: DeploymentReport): Promise<void>;
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
