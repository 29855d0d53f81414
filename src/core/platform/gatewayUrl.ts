import { trimPastedUrl } from '../http/pastedText.ts';

/** The gateway's base URL including the stage, without a trailing slash. A token belongs to one gateway URL. */
export type GatewayUrl = string & { readonly gatewayUrl: unique symbol };

export type GatewayUrlProblem =
  | 'gatewayUrlEmpty'
  | 'gatewayUrlUnreadable'
  | 'gatewayUrlSchemeRefused'
  | 'gatewayUrlWithCredentials'
  | 'gatewayUrlWithoutStage';

export type ParsedGatewayUrl = { ok: true; gatewayUrl: GatewayUrl } | { ok: false; problem: GatewayUrlProblem };

/**
 * Parses a pasted gateway URL in either layout of platform-api.md 2.1: `https://host/api/{gateway}/{stage}` or
 * `https://{gateway}.apigw.host/{stage}`. Removes `/bkapps/` and the rest of the path, the query and the fragment.
 * Never throws.
 */
export function parseGatewayUrl(text: string): ParsedGatewayUrl {
  const trimmed = trimPastedUrl(text);
  if (trimmed === '') return { ok: false, problem: 'gatewayUrlEmpty' };
  // Require a scheme. Without a scheme, `bkapi.example.com/api/…` would not parse, and `bkapi.example.com:8080/…` would
  // parse as a URL with the scheme `bkapi.example.com:`.
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed);
  const url = hasScheme && URL.canParse(trimmed) ? new URL(trimmed) : undefined;
  if (!url?.hostname) return { ok: false, problem: 'gatewayUrlUnreadable' };
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { ok: false, problem: 'gatewayUrlSchemeRefused' };
  if (url.username !== '' || url.password !== '') return { ok: false, problem: 'gatewayUrlWithCredentials' };

  const segments = url.pathname.split('/').filter((segment) => segment !== '');
  const bkapps = segments.indexOf('bkapps');
  const base = bkapps === -1 ? segments : segments.slice(0, bkapps);
  // In the path layout, the gateway name and the stage follow `api`. In the domain layout, the path contains only the
  // stage.
  const api = base.lastIndexOf('api');
  if (base.length - (api + 1) < (api === -1 ? 1 : 2)) return { ok: false, problem: 'gatewayUrlWithoutStage' };

  // This is the only place where a text becomes a `GatewayUrl`.
  const gatewayUrl = `${url.origin}/${base.join('/')}` as GatewayUrl;
  return { ok: true, gatewayUrl };
}

/**
 * Returns whether others on the network can read a token that is sent to this gateway: true for plain http, except to
 * this computer.
 */
export function sendsTokenUnencrypted(gatewayUrl: GatewayUrl): boolean {
  const { protocol, hostname } = new URL(gatewayUrl);
  return protocol === 'http:' && !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}
