import { parseGatewayUrl, type GatewayUrl } from '../../platform/gatewayUrl.ts';
import { parseAppCode, parseModuleName, parseNewVersion, type AppCode, type ModuleName } from '../../platform/names.ts';
import { hasSecret } from '../../platform/signInLink.ts';
import { checkPackageUrl, maskPackageUrl } from '../../releases/packageUrl.ts';

/** Why an upload link cannot be used. `linkPartInvalid` comes with the name of the parameter. */
export type UploadLinkProblem =
  | { kind: 'linkWithSecret' }
  | { kind: 'linkWithRepeatedPart' }
  | { kind: 'linkOverwrites' }
  | { kind: 'linkPartInvalid'; part: 'app' | 'module' | 'url' | 'version' | 'gateway' };

/** An upload that a link describes. Parts that the link lacks are undefined. A link can never allow overwriting. */
export interface UploadLink {
  appCode: AppCode;
  module: ModuleName | undefined;
  packageUrl: string;
  version: string | undefined;
  /** The gateway of the platform for which the link was made. */
  gatewayUrl: GatewayUrl | undefined;
}

export type ParsedUploadLink = { ok: true; link: UploadLink } | { ok: false; problem: UploadLinkProblem };

/** Matches names of parameters that would allow an upload to overwrite a version. */
const overwriteNamePattern = /overwrite|replace|force/i;

/**
 * Parses the query of an upload link, such as
 * `vscode://bkpaas-vscode.bkpaas/upload?app=…&module=…&url=…&version=…&gateway=…`. `app` and `url` are required.
 * Rejects a link with a secret and never returns the secret. Ignores other parameters, because VS Code adds some. Never
 * throws.
 */
export function parseUploadLink(query: string): ParsedUploadLink {
  const parameters = new URLSearchParams(query);
  const texts = (name: string): string[] => parameters.getAll(name);
  const url = (texts('url')[0] ?? '').trim();
  if (hasSecret(parameters) || maskPackageUrl(url) !== url) return rejectedLink({ kind: 'linkWithSecret' });
  if ([...parameters.keys()].some((name) => overwriteNamePattern.test(name)))
    return rejectedLink({ kind: 'linkOverwrites' });
  const names = ['app', 'module', 'url', 'version', 'gateway'] as const;
  if (names.some((name) => texts(name).length > 1)) return rejectedLink({ kind: 'linkWithRepeatedPart' });
  const optional = (name: string): string | undefined => texts(name)[0]?.trim() || undefined;
  const [module, version, gateway] = [optional('module'), optional('version'), optional('gateway')];
  const invalid = (part: (typeof names)[number]): ParsedUploadLink => rejectedLink({ kind: 'linkPartInvalid', part });

  const appCode = parseAppCode(texts('app')[0] ?? '');
  if (!appCode) return invalid('app');
  const moduleName = module === undefined ? undefined : parseModuleName(module);
  if (module !== undefined && !moduleName) return invalid('module');
  const checked = checkPackageUrl(url);
  if (!checked.ok) return invalid('url');
  if (version !== undefined && !parseNewVersion(version).ok) return invalid('version');
  const parsed = gateway === undefined ? undefined : parseGatewayUrl(gateway);
  if (parsed?.ok === false) return invalid('gateway');
  const gatewayUrl = parsed?.gatewayUrl;
  return { ok: true, link: { appCode, module: moduleName, packageUrl: checked.url, version, gatewayUrl } };
}

function rejectedLink(problem: UploadLinkProblem): ParsedUploadLink {
  return { ok: false, problem };
}
