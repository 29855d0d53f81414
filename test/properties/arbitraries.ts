import fc from 'fast-check';

/**
 * Any text that a user, a file or a server can supply: all of Unicode, lone surrogates, and names that have a meaning
 * in JavaScript.
 */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
  fc.constantFrom('', ' ', '\n', 'constructor', '__proto__', 'toString', '{0}', '$&', '%', '\\', '\u0000', '\ufeff'),
);

export const characterOf = (alphabet: string): fc.Arbitrary<string> => fc.constantFrom(...Array.from(alphabet));

const hexDigit = characterOf('0123456789abcdefABCDEF');
const percentCoded = fc.tuple(hexDigit, hexDigit).map(([high, low]) => `%${high}${low}`);

/** Parts of a URL: percent-encoded bytes (valid UTF-8 or not), delimiters and letters of several scripts. */
const urlText = fc.string({
  unit: fc.oneof(
    { weight: 8, arbitrary: characterOf('abcXYZ019-._~+') },
    { weight: 2, arbitrary: percentCoded },
    { weight: 1, arbitrary: characterOf('!$\'()*,:@%"<>\\^`{|}[] 演示😀\u200b\u3164') },
  ),
  maxLength: 30,
});

const host: fc.Arbitrary<string> = fc.oneof(
  fc.domain(),
  fc.ipV4(),
  fc.ipV6().map((address) => `[${address}]`),
  fc.constantFrom(
    'localhost',
    'bkrepo',
    '例子.中国',
    'a.xn--fiqs8s',
    'xn--a.com',
    'a..b',
    '-a.com',
    'e.com.',
    '[::',
    '＜.com',
  ),
  urlText,
);

const port = fc.oneof(fc.nat(70_000).map(String), fc.constantFrom('', '0', '080', '+1', 'http'));

const segment = fc.oneof(
  urlText,
  fc.constantFrom(
    'api',
    'prod',
    'bkapps',
    '..',
    '.',
    'v1.2.3',
    'releases',
    'demo-app-1.0.3-linux-x86_64.tar.gz',
    ';a=b',
  ),
);
const path: fc.Arbitrary<string> = fc
  .array(segment, { maxLength: 6 })
  .map((parts) => parts.map((part) => `/${part}`).join(''));

const parameters = fc
  .array(fc.tuple(fc.constantFrom('&', ';', '?'), urlText, fc.option(urlText)), { maxLength: 4 })
  .map((list) =>
    list.map(([separator, name, value]) => `${separator}${name}${value === null ? '' : `=${value}`}`).join(''),
  );

/** Text that resembles a URL and is valid or invalid. */
const urlLike: fc.Arbitrary<string> = fc
  .record({
    before: fc.constantFrom('', '', '', ' ', 'see ', '\n', '\ufeff'),
    scheme: fc.constantFrom(
      'https://',
      'https://',
      'http://',
      'HTTPS://',
      'ftp://',
      '//',
      'https:/',
      '',
      'javascript:',
      'file://',
    ),
    credentials: fc.option(fc.tuple(urlText, fc.option(urlText)), { freq: 3 }),
    host,
    port: fc.option(port),
    path,
    query: fc.option(parameters),
    fragment: fc.option(urlText, { freq: 3 }),
    after: fc.constantFrom('', '', '', ' ', '\r\n', ').', ' and so on'),
  })
  .map(({ before, scheme, credentials, host, port, path, query, fragment, after }) => {
    const user = credentials ? `${credentials[0]}${credentials[1] === null ? '' : `:${credentials[1]}`}@` : '';
    const rest = `${path}${query === null ? '' : `?${query.slice(1)}`}${fragment === null ? '' : `#${fragment}`}`;
    return `${before}${scheme}${user}${host}${port === null ? '' : `:${port}`}${rest}${after}`;
  });

export const textOrUrl: fc.Arbitrary<string> = fc.oneof(
  anyText,
  urlLike,
  fc.tuple(urlLike, anyText).map(([url, text]) => url + text),
);

/** Versions in usual forms, and any other text. */
export const versionLike: fc.Arbitrary<string> = fc.oneof(
  fc
    .tuple(fc.nat(99), fc.nat(999), fc.nat(), fc.constantFrom('', '-rc.1', '+build.7', 'b1', ' ', '.x'))
    .map(([major, minor, patch, stage]) => `${major}.${minor}.${patch}${stage}`),
  fc.string({ unit: 'grapheme', maxLength: 70 }),
  anyText,
);

/**
 * Generates a secret: `sQ` and 14 to 40 characters of the alphabet. It is so long that no other text of a test contains
 * it by chance.
 */
export const secretOf = (alphabet: string): fc.Arbitrary<string> =>
  fc.string({ unit: characterOf(alphabet), minLength: 14, maxLength: 40 }).map((text) => `sQ${text}`);

export const lettersAndDigits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
