import { YamlError } from './yamlError.ts';
import type { YamlScalar, YamlValue } from './yamlNode.ts';

/** The prefix of the tags that YAML defines. */
export const standardTag = 'tag:yaml.org,2002:';

/** How YAML 1.1 chooses the type of a plain text. The first pattern that matches counts. */
const plainTypes: readonly (readonly [string, RegExp])[] = [
  ['bool', /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/],
  [
    'float',
    /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
  ],
  [
    'int',
    /^(?:[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/,
  ],
  ['merge', /^<<$/],
  ['null', /^(?:~|null|Null|NULL|)$/],
  [
    'timestamp',
    /^(?:\d{4}-\d\d-\d\d|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)$/,
  ],
  ['value', /^=$/],
];

/** Returns the tag that YAML 1.1 gives to a plain text. */
export function plainTag(text: string): string {
  return standardTag + (plainTypes.find(([, pattern]) => pattern.test(text))?.[0] ?? 'str');
}

/**
 * Returns the type and value of a scalar with a complete tag.
 *
 * @throws YamlError if the text does not fit the tag, or if the tag is unknown
 */
export function resolveScalar(text: string, tag: string, at: number): Pick<YamlScalar, 'type' | 'value'> {
  switch (tag) {
    case `${standardTag}str`:
      return { type: 'text', value: text };
    case `${standardTag}null`:
      return { type: 'null', value: null };
    case `${standardTag}bool`:
      return { type: 'boolean', value: booleanOf(text, at) };
    case `${standardTag}int`:
      return { type: 'integer', value: integerOf(text, at) };
    case `${standardTag}float`:
      return { type: 'float', value: floatOf(text, at) };
    case `${standardTag}timestamp`:
      return dateOf(text, at);
    case `${standardTag}binary`:
      return { type: 'binary', value: base64Of(text, at) };
    case `${standardTag}value`:
    case `${standardTag}merge`:
      throw new YamlError('specialText', at, text);
    case `${standardTag}seq`:
    case `${standardTag}map`:
    case `${standardTag}omap`:
    case `${standardTag}pairs`:
    case `${standardTag}set`:
      throw new YamlError('tagMismatch', at, tag);
    default:
      throw new YamlError('tagUnknown', at, tag);
  }
}

function booleanOf(text: string, at: number): boolean {
  const lower = text.toLowerCase();
  if (['yes', 'true', 'on'].includes(lower)) return true;
  if (['no', 'false', 'off'].includes(lower)) return false;
  throw new YamlError('boolean', at, text);
}

/** Maximum number of digits that Python converts to an integer. */
const maxDigits = 4300;

function integerOf(text: string, at: number): number | bigint {
  const [, sign = '', digits = ''] = /^([-+]?)(.*)$/s.exec(text.replaceAll('_', '')) ?? [];
  const fail = (): never => {
    throw new YamlError('number', at, text);
  };
  const parse = (pattern: RegExp, prefix: string, raw: string): bigint =>
    pattern.test(raw) ? BigInt(prefix + raw) : fail();
  const decimal = (raw: string): bigint => {
    const bare = stripWhitespace(raw);
    const [, own = '', number = ''] = /^([-+]?)(.*)$/s.exec(bare) ?? [];
    if (number.length > maxDigits) fail();
    return parse(/^[0-9]+$/, '', number) * (own === '-' ? -1n : 1n);
  };
  let value: bigint;
  if (digits === '0') value = 0n;
  else if (digits.startsWith('0b')) value = parse(/^[01]+$/, '0b', digits.slice(2));
  else if (digits.startsWith('0x')) value = parse(/^[0-9a-fA-F]+$/, '0x', digits.slice(2));
  else if (digits.startsWith('0')) value = parse(/^[0-7]+$/, '0o', digits.replace(/^0o/, ''));
  else if (digits.includes(':')) value = digits.split(':').reduce((sum, part) => sum * 60n + decimal(part), 0n);
  else value = digits === '' ? fail() : decimal(digits);
  const signed = sign === '-' ? -value : value;
  const small = Number(signed);
  return Number.isSafeInteger(small) ? small : signed;
}

/** Removes white space at both ends, because Python's `int()` and `float()` ignore it. */
function stripWhitespace(text: string): string {
  return text.replaceAll(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
}

function floatOf(text: string, at: number): number {
  const [, sign = '', digits = ''] = /^([-+]?)(.*)$/s.exec(text.replaceAll('_', '').toLowerCase()) ?? [];
  const parse = (raw: string): number => {
    const bare = stripWhitespace(raw);
    if (/^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/.test(bare)) return Number(bare);
    const [, own = '', word = ''] = /^([-+]?)(inf|infinity|nan)$/.exec(bare) ?? [];
    if (word === '') throw new YamlError('number', at, text);
    return word === 'nan' ? NaN : own === '-' ? -Infinity : Infinity;
  };
  const factor = sign === '-' ? -1 : 1;
  if (digits === '.inf') return factor * Infinity;
  if (digits === '.nan') return NaN;
  if (!digits.includes(':')) return factor * parse(digits);
  // Add the lowest part first, as PyYAML does, because the sum of floats depends on the order.
  const parts = digits.split(':').map(parse).toReversed();
  return factor * parts.reduce((sum, part, index) => sum + part * 60 ** index, 0);
}

/** Groups: year, month, day, then hour, minute, second, fraction, zone, sign, hours and minutes of the zone. */
const datePattern =
  /^(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt]|[ \t]+)(\d\d?):(\d\d):(\d\d)(?:\.(\d*))?(?:[ \t]*(Z|([-+])(\d\d?)(?::(\d\d))?))?)?$/;

/** Returns a date or a time as Python's `isoformat()` writes it. */
function dateOf(text: string, at: number): { type: 'date' | 'dateTime'; value: YamlValue } {
  const match = datePattern.exec(text);
  const fail = (): never => {
    throw new YamlError('date', at, text);
  };
  if (!match) return fail();
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const isDay = new Date(Date.UTC(2000, month - 1, day)).getUTCDate() === day;
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  if (year < 1 || month < 1 || month > 12 || day < 1 || !isDay || (month === 2 && day === 29 && !isLeap)) fail();
  const two = (number: number): string => String(number).padStart(2, '0');
  const date = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
  if (match[4] === undefined) return { type: 'date', value: date };
  if (hour > 23 || minute > 59 || second > 59) fail();
  const micros = (match[7] ?? '').slice(0, 6).padEnd(6, '0');
  const [zone, sign, zoneHour = '0', zoneMinute = '0'] = match.slice(8, 12);
  const offset = Number(zoneHour) * 60 + Number(zoneMinute);
  if (offset >= 24 * 60) fail();
  const written = `${sign === '-' && offset > 0 ? '-' : '+'}${two(Math.floor(offset / 60))}:${two(offset % 60)}`;
  const time = `${two(hour)}:${two(minute)}:${two(second)}${Number(micros) > 0 ? `.${micros}` : ''}`;
  return { type: 'dateTime', value: `${date}T${time}${zone === undefined ? '' : written}` };
}

function base64Of(text: string, at: number): string {
  const bare = text.replaceAll(/[^A-Za-z0-9+/=]/g, '');

  if (!/^[\x00-\x7f]*$/.test(text) || !/^(?:[^=]{4})*(?:[^=]{2}==+|[^=]{3}=+)?/.test(bare) || isTruncatedBase64(bare))
    throw new YamlError('binary', at, text.slice(0, 40));
  return Buffer.from(bare, 'base64').toString('base64');
}

/** Returns whether the last group of four base64 characters is incomplete even with its padding. */
function isTruncatedBase64(base64: string): boolean {
  const [data = '', ...rest] = base64.split('=');
  const missing = (4 - (data.length % 4)) % 4;
  return missing === 3 || rest.length < missing;
}
