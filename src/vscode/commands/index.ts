import * as vscode from 'vscode';
import { showInformation } from '../editor/notifications.ts';
import { commandIds, type CommandId } from '../editor/ids.ts';
import { isNode } from '../modules/nodes.ts';
import type { TargetTree } from '../tree/targetTree.ts';
import { addRepository } from '../publish/addRepository.ts';
import { checkAgain, compareUpload, copyAsCurl, copySha256 } from '../upload/resultActions.ts';
import { signOutOfRepository } from '../publish/chooseRepository.ts';
import { applyFilter, filterApplications, type FilterServices } from '../tree/filter.ts';
import { copyCiStep } from './copyCiStep.ts';
import { copyDiagnostics } from './copyDiagnostics.ts';
import { deploy } from '../deploy/deploy.ts';
import type { DeployServices } from '../deploy/deployServices.ts';
import { copyAddress, openEnvironment } from '../deploy/openAddress.ts';
import { openInConsole } from './openInConsole.ts';
import { presentEscaped } from '../session/presentError.ts';
import { pickRelease } from '../publish/pickRelease.ts';
import { publishAndUpload } from '../publish/publishCommand.ts';
import type { PublishServices } from '../publish/publishServices.ts';
import { quickAction } from './quickAction.ts';
import { selectTarget } from '../modules/selectTarget.ts';
import { showDeployment } from '../deploy/showDeployment.ts';
import { signIn, signOut } from '../session/signIn.ts';
import { showHistory } from '../upload/history.ts';
import { takeOffline } from '../deploy/takeOffline.ts';
import { relayUpload } from '../publish/fromRelease.ts';
import { uploadAgain } from '../upload/uploadByLink.ts';
import { deployUploaded, uploadAndDeploy } from './uploadAndDeploy.ts';
import { uploadPackage } from './uploadPackage.ts';

const { t } = vscode.l10n;

export type CommandServices = DeployServices & PublishServices;

/** The views that commands change. */
export interface Views extends FilterServices {
  targetTree: TargetTree;
}

/** Registers all commands. An error that a command throws is logged and shown to the user. */
export function registerCommands(services: CommandServices, views: Views): vscode.Disposable {
  // The type makes a missing command a compile error.
  const commands: Record<CommandId, (argument?: unknown) => unknown> = {
    [commandIds.signIn]: async () => {
      await signIn(services);
    },
    [commandIds.signOut]: () => signOut(services),
    [commandIds.uploadPackage]: (argument) => uploadPackage(services, argument),
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
      if (services.uploads.reports.current) services.uploads.panel.show(true);
      else showInformation(t('Nothing has been uploaded in this window yet.'));
    },
    [commandIds.checkAgain]: () => checkAgain(services),
    [commandIds.compareUpload]: () => compareUpload(services),
    [commandIds.showHistory]: () => showHistory(services),
    [commandIds.copyDiagnostics]: () => copyDiagnostics(services),
    [commandIds.showLog]: () => {
      services.log.show();
    },
    [commandIds.openInConsole]: (argument) => openInConsole(services, argument),
    [commandIds.copyAsCurl]: () => copyAsCurl(services),
    [commandIds.copyCiStep]: (argument) => copyCiStep(services, argument),
    [commandIds.copySha256]: () => copySha256(services),
    [commandIds.deploy]: (argument) => deploy(services, argument),
    [commandIds.uploadAndDeploy]: (argument) => uploadAndDeploy(services, argument),
    [commandIds.deployUploaded]: () => deployUploaded(services),
    [commandIds.showDeployment]: (argument) => showDeployment(services, argument),
    [commandIds.openAddress]: (argument) => openEnvironment(services, argument),
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
    [commandIds.quickAction]: () => quickAction(services),
  };
  const registrations = Object.entries(commands).map(([id, run]) =>
    vscode.commands.registerCommand(id, async (argument?: unknown) => {
      try {
        return await run(argument);
      } catch (error) {
        presentEscaped(services, id, error);
        return undefined;
      }
    }),
  );
  return vscode.Disposable.from(...registrations);
}

function loadMore({ applicationTree, targetTree }: Views, argument: unknown): void {
  if (!isNode(argument) || argument.kind !== 'more') return;
  const tree = argument.parentId.startsWith('target') ? targetTree : applicationTree;
  tree.loadMore(argument);
}
