import { localizedMessage } from '../backend/backendAnswer.ts';
import type { Language } from '../backend/language.ts';
import type { Switches } from '../switches.ts';

const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: '80', https: '443' };

/**
 * Returns the platform's message that refuses a package URL, or `undefined` if the platform accepts the URL
 * (platform-api.md 1.2, 1.4).
 */
export function checkPackageUrl(
  text: string,
  allowedHosts: Switches['allowedHosts'],
  language: Language,
): string | undefined {
  if (!isGenericUrl(text)) return localizedMessage('notUrl', language);
  // Without an allow-list, the platform does not check port and scheme, so a bad port or ftp fails at the download.
  if (allowedHosts === 'any') return undefined;
  if (allowedHosts.length === 0) return localizedMessage('uploadByLinkOff', language);
  const parts = /^([a-z0-9.+-]+):\/\/(?:[^@/]*@)?(\[[^\]]*\]|[^/:?#]*)(?::(\d*))?/i.exec(text);
  const [, scheme = '', bracketed = '', port = ''] = parts ?? [];
  if (Number(port) > 65_535) return localizedMessage('urlMalformed', language);
  const defaultPort = DEFAULT_PORTS[scheme.toLowerCase()];
  if (defaultPort === undefined) return localizedMessage('schemeRefused', language, scheme.toLowerCase());
  const host = bracketed.replace(/^\[|\]$/g, '').toLowerCase();
  const names = port === '' ? [host, `${host}:${defaultPort}`] : [`${host}:${port}`];
  if (port === defaultPort) names.push(host);
  const allowed = allowedHosts.map((each) => each.toLowerCase());
  return names.some((name) => allowed.includes(name)) ? undefined : localizedMessage('hostRefused', language, host);
}

const LABEL_CHARACTERS = 'a-z\\u00a1-\\uffff0-9';
const IPV4_PATTERN = '(?:0|25[0-5]|2[0-4]\\d|1\\d?\\d?|[1-9]\\d?)(?:\\.(?:0|25[0-5]|2[0-4]\\d|1\\d?\\d?|[1-9]\\d?)){3}';
const HOST_NAME_PATTERN =
  `[${LABEL_CHARACTERS}](?:[${LABEL_CHARACTERS}-]{0,61}[${LABEL_CHARACTERS}])?` +
  `(?:\\.(?!-)[${LABEL_CHARACTERS}-]{1,63}(?<!-))*` +
  '\\.(?!-)(?:[a-z\\u00a1-\\uffff-]{2,63}|xn--[a-z0-9]{1,59})(?<!-)\\.?';
const GENERIC_URL_PATTERN = new RegExp(
  '^(?:[a-z0-9.+-]*)://(?:[^\\s:@/]+(?::[^\\s:@/]*)?@)?' +
    `(?:${IPV4_PATTERN}|\\[[0-9a-f:.]+\\]|${HOST_NAME_PATTERN}|localhost)(?::\\d{1,5})?(?:[/?#]\\S*)?$`,
  'i',
);
const SCHEMES = ['http', 'https', 'ftp', 'ftps'];

/**
 * Returns whether the web framework accepts the text as a URL. A host of a single label is accepted only if it is
 * `localhost`.
 */
function isGenericUrl(text: string): boolean {
  const scheme = text.split('://')[0]?.toLowerCase() ?? '';
  return text.length <= 2048 && SCHEMES.includes(scheme) && GENERIC_URL_PATTERN.test(text);
}
