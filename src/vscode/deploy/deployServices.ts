import type * as vscode from 'vscode';
import type { TrackedDeploys } from '../../core/operations/deploy/deployRecord.ts';
import type { DeploymentId } from '../../core/platform/deployment.ts';
import type { Catalog } from '../modules/catalog.ts';
import type { DeploymentReport, Deployments } from './deployments.ts';
import type { Recents } from '../editor/recents.ts';
import type { SessionWork } from '../session/sessionWork.ts';
import type { SessionServices } from '../session/sessionServices.ts';

/** The services of deployments. */
export interface DeployServices extends SessionServices {
  catalog: Catalog;
  recents: Recents;
  deploys: Deploys;
}

/** The deployments of this window and this computer, with their pages. */
export interface Deploys {
  tracked: TrackedDeploys;
  deployments: Deployments;
  work: SessionWork;
  panels: DeploymentPages;
}

export interface DeploymentPages {
  /** Shows a deployment's page. The focus stays where it is unless `takeFocus`. */
  show(report: DeploymentReport, takeFocus: boolean): void;
  /** Whether the deployment's page is visible. */
  isShowing(id: DeploymentId): boolean;
  /** Whether the deployment has a page, visible or not. */
  has(id: DeploymentId): boolean;
  /** Fires when the page of a deployment is opened or comes to the front. */
  onDidSee: vscode.Event<DeploymentId>;
}
