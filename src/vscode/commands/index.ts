import * as vscode from 'vscode';
import { showInformation } from '../editor/notifications.ts';
import { commandIds } from '../editor/ids.ts';
import { isNode } from '../modules/nodes.ts';
import { copyFromRow } from '../tree/copyFromRow.ts';
import { openCloudApi, showRowError, useAnotherToken } from '../tree/errorRow.ts';
import { showVersion } from '../tree/versionActions.ts';
import type { TargetTree } from '../tree/targetTree.ts';
import { addRepository } from '../publish/addRepository.ts';
import { checkAgain, compareUpload, copyAsCurl, copySha256 } from '../upload/resultActions.ts';
import { signOutOfRepository } from '../publish/chooseRepository.ts';
import { applyFilter, filterApplications, type FilterServices } from '../tree/filter.ts';
import { compareWithRunning } from './compareVersions.ts';
import { copyCiStep } from './copyCiStep.ts';
import { copyDiagnostics } from './copyDiagnostics.ts';
import { deploy, rollBack } from '../deploy/deploy.ts';
import type { DeployServices } from '../deploy/deployServices.ts';
import { copyAddress, openEnvironmentAddress } from '../deploy/openAddress.ts';
import { openLog } from '../deploy/openLog.ts';
import { openInConsole, pickConsolePage } from './openInConsole.ts';
import { pickRelease } from '../publish/pickRelease.ts';
import { publishAndUpload } from '../publish/publishCommand.ts';
import type { PublishServices } from '../publish/publishServices.ts';
import { quickAction } from './quickAction.ts';
import type { Commands } from './registerCommands.ts';
import { selectTarget } from '../modules/selectTarget.ts';
import { showDeployment } from '../deploy/showDeployment.ts';
import { openGuide } from '../session/guide.ts';
import { signIn } from '../session/signIn.ts';
import { signOut, signOutOfAll } from '../session/signOut.ts';
import { showApplicationLog } from '../running/showApplicationLog.ts';
import { showHistory } from '../upload/history.ts';
import { takeOffline } from '../deploy/takeOffline.ts';
import { relayUpload } from '../publish/fromRelease.ts';
import type { BatchServices } from '../batch/batches.ts';
import { uploadToModules } from '../batch/uploadToModules.ts';
import { uploadAgain } from '../upload/uploadByLink.ts';
import { deployUploaded, uploadAndDeploy } from './uploadAndDeploy.ts';
import { uploadPackage } from './uploadPackage.ts';
import { openWalkthrough } from './walkthrough.ts';

const { t } = vscode.l10n;

export type CommandServices = DeployServices & PublishServices & BatchServices;

/** The views that commands change. */
export interface Views extends FilterServices {
  targetTree: TargetTree;
}

