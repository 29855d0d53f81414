import * as vscode from 'vscode';
import { parseGatewayUrl, type GatewayUrl } from '../../core/platform/gatewayUrl.ts';
import { parseAppCode, parseModuleName, type AppCode, type ModuleName } from '../../core/platform/names.ts';
import { isObject, stringOf } from '../../core/http/json.ts';
import { parseRepositorySetting, type RepositorySetting } from '../../core/repository/repositorySetting.ts';
import { settingIds } from './ids.ts';

/** One entry of `bkpaas.platforms`. */
export interface PlatformSetting {
  name: string;
  gatewayUrl: GatewayUrl;
  consoleUrl?: string | undefined;
  tenantId?: string | undefined;
}

/** The setting `bkpaas.target` of one folder. */
export interface Target {
  platform?: string | undefined;
  appCode: AppCode;
  module: ModuleName;
}

/**
 * The platforms of the user's own settings. Read from the user scope only: the setting is declared with application scope,
 * so VS Code ignores a workspace's value already; this is the second lock on where a token can go.
 */
export function readPlatforms(): PlatformSetting[] {
  const raw = configuration().inspect<unknown>(settingIds.platforms)?.globalValue;
  if (!Array.isArray(raw)) return [];
  return raw.flatMap((item: unknown) => {
    const reading = isObject(item) ? parseGatewayUrl(stringOf(item, 'gatewayUrl') ?? '') : undefined;
    if (!isObject(item) || !reading?.ok) return [];
    const { gatewayUrl } = reading;
    return [
      {
        name: stringOf(item, 'name') ?? new URL(gatewayUrl).hostname,
        gatewayUrl,
        consoleUrl: stringOf(item, 'consoleUrl'),
        tenantId: stringOf(item, 'tenantId'),
      },
    ];
  });
}

/** Writes one platform into the user's settings, in place of the one with the same gateway URL. Rejects if VS Code does. */
export async function savePlatform(platform: PlatformSetting): Promise<void> {
  const others = readPlatforms();
  const index = others.findIndex((other) => other.gatewayUrl === platform.gatewayUrl);
  const kept = index === -1 ? [...others, platform] : others.with(index, platform);
  const plain = kept.map((item) =>
    Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined && value !== '')),
  );
  await configuration().update(settingIds.platforms, plain, vscode.ConfigurationTarget.Global);
}

/** The target of a folder (or of the workspace). Restricted Mode keeps workspace values away (`restrictedConfigurations`). */
export function readTarget(scope?: vscode.Uri): Target | undefined {
  const raw = configuration(scope).get<unknown>(settingIds.target);
  if (!isObject(raw)) return undefined;
  const appCode = parseAppCode(stringOf(raw, 'appCode') ?? '');
  const module = parseModuleName(stringOf(raw, 'module') ?? 'default');
  return appCode && module ? { appCode, module, platform: stringOf(raw, 'platform') } : undefined;
}

/** Whether a target is on this platform: one that names none is on whichever the person is signed in to. */
export function isOnPlatform(target: Target, platform: PlatformSetting): boolean {
  return target.platform === undefined || target.platform === platform.name || target.platform === platform.gatewayUrl;
}

/** Every folder's target, each once. Without a folder, the user's own. */
export function readTargets(): Target[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const targets = folders.length === 0 ? [readTarget()] : folders.map((folder) => readTarget(folder.uri));
  const unique = new Map(
    targets.flatMap((target) =>
      target ? [[`${target.platform ?? ''} ${target.appCode} ${target.module}`, target]] : [],
    ),
  );
  return [...unique.values()];
}

/** Saves the target in the folder's settings, or in the user's where no folder is open. Rejects if VS Code does. */
export async function saveTarget(target: Target, folder: vscode.WorkspaceFolder | undefined): Promise<void> {
  const value = {
    ...(target.platform ? { platform: target.platform } : {}),
    appCode: target.appCode,
    module: target.module,
  };
  const scope = folder ? vscode.ConfigurationTarget.WorkspaceFolder : vscode.ConfigurationTarget.Global;
  await configuration(folder?.uri).update(settingIds.target, value, scope);
}

export function showStatusBar(): boolean {
  return configuration().get(settingIds.showStatusBar, true);
}

/** Milliseconds that an upload may take. */
export function uploadTimeoutMs(): number {
  const seconds = configuration().get<unknown>(settingIds.uploadTimeoutSeconds);
  return (typeof seconds === 'number' && seconds >= 1 ? seconds : 60) * 1000;
}

/** Bytes of the largest package that is also read from here; 0 reads none. */
export function verifyUpToBytes(): number {
  const megabytes = configuration().get<unknown>(settingIds.verifyPackagesUpToMB);
  return (typeof megabytes === 'number' && megabytes >= 0 ? megabytes : 50) * 1024 * 1024;
}

/** Bytes of the largest package that is brought here to be published. */
export function relayUpToBytes(): number {
  const megabytes = configuration().get<unknown>(settingIds.relayPackagesUpToMB);
  return (typeof megabytes === 'number' && megabytes > 0 ? megabytes : 1024) * 1024 * 1024;
}

/** The repositories of the user's own settings: a workspace can never say where a package or a password goes. */
export function readRepositories(): RepositorySetting[] {
  const raw = configuration().inspect<unknown>(settingIds.repositories)?.globalValue;
  if (!Array.isArray(raw)) return [];
  return raw.flatMap((item: unknown) => {
    const reading = parseRepositorySetting(item);
    return reading.ok ? [reading.setting] : [];
  });
}

/** Writes one repository into the user's settings, in place of the one at the same place. Rejects if VS Code does. */
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
  await configuration().update(settingIds.repositories, plain, vscode.ConfigurationTarget.Global);
}

export function affectsSetting(
  event: vscode.ConfigurationChangeEvent,
  name: Exclude<keyof typeof settingIds, 'section'>,
): boolean {
  return event.affectsConfiguration(`${settingIds.section}.${settingIds[name]}`);
}

function configuration(scope?: vscode.Uri): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration(settingIds.section, scope);
}
