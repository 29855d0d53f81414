import path from 'node:path';
import * as vscode from 'vscode';
import { batchRecords } from './core/operations/batch/batchRecord.ts';
import { deployRecords } from './core/operations/deploy/deployRecord.ts';
import { Records, type Owner } from './core/operations/records.ts';
import { TrackedOperation } from './core/operations/trackedOperation.ts';
import { uploadRecords } from './core/operations/upload/uploadRecord.ts';
import { background, showBackgroundErrors } from './vscode/editor/background.ts';
import { Batches } from './vscode/batch/batches.ts';
import { BatchPanels, followBatchActions } from './vscode/batch/page/batchPanels.ts';
import { continueBatches } from './vscode/batch/runBatch.ts';
import { Catalog } from './vscode/modules/catalog.ts';
import type { TreeNode } from './vscode/modules/nodes.ts';
import { WorkspaceDescription } from './vscode/modules/workspaceDescription.ts';
import type { CommandServices } from './vscode/commands/index.ts';
import { registerCommands } from './vscode/commands/registerCommands.ts';
import { ComparedDocuments } from './vscode/commands/comparedDocuments.ts';
import { followWalkthrough } from './vscode/commands/walkthrough.ts';
import { followPageActions } from './vscode/deploy/page/actions.ts';
import { presentEscaped } from './vscode/session/presentError.ts';
import { resumeDeployments } from './vscode/deploy/resumeDeployments.ts';
import { followDoubts } from './vscode/upload/followDoubts.ts';
import { findReport, resumeUploads } from './vscode/upload/resumeUploads.ts';
import { Credentials } from './vscode/editor/credentials.ts';
import { ContextKeys } from './vscode/editor/contextKeys.ts';
import { Deployments } from './vscode/deploy/deployments.ts';
import { LogDocuments } from './vscode/deploy/logDocuments.ts';
import { viewIds } from './vscode/editor/ids.ts';
import { OutputLog } from './vscode/editor/outputLog.ts';
import { warnOfPlainHttp } from './vscode/session/plainHttp.ts';
import { Recents } from './vscode/editor/recents.ts';
import { ReleaseSources } from './vscode/publish/releaseSources.ts';
import { Refusals } from './vscode/upload/refusedHosts.ts';
import { SessionStore } from './vscode/session/session.ts';
import { affectsSetting, readTargets } from './vscode/editor/settings.ts';
import { SessionWork } from './vscode/session/sessionWork.ts';
import { Links } from './vscode/session/links.ts';
import { registerTools, type Tools } from './vscode/tools/registerTools.ts';
import { Reports } from './vscode/upload/uploadReport.ts';
import { ApplicationTree } from './vscode/tree/applicationTree.ts';
import { registerDescriptionDiagnostics } from './vscode/description/descriptionDiagnostics.ts';
import { registerDescriptionProviders } from './vscode/description/descriptionProviders.ts';
import { DeploymentPanels } from './vscode/deploy/page/panels.ts';
import { ApplicationLogPanels } from './vscode/running/page/logPanels.ts';
import { ProcessWatches } from './vscode/modules/processWatches.ts';
import { createDeploymentStatus } from './vscode/deploy/statusItem.ts';
import { RowDecorations } from './vscode/tree/rowDecorations.ts';
import { ResultPanel } from './vscode/upload/page/resultPanel.ts';
import { createStatusBar } from './vscode/tree/statusBar.ts';
import { BkpaasTasks } from './vscode/tasks/taskProvider.ts';
import { taskType } from './vscode/tasks/taskDefinition.ts';
import { TargetTree } from './vscode/tree/targetTree.ts';
import { followSession } from './vscode/tree/followSession.ts';
import { keepTimesCurrent } from './vscode/tree/keepTimesCurrent.ts';
import { showDeploymentBadge } from './vscode/deploy/viewBadge.ts';

/** Loads the code of commands, tools, tasks, links and drops. */
const onDemand = () => import('./onDemand.ts');

/**
 * Creates the extension's objects, connects them to each other and registers them with VS Code. Reads no file, sends no
 * request and awaits nothing.
 */
