import * as vscode from 'vscode';
import { undefinedIfFailed } from '../../core/platform/platformError.ts';
import { environmentName } from '../../texts/targetNames.ts';
import { showInformation } from '../editor/notifications.ts';
import { signInAndAskDeploy } from './askDeploy.ts';
import { parseDeployArguments } from './deployArguments.ts';
import type { DeployServices } from './deployServices.ts';

const { t } = vscode.l10n;

/** Opens an address of an application in the browser. */
export async function openAddress(address: string): Promise<void> {
  await vscode.env.openExternal(vscode.Uri.parse(address));
}

/** Implements `bkpaas.openAddress`: opens an environment's address. */
export async function openEnvironmentAddress(services: DeployServices, argument?: unknown): Promise<void> {
  const address = await askEnvironmentAddress(services, argument, t('Open Address'));
  if (address !== undefined) await openAddress(address);
}

/** Implements `bkpaas.copyAddress`: copies an environment's address. */
export async function copyAddress(services: DeployServices, argument?: unknown): Promise<void> {
  const address = await askEnvironmentAddress(services, argument, t('Copy Address'));
  if (address === undefined) return;
  await vscode.env.clipboard.writeText(address);
  vscode.window.setStatusBarMessage(t('Address copied.'), 3000);
}

async function askEnvironmentAddress(
  services: DeployServices,
  argument: unknown,
  title: string,
): Promise<string | undefined> {
  const asked = await signInAndAskDeploy(services, parseDeployArguments(argument), { title, version: false });
  if (!asked) return undefined;
  const state = await undefinedIfFailed(services.catalog.environmentState(asked.deploy));
  if (state?.kind === 'released' && state.address !== undefined) return state.address;
  showInformation(t('{0} doesn’t have an address right now.', environmentName(t, asked.deploy.environment)));
  return undefined;
}