/** Returns the function of each command. */
export function commandsOf(services: CommandServices, views: Views): Commands {
  return {
    [commandIds.signIn]: async () => {
      await signIn(services);
    },
    [commandIds.signOut]: () => signOut(services),
    [commandIds.signOutOfAll]: () => signOutOfAll(services),
    [commandIds.uploadPackage]: (argument) => uploadPackage(services, argument),
    [commandIds.uploadToModules]: (argument, selection) =>
      uploadToModules(services, selectedRowsOrArgument(argument, selection)),
    [commandIds.uploadAgain]: () => uploadAgain(services),
    [commandIds.selectTarget]: (argument) => selectTarget(services, argument),
    [commandIds.refresh]: () => {
      services.catalog.refresh();
    },
    [commandIds.filterApplications]: () => filterApplications(views),
    [commandIds.clearFilter]: () => {
      applyFilter(views, '');
    },
    [commandIds.loadMore]: (argument) => {
      loadMore(views, argument);
    },
    [commandIds.showResult]: () => {
      showNewestResult(services);
    },
    [commandIds.checkAgain]: () => checkAgain(services),
    [commandIds.compareUpload]: () => compareUpload(services),
    [commandIds.showHistory]: () => showHistory(services),
    [commandIds.copyDiagnostics]: () => copyDiagnostics(services),
    [commandIds.showLog]: () => {
      services.log.show();
    },
    [commandIds.openInConsole]: (argument) => openInConsole(services, argument),
    [commandIds.openConsolePage]: (argument) => pickConsolePage(services, argument),
    [commandIds.copyAsCurl]: () => copyAsCurl(services),
    [commandIds.copyCiStep]: (argument) => copyCiStep(services, argument),
    [commandIds.compareWithRunning]: (argument) => compareWithRunning(services, argument),
    [commandIds.copySha256]: () => copySha256(services),
    [commandIds.deploy]: (argument) => deploy(services, argument),
    [commandIds.uploadAndDeploy]: (argument) => uploadAndDeploy(services, argument),
    [commandIds.deployUploaded]: () => deployUploaded(services),
    [commandIds.rollBack]: (argument) => rollBack(services, argument),
    [commandIds.showDeployment]: (argument) => showDeployment(services, argument),
    [commandIds.showApplicationLog]: (argument) => showApplicationLog(services, argument),
    [commandIds.openLog]: (argument) => openLog(services, argument),
    [commandIds.copySelection]: () => {
      services.uploads.panel.copySelection();
      services.uploads.batches.pages.copySelection();
      services.deploys.panels.copySelection();
      services.deploys.applicationLogs.copySelection();
    },
    [commandIds.openAddress]: (argument) => openEnvironmentAddress(services, argument),
    [commandIds.copyAddress]: (argument) => copyAddress(services, argument),
    [commandIds.takeOffline]: (argument) => takeOffline(services, argument),
    [commandIds.publishAndUpload]: (argument) => publishAndUpload(services, argument),
    [commandIds.packAndUpload]: (argument) => publishAndUpload(services, argument),
    [commandIds.relayUpload]: () => relayUpload(services),
    [commandIds.pickRelease]: (argument) => pickRelease(services, argument),
    [commandIds.addRepository]: async () => {
      await addRepository(services);
    },
    [commandIds.signOutOfRepository]: () => signOutOfRepository(services),
    [commandIds.openCloudApi]: (argument) => openCloudApi(services, argument),
    [commandIds.useAnotherToken]: () => useAnotherToken(services),
    [commandIds.tryAgain]: () => {
      services.catalog.refresh();
    },
    [commandIds.showRowError]: (argument) => {
      showRowError(services, argument);
    },
    [commandIds.showVersion]: (argument) => showVersion(services.catalog, argument),
    [commandIds.copyAppId]: (row, rows) => copyFromRow('appId', row, rows),
    [commandIds.copyModuleName]: (row, rows) => copyFromRow('moduleName', row, rows),
    [commandIds.copyVersion]: (row, rows) => copyFromRow('version', row, rows),
    [commandIds.copyDeploymentId]: (row, rows) => copyFromRow('deploymentId', row, rows),
    [commandIds.quickAction]: () => quickAction(services),
    [commandIds.openWalkthrough]: () => openWalkthrough(services),
    [commandIds.openGuide]: (argument) => openGuide(services, argument),
  };
}

/** Shows the newest upload of this window: the page of a batch, or the result of a single upload. */
function showNewestResult({ uploads: { reports, panel, batches } }: CommandServices): void {
  const { current } = reports;
  const { latest } = batches.all;
  if (latest && latest.startedAt > (current?.record.startedAt ?? 0)) batches.pages.show(latest, true);
  else if (current) panel.show(true);
  else showInformation(t('Nothing has been uploaded in this window yet.'));
}

/**
 * Returns the selected rows if several are selected. Otherwise returns the argument, such as a file from the Explorer's
 * menu.
 */
function selectedRowsOrArgument(argument: unknown, selection: unknown): unknown {
  const rows = Array.isArray(selection) ? selection.filter(isNode) : [];
  return rows.length > 1 ? rows : argument;
}

function loadMore({ applicationTree, targetTree }: Views, argument: unknown): void {
  if (!isNode(argument) || argument.kind !== 'more') return;
  const tree = argument.parentId.startsWith('target') ? targetTree : applicationTree;
  tree.loadMore(argument);
}
