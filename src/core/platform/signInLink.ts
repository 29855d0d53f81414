import { isWebAddress } from '../http/urls.ts';
import { parseGatewayUrl, type GatewayUrl, type GatewayUrlProblem } from './gatewayUrl.ts';

export type SignInLinkProblem =
  | 'linkPathUnknown'
  | 'linkWithSecret'
  | 'linkWithRepeatedPart'
  | 'linkConsoleInvalid'
  | 'linkTenantInvalid'
  | GatewayUrlProblem;

/** The platform that a sign-in link describes. A link has no token. */
export interface SignInLink {
  gatewayUrl: GatewayUrl;
  consoleUrl: string | undefined;
  tenantId: string | undefined;
}

export type ParsedSignInLink = { ok: true; link: SignInLink } | { ok: false; problem: SignInLinkProblem };

/** Names of parameters that can have a secret as their value. */
const secretName = /token|secret|passw|credential|auth|ticket|cookie|session|key/i;

/**
 * Parses the path and query of a sign-in link, such as
 * `vscode://bkpaas-vscode.bkpaas/sign-in?gateway=…&console=…&tenant=…`. Rejects a link with a secret and never returns
 * the secret. Ignores other parameters, because VS Code adds some. Never throws.
 */
export function parseSignInLink(path: string, query: string): ParsedSignInLink {
  const parameters = new URLSearchParams(query);
  if ([...parameters.keys()].some((name) => secretName.test(name))) return { ok: false, problem: 'linkWithSecret' };
  if (path.replace(/\/+$/, '') !== '/sign-in') return { ok: false, problem: 'linkPathUnknown' };
  const names = ['gateway', 'console', 'tenant'] as const;
  if (names.some((name) => parameters.getAll(name).length > 1)) return { ok: false, problem: 'linkWithRepeatedPart' };
  const [gateway, consoleText, tenant] = names.map((name) => parameters.get(name)?.trim() ?? '');
  const parsed = parseGatewayUrl(gateway ?? '');
  if (!parsed.ok) {
    const hasSecret = parsed.problem === 'gatewayUrlWithCredentials';
    return { ok: false, problem: hasSecret ? 'linkWithSecret' : parsed.problem };
  }
  const consoleUrl = parseConsole(consoleText ?? '');
  if (consoleUrl === 'invalid') return { ok: false, problem: 'linkConsoleInvalid' };
  if (!isTenantId(tenant ?? '')) return { ok: false, problem: 'linkTenantInvalid' };
  const { gatewayUrl } = parsed;
  return { ok: true, link: { gatewayUrl, consoleUrl, tenantId: tenant === '' ? undefined : tenant } };
}

/** Returns whether a text is a tenant ID, or empty for a platform without tenants. */
export function isTenantId(text: string): boolean {
  return /^[A-Za-z0-9_-]{0,64}$/.test(text);
}

/** Returns the console's URL without query and fragment, which could contain a secret. */
function parseConsole(text: string): string | undefined {
  if (text === '') return undefined;
  if (!isWebAddress(text)) return 'invalid';
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return 'invalid';
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}
