import path from 'node:path';
import * as vscode from 'vscode';
import { batchRecordKind } from './core/operations/batch/batchRecord.ts';
import { deployRecordKind } from './core/operations/deploy/deployRecord.ts';
import { RecordStore, type Owner } from './core/operations/records.ts';
import { TrackedOperation } from './core/operations/trackedOperation.ts';
import { uploadRecordKind } from './core/operations/upload/uploadRecord.ts';
import { Batches } from './vscode/batch/batches.ts';
import { BatchPanels, handleBatchActions } from './vscode/batch/page/batchPanels.ts';
import { continueBatches } from './vscode/batch/runBatch.ts';
import { ComparedDocuments } from './vscode/commands/comparedDocuments.ts';
import type { CommandServices } from './vscode/commands/index.ts';
import type { RunCommand } from './vscode/commands/registerCommands.ts';
import { followWalkthrough } from './vscode/commands/walkthrough.ts';
import { Deployments } from './vscode/deploy/deployments.ts';
import { LogDocuments } from './vscode/deploy/logDocuments.ts';
import { handlePageActions } from './vscode/deploy/page/actions.ts';
import { DeploymentPanels } from './vscode/deploy/page/panels.ts';
import { resumeDeployments } from './vscode/deploy/resumeDeployments.ts';
import { createDeploymentStatus } from './vscode/deploy/statusItem.ts';
import { showDeploymentBadge } from './vscode/deploy/viewBadge.ts';
import { registerDescriptionDiagnostics } from './vscode/description/descriptionDiagnostics.ts';
import { registerDescriptionProviders } from './vscode/description/descriptionProviders.ts';
import { background, showBackgroundErrors } from './vscode/editor/background.ts';
import type { ContextKeys } from './vscode/editor/contextKeys.ts';
import { Credentials } from './vscode/editor/credentials.ts';
import { viewIds, type pageTypes } from './vscode/editor/ids.ts';
import { OutputLog } from './vscode/editor/outputLog.ts';
import { Recents } from './vscode/editor/recents.ts';
import { affectsSetting, readTargets } from './vscode/editor/settings.ts';
import { Catalog } from './vscode/modules/catalog.ts';
import type { TreeNode } from './vscode/modules/nodes.ts';
import { ProcessWatches } from './vscode/modules/processWatches.ts';
import type { WorkspaceDescription } from './vscode/modules/workspaceDescription.ts';
import { ReleaseSources } from './vscode/publish/releaseSources.ts';
import { ApplicationLogPanels } from './vscode/running/page/logPanels.ts';
import { LinkHandler } from './vscode/session/links.ts';
import { warnOfPlainHttp } from './vscode/session/plainHttp.ts';
import { presentUnhandledError } from './vscode/session/presentError.ts';
import { SessionStore } from './vscode/session/session.ts';
import type { SessionMarks } from './vscode/session/sessionMarks.ts';
import { SessionWork } from './vscode/session/sessionWork.ts';
import type { Tools } from './vscode/tools/registerTools.ts';
import { ApplicationTree } from './vscode/tree/applicationTree.ts';
import { followSession } from './vscode/tree/followSession.ts';
import { keepTimesCurrent } from './vscode/tree/keepTimesCurrent.ts';
import type { ModuleTree } from './vscode/tree/moduleTree.ts';
import { RowDecorations } from './vscode/tree/rowDecorations.ts';
import { createStatusBar } from './vscode/tree/statusBar.ts';
import { TargetTree } from './vscode/tree/targetTree.ts';
import { showPackageProblems } from './vscode/upload/showPackageProblems.ts';
import { ResultPanel } from './vscode/upload/page/resultPanel.ts';
import { RefusedHosts } from './vscode/upload/refusedHosts.ts';
import { findReport, resumeUploads } from './vscode/upload/resumeUploads.ts';
import { Reports } from './vscode/upload/uploadReport.ts';

/** The objects that `activate` creates and passes to `start`. */
export interface ActivationObjects {
  context: vscode.ExtensionContext;
  contextKeys: ContextKeys;
  description: WorkspaceDescription;
  marks: SessionMarks;
  applications: vscode.TreeView<TreeNode>;
  target: vscode.TreeView<TreeNode>;
}

/** The loaded extension. The functions that `activate` has registered call these members. */
export interface Extension {
  runCommand: RunCommand;
  /** The rows of each view. */
  trees: { applications: ModuleTree; target: ModuleTree };
  restorePage: (type: keyof typeof pageTypes, panel: vscode.WebviewPanel, state: unknown) => Promise<void>;
  links: vscode.UriHandler;
  dropPackage: (node: TreeNode | undefined, data: vscode.DataTransfer) => Promise<void>;
  tools: () => Promise<Tools>;
  openTask: (definition: vscode.TaskDefinition, root: vscode.Uri | undefined) => Promise<vscode.Pseudoterminal>;
}

/** Loads the code of commands, tools, tasks, links and drops. */
const loadOnDemandCode = () => import('./onDemand.ts');

/**
 * Creates the extension's objects and connects them to each other. Does not wait for files or responses. Sends no
 * request before the session has been read.
 */
