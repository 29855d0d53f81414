import { isObject, stringOf } from '../../../core/http/json.ts';
import { parseGatewayUrl } from '../../../core/platform/gatewayUrl.ts';
import { parseAppCode, parseEnvironment, parseModuleName } from '../../../core/platform/names.ts';
import type { DeployTarget } from '../../../core/platform/paths.ts';
import { readPlatforms, type PlatformSetting } from '../../editor/settings.ts';

/** The environment that a page shows, and its platform. */
export interface PageTarget {
  platform: PlatformSetting;
  target: DeployTarget;
}

/** Returns what a page saves about its environment, so that the page can be restored after a reload. */
export function pageState({ platform, target }: PageTarget): object {
  const { gatewayUrl, name } = platform;
  const { appCode, module, environment } = target;
  return { gatewayUrl, platform: name, appCode, module, environment };
}

/**
 * Parses what a page has saved about its environment. The page is not trusted, so every value is validated. Returns
 * undefined if a value is invalid.
 */
export function parsePageState(json: unknown): PageTarget | undefined {
  if (!isObject(json)) return undefined;
  const gateway = parseGatewayUrl(stringOf(json, 'gatewayUrl') ?? '');
  const appCode = parseAppCode(stringOf(json, 'appCode') ?? '');
  const module = parseModuleName(stringOf(json, 'module') ?? '');
  const environment = parseEnvironment(stringOf(json, 'environment'));
  if (!gateway.ok || !appCode || !module || !environment) return undefined;
  const { gatewayUrl } = gateway;
  const known = readPlatforms().find((platform) => platform.gatewayUrl === gatewayUrl);
  const name = stringOf(json, 'platform') ?? new URL(gatewayUrl).hostname;
  return { platform: known ?? { name, gatewayUrl }, target: { appCode, module, environment } };
}
