/** The gateway's base URL including the stage, without a trailing slash: what a token is bound to. */
export type GatewayUrl = string & { readonly gatewayUrl: unique symbol };

export type GatewayUrlProblem =
  | 'gatewayUrlEmpty'
  | 'gatewayUrlUnreadable'
  | 'gatewayUrlSchemeRefused'
  | 'gatewayUrlWithCredentials'
  | 'gatewayUrlWithoutStage';

export type ParsedGatewayUrl =
  { ok: true; gatewayUrl: GatewayUrl; plainHttp: boolean } | { ok: false; problem: GatewayUrlProblem };

/**
 * Reads what a person pasted as the gateway's address, in both layouts of platform-api.md 2.1:
 * `https://host/api/{gateway}/{stage}` and `https://{gateway}.apigw.host/{stage}`.
 * A whole API address is cut before `/bkapps/`, a query or fragment is dropped. Never throws.
 */
export function parseGatewayUrl(text: string): ParsedGatewayUrl {
  const trimmed = text.trim();
  if (trimmed === '') return { ok: false, problem: 'gatewayUrlEmpty' };
  const url = parse(trimmed);
  if (!url || url.hostname === '') return { ok: false, problem: 'gatewayUrlUnreadable' };
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { ok: false, problem: 'gatewayUrlSchemeRefused' };
  if (url.username !== '' || url.password !== '') return { ok: false, problem: 'gatewayUrlWithCredentials' };

  const segments = url.pathname.split('/').filter((segment) => segment !== '');
  const bkapps = segments.indexOf('bkapps');
  const base = bkapps === -1 ? segments : segments.slice(0, bkapps);
  if (!namesStage(base)) return { ok: false, problem: 'gatewayUrlWithoutStage' };

  // The one place where a text becomes a GatewayUrl.
  const gatewayUrl = `${url.origin}/${base.join('/')}` as GatewayUrl;
  return { ok: true, gatewayUrl, plainHttp: url.protocol === 'http:' };
}

/** Path style names the gateway and then the stage after `api`; domain style has the stage alone. */
function namesStage(segments: readonly string[]): boolean {
  const api = segments.lastIndexOf('api');
  return api === -1 ? segments.length >= 1 : segments.length - api - 1 >= 2;
}

function parse(text: string): URL | undefined {
  // `bkapi.example.com/api/…` without a scheme would parse as nothing, `bkapi.example.com:8080/…` as a scheme.
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return undefined;
  return URL.canParse(text) ? new URL(text) : undefined;
}

/** Whether a token to this gateway can be read on its way: it goes over plain http, and not only inside this computer. */
export function travelsInTheOpen(gatewayUrl: GatewayUrl): boolean {
  const { protocol, hostname } = new URL(gatewayUrl);
  return protocol === 'http:' && !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}
