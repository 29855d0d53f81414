import * as vscode from 'vscode';
import { errorMessage } from '../../texts/errorTexts.ts';
import type { CommandServices } from '../commands/index.ts';
import { uploadAndDeploy } from '../commands/uploadAndDeploy.ts';
import { uploadPackage } from '../commands/uploadPackage.ts';
import { deploy } from '../deploy/deploy.ts';
import { askConfirmation, type Observer } from '../editor/notifications.ts';
import { publishAndUpload } from '../publish/publishCommand.ts';
import { asPlatformError } from '../session/presentError.ts';
import { findPlatform } from '../session/signIn.ts';
import { parseTask, taskType, type TaskKind } from './taskDefinition.ts';
import { taskEnd, type TaskEnd, type TaskOutcome } from './taskEnd.ts';

const { t } = vscode.l10n;

type TaskCommand = (services: CommandServices, argument: unknown) => Promise<TaskOutcome>;

const commandsByTaskKind: Record<TaskKind, TaskCommand> = {
  upload: uploadPackage,
  publish: publishAndUpload,
  deploy,
  uploadAndDeploy,
};

/**
 * Runs the command of a task. First asks whether to use the task's platform, if the user is not signed in to it. The
 * command asks for missing arguments. It asks for confirmation before it overwrites a version or deploys to production.
 * Runs nothing in an untrusted workspace. In tests, `run` replaces the commands.
 */
export async function runTask(
  services: CommandServices,
  observer: Observer,
  { definition, root }: { definition: vscode.TaskDefinition; root: vscode.Uri | undefined },
  run: Record<TaskKind, TaskCommand> = commandsByTaskKind,
): Promise<TaskEnd & { folder?: vscode.Uri | undefined }> {
  if (!vscode.workspace.isTrusted)
    return { exitCode: 1, text: t('The task didn’t run, because the workspace isn’t trusted.') };
  try {
    const { kind, argument, folder } = parseTask(definition, root);
    if (!(await confirmPlatform(services, argument['platform']))) return { exitCode: 1, text: t('Canceled.') };
    return { ...taskEnd(t, await run[kind]({ ...services, observer }, argument)), folder };
  } catch (escaped) {
    const error = asPlatformError(services, taskType, escaped);
    return { exitCode: 1, text: errorMessage(t, error.code, error.facts) };
  }
}

/** Asks whether to use the platform of a task, unless the user is signed in to it. Resolves to whether to continue. */
async function confirmPlatform(services: CommandServices, wanted: unknown): Promise<boolean> {
  if (typeof wanted !== 'string') return true;
  const current = await services.session.read();
  const platform = findPlatform(current, wanted);
  // The command reports an unknown platform.
  if (!platform) return true;
  const { name, gatewayUrl } = platform;
  if (current.state === 'signedIn' && current.platform.gatewayUrl === gatewayUrl) return true;
  return askConfirmation(
    t('Use platform {0} for this task?', name),
    t('The task names this platform. You’re not using it now. Gateway URL: {0}', gatewayUrl),
    t('Use {0}', name),
  );
}
