import * as vscode from 'vscode';
import { parseGatewayUrl, type GatewayUrl } from '../../core/platform/gatewayUrl.ts';
import { parseAppCode, parseModuleName, type AppCode, type ModuleName } from '../../core/platform/names.ts';
import { isObject, stringOf } from '../../core/http/json.ts';
import { parseRepositorySetting, type RepositorySetting } from '../../core/repository/repositorySetting.ts';
import { settingIds } from './ids.ts';

/** An entry of the setting `bkpaas.platforms`. */
export interface PlatformSetting {
  name: string;
  gatewayUrl: GatewayUrl;
  consoleUrl?: string | undefined;
  tenantId?: string | undefined;
}

/** The setting `bkpaas.target` of a folder. */
export interface TargetSetting {
  platform?: string | undefined;
  appCode: AppCode;
  module: ModuleName;
}

export function readPlatforms(): PlatformSetting[] {
  return readUserList(settingIds.platforms).flatMap((item) => {
    if (!isObject(item)) return [];
    const reading = parseGatewayUrl(stringOf(item, 'gatewayUrl') ?? '');
    if (!reading.ok) return [];
    const { gatewayUrl } = reading;
    return {
      name: stringOf(item, 'name') ?? new URL(gatewayUrl).hostname,
      gatewayUrl,
      consoleUrl: stringOf(item, 'consoleUrl'),
      tenantId: stringOf(item, 'tenantId'),
    };
  });
}

/**
 * Saves a platform in the user's settings. Replaces the platform with the same gateway URL. Rejects if VS Code cannot
 * write the settings.
 */
export async function savePlatform(platform: PlatformSetting): Promise<void> {
  const others = readPlatforms();
  const index = others.findIndex((other) => other.gatewayUrl === platform.gatewayUrl);
  const kept = index === -1 ? [...others, platform] : others.with(index, platform);
  const plain = kept.map((item) =>
    Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined && value !== '')),
  );
  await getConfiguration().update(settingIds.platforms, plain, vscode.ConfigurationTarget.Global);
}

/**
 * Returns the target of a folder, or of the workspace if no scope is given. In Restricted Mode, VS Code hides the
 * target (`restrictedConfigurations`).
 */
export function readTarget(scope?: vscode.Uri): TargetSetting | undefined {
  const raw = getConfiguration(scope).get<unknown>(settingIds.target);
  if (!isObject(raw)) return undefined;
  const appCode = parseAppCode(stringOf(raw, 'appCode') ?? '');
  const module = parseModuleName(stringOf(raw, 'module') ?? 'default');
  return appCode && module ? { appCode, module, platform: stringOf(raw, 'platform') } : undefined;
}

/**
 * Returns whether a target is on a platform. A target without a platform is on the platform to which the user is signed
 * in.
 */
export function isOnPlatform(target: TargetSetting, platform: PlatformSetting): boolean {
  return target.platform === undefined || target.platform === platform.name || target.platform === platform.gatewayUrl;
}

/** A target, and the folder whose settings contain it. `folder` is undefined if no folder is open. */
export interface FolderTarget {
  target: TargetSetting;
  folder: vscode.WorkspaceFolder | undefined;
}

/**
 * Returns the targets of all folders. If several folders have the same target, returns it for the first of them. If no
 * folder is open, returns the target in the user's settings.
 */
export function readTargets(): FolderTarget[] {
  const { workspaceFolders: folders = [] } = vscode.workspace;
  const unique = new Map<string, FolderTarget>();
  for (const folder of folders.length === 0 ? [undefined] : folders) {
    const target = readTarget(folder?.uri);
    if (!target) continue;
    const key = `${target.platform ?? ''} ${target.appCode} ${target.module}`;
    if (!unique.has(key)) unique.set(key, { target, folder });
  }
  return [...unique.values()];
}

/**
 * Saves the target in the folder's settings, or in the user's settings if no folder is given. Rejects if VS Code cannot
 * write the settings.
 */
export async function saveTarget(
  { platform, appCode, module }: TargetSetting,
  folder: vscode.WorkspaceFolder | undefined,
): Promise<void> {
  const value = { ...(platform ? { platform } : {}), appCode, module };
  const scope = folder ? vscode.ConfigurationTarget.WorkspaceFolder : vscode.ConfigurationTarget.Global;
  await getConfiguration(folder?.uri).update(settingIds.target, value, scope);
}

export function isStatusBarEnabled(): boolean {
  return getConfiguration().get(settingIds.showStatusBar, true);
}

export function readUploadTimeoutMs(): number {
  const seconds = getConfiguration().get<unknown>(settingIds.uploadTimeoutSeconds);
  return (typeof seconds === 'number' && seconds >= 1 ? seconds : 60) * 1000;
}

/**
 * Returns the size, in bytes, of the largest package that this computer downloads in order to compare it with the
 * package that the platform stored. 0 turns the comparison off.
 */
export function readMaxVerifiedBytes(): number {
  const megabytes = getConfiguration().get<unknown>(settingIds.verifyPackagesUpToMB);
  return (typeof megabytes === 'number' && megabytes >= 0 ? megabytes : 50) * 1024 * 1024;
}

/** Returns the size, in bytes, of the largest package that this computer downloads in order to publish it. */
export function readMaxRelayedBytes(): number {
  const megabytes = getConfiguration().get<unknown>(settingIds.relayPackagesUpToMB);
  return (typeof megabytes === 'number' && megabytes > 0 ? megabytes : 1024) * 1024 * 1024;
}

export function readRepositories(): RepositorySetting[] {
  return readUserList(settingIds.repositories).flatMap((item) => {
    const reading = parseRepositorySetting(item);
    return reading.ok ? reading.setting : [];
  });
}

/**
 * Returns a list from the user's settings. VS Code already ignores a workspace's value for these settings, because they
 * have application scope. Reading only the user scope is a second safeguard, because these settings determine where a
 * token, package or password is sent.
 */
function readUserList(name: string): unknown[] {
  const raw = getConfiguration().inspect<unknown>(name)?.globalValue;
  return Array.isArray(raw) ? raw : [];
}

/**
 * Saves a repository in the user's settings. Replaces the entry with the same base URL, project and repository. Rejects
 * if VS Code cannot write the settings.
 */
export async function saveRepository(setting: RepositorySetting): Promise<void> {
  const isSame = (other: RepositorySetting): boolean =>
    other.baseUrl === setting.baseUrl && other.project === setting.project && other.repository === setting.repository;
  const kept = [...readRepositories().filter((other) => !isSame(other)), setting];
  const plain = kept.map(({ name, baseUrl, linkBaseUrl, project, repository, folder, links }) => ({
    name,
    baseUrl,
    ...(linkBaseUrl === baseUrl ? {} : { linkBaseUrl }),
    project,
    repository,
    ...(folder.length === 0 ? {} : { folder: folder.join('/') }),
    links,
  }));
  await getConfiguration().update(settingIds.repositories, plain, vscode.ConfigurationTarget.Global);
}

export function affectsSetting(
  event: vscode.ConfigurationChangeEvent,
  name: Exclude<keyof typeof settingIds, 'section'>,
): boolean {
  return event.affectsConfiguration(`${settingIds.section}.${settingIds[name]}`);
}

function getConfiguration(scope?: vscode.Uri): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration(settingIds.section, scope);
}
