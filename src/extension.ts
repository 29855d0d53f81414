import path from 'node:path';
import * as vscode from 'vscode';
import { UploadRecords, type Owner } from './core/operations/uploadRecords.ts';
import { Catalog } from './vscode/catalog.ts';
import { registerCommands } from './vscode/commands/index.ts';
import { findReport, resumeUploads } from './vscode/commands/resumeUploads.ts';
import type { Services } from './vscode/commands/services.ts';
import { ContextKeys } from './vscode/contextKeys.ts';
import { viewIds } from './vscode/ids.ts';
import { createOutputLog } from './vscode/outputLog.ts';
import { warnOfPlainHttp } from './vscode/plainHttp.ts';
import { Recents } from './vscode/recents.ts';
import { Refusals } from './vscode/refusals.ts';
import { SessionStore } from './vscode/session.ts';
import { affectsSetting, readTargets } from './vscode/settings.ts';
import { Settling } from './vscode/settling.ts';
import { Reports } from './vscode/uploadReport.ts';
import { ApplicationTree } from './vscode/views/applicationTree.ts';
import { registerGreyedOut } from './vscode/views/greyedOut.ts';
import { ResultPanel } from './vscode/views/resultPanel.ts';
import { createStatusBar } from './vscode/views/statusBar.ts';
import { TargetTree } from './vscode/views/targetTree.ts';
import { followSession } from './vscode/views/followSession.ts';

/** Builds the objects by hand, introduces them to each other, and registers. Nothing is read, sent or waited for. */
export function activate(context: vscode.ExtensionContext): void {
  const log = createOutputLog();
  const session = new SessionStore(context.secrets, context.globalState);
  const catalog = new Catalog(session, log);
  const recents = new Recents(context.globalState);
  const refusals = new Refusals(context.globalState);
  const reports = new Reports();
  const settling = new Settling(session);
  const records = new UploadRecords(path.join(context.globalStorageUri.fsPath, 'uploads'), thisProcess());
  const panel = new ResultPanel(context.extensionUri, reports, context.workspaceState);
  const applicationTree = new ApplicationTree(catalog, session);
  const targetTree = new TargetTree(catalog, session);
  const contextKeys = new ContextKeys();
  const services: Services = {
    extensionUri: context.extensionUri,
    session,
    catalog,
    recents,
    refusals,
    reports,
    records,
    settling,
    panel,
    applicationTree,
    targetTree,
    contextKeys,
    log,
  };

  const applications = vscode.window.createTreeView(viewIds.applications, {
    treeDataProvider: applicationTree,
    showCollapseAll: true,
  });
  context.subscriptions.push(
    log,
    session,
    catalog,
    reports,
    settling,
    panel,
    applicationTree,
    targetTree,
    applications,
    registerCommands(services),
    panel.restore((shownId) => findReport(services, shownId)),
    followSession(session, applicationTree, applications, contextKeys),
  );
  // The rest is for a window that has started: until then it would only hold it up.
  setImmediate(() => {
    context.subscriptions.push(
      vscode.window.registerTreeDataProvider(viewIds.target, targetTree),
      registerGreyedOut(),
      createStatusBar(session),
      followSettings(services),
      resumeUploads(services),
      warnOfPlainHttp(session, context.globalState),
    );
    void session.read();
  });
}

/** This window's process, which looks after the uploads that it sends. */
function thisProcess(): Owner {
  return {
    pid: process.pid,
    isAlive: (pid) => {
      try {
        return process.kill(pid, 0);
      } catch (error) {
        // Somebody else's process may not be asked, and lives.
        return error instanceof Error && 'code' in error && error.code === 'EPERM';
      }
    },
  };
}

/** Keeps in step what depends on settings: the platform's name and addresses, and the target with its view. */
function followSettings({ session, targetTree, contextKeys }: Services): vscode.Disposable {
  const followTargets = (): void => {
    contextKeys.set('hasTarget', readTargets().length > 0);
    targetTree.refresh();
  };
  followTargets();
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeWorkspaceFolders(followTargets),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (affectsSetting(event, 'platforms')) void session.platformsChanged();
      if (affectsSetting(event, 'target')) followTargets();
    }),
  );
}
