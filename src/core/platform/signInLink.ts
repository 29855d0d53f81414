import { trimPastedUrl } from '../http/pastedText.ts';
import { isWebAddress } from '../http/urls.ts';
import { parseGatewayUrl, type GatewayUrl, type GatewayUrlProblem } from './gatewayUrl.ts';
import { isTenantId } from './names.ts';

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

/** Matches names of parameters that can have a secret as their value. */
const secretNamePattern = /token|secret|passw|credential|auth|ticket|cookie|session|key(?!word)/i;

/**
 * Parses the path and query of a sign-in link, such as
 * `vscode://bkpaas-vscode.bkpaas/sign-in?gateway=…&console=…&tenant=…`. Rejects a link with a secret and never returns
 * the secret. Ignores other parameters, because VS Code adds some. Never throws.
 */
export function parseSignInLink(path: string, query: string): ParsedSignInLink {
  const parameters = new URLSearchParams(query);
  if (hasSecret(parameters)) return { ok: false, problem: 'linkWithSecret' };
  if (path.replace(/\/+$/, '') !== '/sign-in') return { ok: false, problem: 'linkPathUnknown' };
  const names = ['gateway', 'console', 'tenant'] as const;
  if (names.some((name) => parameters.getAll(name).length > 1)) return { ok: false, problem: 'linkWithRepeatedPart' };
  const [gateway, consoleText, tenant] = names.map((name) => parameters.get(name)?.trim() ?? '');
  const parsed = parseGatewayUrl(gateway ?? '');
  if (!parsed.ok) return parsed;
  const consoleUrl = parseConsole(consoleText ?? '');
  if (consoleUrl === 'invalid') return { ok: false, problem: 'linkConsoleInvalid' };
  if (!isTenantId(tenant ?? '')) return { ok: false, problem: 'linkTenantInvalid' };
  const { gatewayUrl } = parsed;
  return { ok: true, link: { gatewayUrl, consoleUrl, tenantId: tenant === '' ? undefined : tenant } };
}

/** Returns whether the name of a parameter suggests a secret, or the value of a parameter is a URL with a secret. */
export function hasSecret(parameters: URLSearchParams): boolean {
  return hasSecretName(parameters) || [...parameters.values()].some(urlHasSecret);
}

function hasSecretName(parameters: URLSearchParams): boolean {
  return [...parameters.keys()].some((name) => secretNamePattern.test(name));
}

/** Returns whether a URL contains a user name, a password, or a parameter whose name suggests a secret. */
function urlHasSecret(text: string): boolean {
  const trimmed = trimPastedUrl(text);
  const url = URL.canParse(trimmed) ? new URL(trimmed) : undefined;
  if (url && (url.username !== '' || url.password !== '')) return true;
  const [, ...parameters] = trimmed.split(/[?#]/);
  return hasSecretName(new URLSearchParams(parameters.join('&')));
}

/**
 * Returns the console's URL without query and fragment. Returns undefined for an empty text. Returns `invalid` for a
 * text that is not an http or https URL.
 */
function parseConsole(text: string): string | undefined {
  if (text === '') return undefined;
  if (!isWebAddress(text)) return 'invalid';
  const url = new URL(text);
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}
