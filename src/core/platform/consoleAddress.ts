import { trimPastedUrl } from '../http/pastedText.ts';
import { isWebAddress } from '../http/urls.ts';
import { parseGatewayUrl, type GatewayUrl } from './gatewayUrl.ts';

/** The gateway's default name and default stage (platform-api.md 2.1). */
const defaultGatewayName = 'bkpaas3';
const defaultStage = 'prod';

/**
 * Returns the base URL of the console if a pasted text can be a URL of the console: a host without a path, or one of
 * the console's pages. Undefined for any other text, such as a gateway URL. A host without a path can also be the
 * gateway's host. Never throws.
 */
export function parseConsoleAddress(text: string): string | undefined {
  const trimmed = trimPastedUrl(text);
  if (!isWebAddress(trimmed)) return undefined;
  const url = new URL(trimmed);
  if (url.username !== '' || url.password !== '') return undefined;
  const page = /^(.*?)\/developer-center(?:\/|$)/.exec(url.pathname);
  if (page) return `${url.origin}${page[1] ?? ''}`;
  return url.pathname === '/' ? url.origin : undefined;
}

/**
 * Returns the gateway URL that a web page of the console contains. Pages of newer consoles have a line such as
 * `var BK_API_URL_TMPL = 'https://bkapi.example.com/api/{api_name}/'` (platform-api.md 5). Undefined if the page has no
 * such line.
 */
export function gatewayUrlInPage(html: string): GatewayUrl | undefined {
  const template = /\bBK_API_URL_TMPL\s*=\s*(?:'([^'\s]{1,500})'|"([^"\s]{1,500})")/.exec(html);
  const text = template?.[1] ?? template?.[2] ?? '';
  if (!/\{(?:api_name|gateway_name)\}/.test(text)) return undefined;
  const base = text.replace(/\{(?:api_name|gateway_name)\}/g, defaultGatewayName).replace(/\/+$/, '');
  const parsed = parseGatewayUrl(`${base}/${defaultStage}`);
  return parsed.ok ? parsed.gatewayUrl : undefined;
}

/**
 * Returns whether an HTML page belongs to the console. The console's pages have variables such as `BK_PAAS_VERSION` in
 * a script, or contain the console's Chinese name.
 */
export function isConsolePage(html: string): boolean {
  return /\bBK_(?:PAAS\w*|API_URL_TMPL)\b|开发者中心/.test(html);
}

/**
 * Guesses gateway URLs from the URL of a host. Returns a gateway URL on the host itself. If the host is probably a
 * console, also returns gateway URLs on the hosts `bkapi` and `apigw` of the same domain. The caller must check which
 * of the gateway URLs exist.
 */
export function guessGatewayUrls(address: string): GatewayUrl[] {
  const { origin, protocol, hostname } = new URL(address);
  const [first = '', ...rest] = hostname.split('.');
  const domain = rest.join('.');
  // Guess other hosts of the domain only if the first label is typical of a console. For `example.co.uk`, the
  // remaining labels are `co.uk`, and hosts of `co.uk` belong to other owners.
  const isConsoleHost = /^(?:bk|dev|\w*paas)/.test(first) && rest.length >= 2 && !/^[\d.]+$/.test(hostname);
  const guesses = [
    ...(first === defaultGatewayName
      ? [`${origin}/${defaultStage}`]
      : [`${origin}/api/${defaultGatewayName}/${defaultStage}`]),
    ...(isConsoleHost
      ? [
          `${protocol}//bkapi.${domain}/api/${defaultGatewayName}/${defaultStage}`,
          `${protocol}//${defaultGatewayName}.apigw.${domain}/${defaultStage}`,
        ]
      : []),
  ];
  return guesses.flatMap((guess) => {
    const parsed = parseGatewayUrl(guess);
    return parsed.ok ? parsed.gatewayUrl : [];
  });
}