export function start({
  context,
  contextKeys,
  description,
  marks,
  applications,
  target,
}: ActivationObjects): Extension {
  const folder = (name: string): string => path.join(context.globalStorageUri.fsPath, name);
  const log = new OutputLog();
  const session = new SessionStore(context.secrets, context.globalState, marks);
  const catalog = new Catalog(session, log);
  const reports = new Reports();
  const work = new SessionWork(session);
  const panel = new ResultPanel(context.extensionUri, reports, context.workspaceState);
  const uploads = new TrackedOperation(new RecordStore(folder('uploads'), uploadRecordKind, currentOwner()), log);
  const batchFiles = new RecordStore(folder('batches'), batchRecordKind, currentOwner());
  const batches = new Batches({ tracked: uploads, records: batchFiles, log }, reports);
  const batchPanels = new BatchPanels(context.extensionUri, batches, reports, session);
  const deployments = new Deployments();
  const panels = new DeploymentPanels(context.extensionUri, deployments);
  const logs = new LogDocuments(deployments, panels);
  const applicationLogs = new ApplicationLogPanels(context.extensionUri, () => services);
  const applicationTree = new ApplicationTree(catalog, session);
  const targetTree = new TargetTree(catalog, session);
  const compared = new ComparedDocuments();
  const credentials = new Credentials(context.secrets);
  const services: CommandServices = {
    editor: {
      extension: context.extension,
      applications: {
        isVisible: () => applications.visible,
        reveal: () => vscode.commands.executeCommand(`${viewIds.applications}.focus`),
      },
      contextKeys,
      recents: new Recents(context.globalState),
    },
    session,
    log,
    catalog,
    uploads: {
      tracked: uploads,
      reports,
      refusals: new RefusedHosts(context.globalState),
      work,
      panel,
      batches: { all: batches, pages: batchPanels },
    },
    deploys: {
      tracked: new TrackedOperation(new RecordStore(folder('deployments'), deployRecordKind, currentOwner()), log),
      deployments,
      work,
      panels,
      logs,
      watches: new ProcessWatches(catalog, work),
      applicationLogs,
    },
    publishing: { credentials, sources: new ReleaseSources(credentials, log), compared },
  };
  showBackgroundErrors((source, error) => presentUnhandledError(services, source, error));
  context.subscriptions.push(
    log,
    session,
    catalog,
    reports,
    work,
    panel,
    batches,
    batchPanels,
    applicationTree,
    targetTree,
    deployments,
    panels,
    logs,
    applicationLogs,
    compared,
    reports.onDidChange(() => {
      contextKeys.set('hasResult', true);
    }),
    deployments.onDidChange(() => {
      contextKeys.set('hasDeployment', true);
    }),
    handleBatchActions(services, batchPanels),
    followSession(session, applicationTree, applications, contextKeys),
    followWalkthrough(services, contextKeys),
    keepTimesCurrent(targetTree, target),
    keepTimesCurrent(applicationTree, applications),
    showDeploymentBadge(deployments, panels, applications),
    new RowDecorations(catalog),
    registerDescriptionDiagnostics(),
    registerDescriptionProviders(),
    createStatusBar(session, catalog, description),
    followSettings(session, [applicationTree, targetTree], contextKeys),
    resumeUploads(services, (signedIn) => continueBatches(services, signedIn)),
    showPackageProblems(services),
    resumeDeployments(services),
    handlePageActions(services, panels),
    createDeploymentStatus(deployments, panels),
    warnOfPlainHttp(session, context.globalState),
  );
  background('session', session.read());

  let tools: Promise<Tools> | undefined;
  return {
    runCommand: async (id, argument, selection) => {
      try {
        const commands = (await loadOnDemandCode()).commandsOf(services, { applicationTree, targetTree, contextKeys });
        return await commands[id](argument, selection);
      } catch (error) {
        presentUnhandledError(services, id, error);
        return undefined;
      }
    },
    trees: { applications: applicationTree, target: targetTree },
    restorePage: async (type, page, state) => {
      if (type === 'deployment') panels.restore(page, state);
      else if (type === 'applicationLog') applicationLogs.restore(page, state);
      else if (!batchPanels.tryRestore(page, state)) await panel.restore(page, (shown) => findReport(services, shown));
    },
    links: new LinkHandler(
      services,
      { '/upload': async (uri) => (await loadOnDemandCode()).followUploadLink(services, uri) },
      async (uri) => (await loadOnDemandCode()).followSignInLink(services, uri),
    ),
    dropPackage: async (node, data) => (await loadOnDemandCode()).dropPackage(services, node, data),
    tools: () => (tools ??= loadOnDemandCode().then(({ toolsOf }) => toolsOf(services))),
    openTask: async (definition, root) => (await loadOnDemandCode()).openTask(services, definition, root),
  };
}
/** Returns the process of this window, which owns the uploads and deployments that this window sends. */
function currentOwner(): Owner {
  return {
    pid: process.pid,
    isAlive: (pid) => {
      try {
        return process.kill(pid, 0);
      } catch (error) {
        // EPERM means that the process is alive but belongs to another user.
        return error instanceof Error && 'code' in error && error.code === 'EPERM';
      }
    },
  };
}

/**
 * When a setting changes, updates what depends on the setting: the platform's name and URLs, the context key
 * `hasTarget` and the views with the targets.
 */
function followSettings(
  session: SessionStore,
  trees: readonly { refresh: () => void }[],
  contextKeys: ContextKeys,
): vscode.Disposable {
  const followTargets = (): void => {
    contextKeys.set('hasTarget', readTargets().length > 0);
    for (const tree of trees) tree.refresh();
  };
  followTargets();
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeWorkspaceFolders(followTargets),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (affectsSetting(event, 'platforms')) background('session', session.platformsChanged());
      if (affectsSetting(event, 'target')) followTargets();
    }),
  );
}
