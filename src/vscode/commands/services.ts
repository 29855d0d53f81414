import type * as vscode from 'vscode';
import type { DeployRecords } from '../../core/operations/deployRecord.ts';
import type { UploadRecords } from '../../core/operations/uploadRecord.ts';
import type { Catalog } from '../catalog.ts';
import type { ContextKeys } from '../contextKeys.ts';
import type { Credentials } from '../credentials.ts';
import type { Deployments } from '../deployments.ts';
import type { OutputLog } from '../outputLog.ts';
import type { Recents } from '../recents.ts';
import type { ReleaseSources } from '../releaseSources.ts';
import type { Refusals } from '../refusals.ts';
import type { SessionStore } from '../session.ts';
import type { Settling } from '../settling.ts';
import type { Reports } from '../uploadReport.ts';
import type { ApplicationTree } from '../views/applicationTree.ts';
import type { DeploymentPanels } from '../views/deploymentPanels.ts';
import type { ResultPanel } from '../views/resultPanel.ts';
import type { TargetTree } from '../views/targetTree.ts';

/** What commands may be given; each takes a `Pick` of it, so that its signature says what it needs. */
export interface Services {
  extensionUri: vscode.Uri;
  session: SessionStore;
  catalog: Catalog;
  recents: Recents;
  refusals: Refusals;
  reports: Reports;
  records: UploadRecords;
  settling: Settling;
  panel: ResultPanel;
  deployments: Deployments;
  deployRecords: DeployRecords;
  panels: DeploymentPanels;
  applicationTree: ApplicationTree;
  targetTree: TargetTree;
  contextKeys: ContextKeys;
  credentials: Credentials;
  sources: ReleaseSources;
  log: OutputLog;
}
