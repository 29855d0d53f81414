import type { GatewayUrl } from '../../platform/gatewayUrl.ts';
import type { Environment } from '../../platform/names.ts';
import { modulePath, type ModuleTarget } from '../../platform/paths.ts';
import { isMaskedPackageUrl, maskPackageUrl } from '../../releases/packageUrl.ts';
import { deployCommands, uploadCommands } from './ciScriptText.ts';

/** What a script uploads and deploys, and where. */
export interface CiScriptOptions extends ModuleTarget {
  gatewayUrl: GatewayUrl;
  tenantId: string | undefined;
  /** Language of the platform's messages in the output of the script. */
  language: 'en' | 'zh-cn';
  /** Undefined if the CI sets the variable `PACKAGE_URL`. */
  packageUrl: string | undefined;
  /** Undefined if the CI sets the variable `VERSION`. */
  version: string | undefined;
  /** Where the version is deployed after the upload. Undefined if the script only uploads. */
  environment: Environment | undefined;
}

/** A variable that the CI sets for the script. The value of a secret variable comes from the secret store of the CI. */
export interface CiVariable {
  name: 'BKPAAS_ACCESS_TOKEN' | 'PACKAGE_URL' | 'VERSION';
  secret: boolean;
}

export interface CiScript {
  /** The script, which ends with a line break. */
  text: string;
  variables: readonly CiVariable[];
  environment: Environment | undefined;
}

/**
 * Returns a POSIX shell script that uploads a package, confirms the upload and optionally deploys the version. The
 * script contains no secret: the token is a variable, and a package URL with credentials or a signature is a variable
 * too. The script contains no `${`, because GitHub Actions and BK-CI replace `${{ … }}` and `${…}` before a shell runs.
 */
export function ciScript(options: CiScriptOptions): CiScript {
  const { gatewayUrl, tenantId, language, packageUrl, version, environment } = options;
  const isSecret = packageUrl !== undefined && hasSecret(packageUrl);
  const urlIsVariable = isSecret || packageUrl === undefined || !isPlain(packageUrl);
  const versionIsVariable = version === undefined || !isPlain(version);
  const variables: CiVariable[] = [
    { name: 'BKPAAS_ACCESS_TOKEN', secret: true },
    ...(urlIsVariable ? [{ name: 'PACKAGE_URL', secret: isSecret } as const] : []),
    ...(versionIsVariable ? [{ name: 'VERSION', secret: false } as const] : []),
  ];
  const headers = [
    'Content-Type: application/json',
    `Accept-Language: ${language}`,
    ...(tenantId ? [`X-Bk-Tenant-Id: ${tenantId}`] : []),
  ];
  const lines = [
    '#!/bin/sh',
    ...introduction(environment),
    ...(isSecret
      ? ['# The package URL has credentials or a signature. Keep the whole URL as the secret PACKAGE_URL.']
      : []),
    'set -eu',
    `api=${shellQuoted(`${gatewayUrl}/bkapps/${modulePath(options).join('/')}`)}`,
    ...(urlIsVariable ? [] : [`PACKAGE_URL=${shellQuoted(packageUrl)}`]),
    ...(versionIsVariable ? [] : [`VERSION=${shellQuoted(version)}`]),
    ...(environment ? [`environment=${environment}`] : []),
    uploadCommands(headers.map((header) => `-H ${shellQuoted(header)}`).join(' ')),
    ...(environment ? [deployCommands] : []),
  ];
  return { text: lines.join('\n'), variables, environment };
}

function introduction(environment: Environment | undefined): string[] {
  const deploys = environment && ` and deploys it to ${environment === 'stag' ? 'Staging' : 'Production'}`;
  return [
    `# Uploads a source package to a module on BlueKing PaaS${deploys ?? ''}. Needs curl and jq.`,
    '# Exit code: 0 done, 1 failed, 2 unknown (check the platform before you run this again).',
    '# BKPAAS_ACCESS_TOKEN comes from the secrets of the CI. Optional: OVERWRITE=1 replaces a stored version,',
    '# SHA256 is the expected digest of the package.',
  ];
}

/**
 * Returns whether the URL contains credentials or a signature. Also returns true for a URL of the history in which they
 * are masked.
 */
function hasSecret(packageUrl: string): boolean {
  return isMaskedPackageUrl(packageUrl) || maskPackageUrl(packageUrl) !== packageUrl;
}

/**
 * Returns whether YAML and a shell keep the text as it is. YAML rejects or changes control characters, invisible
 * characters and line separators in a block.
 */
function isPlain(text: string): boolean {
  return /^[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}]+$/u.test(text);
}

/**
 * Quotes a text for a POSIX shell. Separates each `$` from the next character with an empty string, so that a CI finds
 * no expression such as `${{ … }}` in the text.
 */
function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`).replaceAll('$', "$$''")}'`;
}