export function activate(context: vscode.ExtensionContext): void {
  const folder = (name: string): string => path.join(context.globalStorageUri.fsPath, name);
  const log = new OutputLog();
  const session = new SessionStore(context.secrets, context.globalState);
  const catalog = new Catalog(session, log);
  const reports = new Reports();
  const work = new SessionWork(session);
  const panel = new ResultPanel(context.extensionUri, reports, context.workspaceState);
  const uploads = new TrackedOperation(new Records(folder('uploads'), uploadRecords, thisProcess()), log);
  const batchFiles = new Records(folder('batches'), batchRecords, thisProcess());
  const batches = new Batches({ tracked: uploads, records: batchFiles, log }, reports);
  const batchPanels = new BatchPanels(context.extensionUri, batches, reports, session);
  const deployments = new Deployments();
  const panels = new DeploymentPanels(context.extensionUri, deployments);
  const logs = new LogDocuments(deployments, panels);
  const applicationLogs = new ApplicationLogPanels(context.extensionUri, () => services);
  const applicationTree = new ApplicationTree(catalog, session);
  const targetTree = new TargetTree(catalog, session);
  const contextKeys = new ContextKeys();
  const compared = new ComparedDocuments();
  const credentials = new Credentials(context.secrets);
  const services: CommandServices = {
    extension: context.extension,
    session,
    log,
    applications: {
      isVisible: () => applications.visible,
      reveal: () => vscode.commands.executeCommand(`${viewIds.applications}.focus`),
    },
    contextKeys,
    catalog,
    recents: new Recents(context.globalState),
    uploads: {
      tracked: uploads,
      reports,
      refusals: new Refusals(context.globalState),
      work,
      panel,
    },
    batches: { all: batches, pages: batchPanels },
    deploys: {
      tracked: new TrackedOperation(new Records(folder('deployments'), deployRecords, thisProcess()), log),
      deployments,
      work,
      panels,
      logs,
      watches: new ProcessWatches(catalog, work),
      applicationLogs,
    },
    compared,
    publishing: { credentials, sources: new ReleaseSources(credentials, log) },
  };
  showBackgroundErrors((source, error) => presentEscaped(services, source, error));

  const dragAndDropController: vscode.TreeDragAndDropController<TreeNode> = {
    // A text that is dragged from a page or an editor can be a URL.
    dropMimeTypes: ['text/uri-list', 'text/plain', 'files'],
    dragMimeTypes: [],
    handleDrop: async (node, data) => (await onDemand()).dropPackage(services, node, data),
  };
  const rowOptions = { canSelectMany: true, dragAndDropController };
  const applications = vscode.window.createTreeView(viewIds.applications, {
    treeDataProvider: applicationTree,
    showCollapseAll: true,
    ...rowOptions,
  });
  const views = { applicationTree, targetTree, contextKeys };
  let tools: Promise<Tools> | undefined;
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
    applications,
    vscode.window.registerUriHandler(
      new Links(
        services,
        { '/upload': async (uri) => (await onDemand()).followUploadLink(services, uri) },
        async (uri) => (await onDemand()).followSignInLink(services, uri),
      ),
    ),
    vscode.tasks.registerTaskProvider(
      taskType,
      new BkpaasTasks(async (definition, root) => (await onDemand()).openTask(services, definition, root)),
    ),
    // VS Code activates the extension for a call, and then expects the tools to be there.
    registerTools(() => (tools ??= onDemand().then(({ toolsOf }) => toolsOf(services)))),
    registerCommands(services, async () => (await onDemand()).commandsOf(services, views)),
    reports.onDidChange(() => {
      contextKeys.set('hasResult', true);
    }),
    deployments.onDidChange(() => {
      contextKeys.set('hasDeployment', true);
    }),
    deployments,
    panels,
    logs,
    applicationLogs,
    compared,
    panels.restore(),
    applicationLogs.restore(),
    panel.restore(
      (shownId) => findReport(services, shownId),
      (restored, state) => batchPanels.adopts(restored, state),
    ),
    followBatchActions(services, batchPanels),
    followSession(session, applicationTree, applications, contextKeys),
    followWalkthrough(services, contextKeys),
  );
  // Registers the rest after `activate` has returned, because these registrations would delay the start of the window.
  setImmediate(() => {
    const target = vscode.window.createTreeView(viewIds.target, { treeDataProvider: targetTree, ...rowOptions });
    const description = new WorkspaceDescription(contextKeys);
    context.subscriptions.push(
      target,
      keepTimesCurrent(targetTree, target),
      keepTimesCurrent(applicationTree, applications),
      showDeploymentBadge(deployments, panels, applications),
      new RowDecorations(catalog),
      registerDescriptionDiagnostics(),
      registerDescriptionProviders(),
      description,
      createStatusBar(session, catalog, description),
      followSettings(session, [applicationTree, targetTree], contextKeys),
      resumeUploads(services, (signedIn) => continueBatches(services, signedIn)),
      followDoubts(services),
      resumeDeployments(services),
      followPageActions(services, panels),
      createDeploymentStatus(deployments, panels),
      warnOfPlainHttp(session, context.globalState),
    );
    background('session', session.read());
  });
}

/** Returns the process of this window, which owns the uploads and deployments that this window sends. */
function thisProcess(): Owner {
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
