import assert from 'node:assert/strict';
import http from 'node:http';
import fc from 'fast-check';
import { trimPasted } from '../../src/core/http/pastedText.ts';
import { completionsAt } from '../../src/core/description/completionsAt.ts';
import { hoverAt } from '../../src/core/description/hoverAt.ts';
import { parseMarks } from '../../src/core/operations/running/logMarks.ts';
import { curlCommand } from '../../src/core/operations/upload/curlCommand.ts';
import { packageNameTooLong, parseUploadRequest } from '../../src/core/operations/upload/parseUploadRequest.ts';
import { parseAccessToken } from '../../src/core/platform/accessToken.ts';
import { formatLogTime, parseLogTime } from '../../src/core/platform/applicationLog.ts';
import { errorCodes } from '../../src/core/platform/errorCode.ts';
import { parseConsoleAddress, guessGatewayUrls } from '../../src/core/platform/consoleAddress.ts';
import { parseGatewayUrl } from '../../src/core/platform/gatewayUrl.ts';
import { parseUploadLink } from '../../src/core/operations/upload/uploadLink.ts';
import { parseSignInLink } from '../../src/core/platform/signInLink.ts';
import { PlatformError } from '../../src/core/platform/platformError.ts';
import { parseVersion } from '../../src/core/platform/names.ts';
import { parseAppDescription } from '../../src/core/releases/appDescription.ts';
import { derivePackageName } from '../../src/core/releases/packageName.ts';
import { checkPackageUrl, maskPackageUrl, packageUrlProblems } from '../../src/core/releases/packageUrl.ts';
import { parseProjectVersion } from '../../src/core/releases/projectVersion.ts';
import { parseLinks } from '../../src/core/releases/readLink.ts';
import { suggestVersion, versionForPlatform } from '../../src/core/releases/suggestVersion.ts';
import { parseRepositoryVariables } from '../../src/core/repository/repositoryVariables.ts';
import { gatewayUrlOf } from '../core/connect.ts';
import { textOrUrl, anyText, characterOf, lettersAndDigits, secretOf, versionLike } from './arbitraries.ts';
import { property } from './property.ts';

const gatewayUrl = gatewayUrlOf('https://bkapi.example.com/api/bkpaas3/prod');

property(
  'checkPackageUrl: takes a text or names the problem, and what it takes is a URL as it stands',
  textOrUrl,
  (text) => {
    const check = checkPackageUrl(text);
    if (!check.ok) {
      assert.ok(packageUrlProblems.includes(check.problem));
      return;
    }
    assert.equal(check.url, trimPasted(text));
    assert.match(new URL(check.url).protocol, /^https?:$/);
    assert.deepEqual(checkPackageUrl(check.url), check);
  },
);

property(
  'derivePackageName: contains the version, and packageNameTooLong agrees with its length',
  fc.tuple(textOrUrl, versionLike),
  ([url, version]) => {
    const name = derivePackageName(url, version);
    assert.ok(name.includes(version.trim()));
    assert.equal(packageNameTooLong(url, version), Array.from(name).length > 128);
  },
);

property(
  'suggestVersion: returns nothing or a version that parseVersion accepts',
  fc.oneof(textOrUrl, versionLike),
  (text) => {
    const suggestion = suggestVersion(text);
    if (suggestion === undefined) return;
    const reading = parseVersion(versionForPlatform(suggestion.version));
    assert.ok(reading.ok && reading.version.length <= 64);
    assert.match(suggestion.version, /^\S+$/);
  },
);

property('parseVersion: returns the problem or the trimmed text', versionLike, (text) => {
  const reading = parseVersion(text);
  const { length } = Array.from(text.trim());
  assert.equal(reading.ok, length >= 1 && length <= 64);
  if (reading.ok) assert.deepEqual(parseVersion(reading.version), { ...reading, version: text.trim() });
});

property('parseGatewayUrl: accepts only addresses without credentials, query and fragment', textOrUrl, (text) => {
  const reading = parseGatewayUrl(text);
  if (!reading.ok) return;
  const url = new URL(`${reading.gatewayUrl}/bkapps/applications`);
  assert.equal(url.href, `${reading.gatewayUrl}/bkapps/applications`);
  assert.deepEqual([url.username, url.password, url.search, url.hash], ['', '', '', '']);
  assert.deepEqual(parseGatewayUrl(reading.gatewayUrl), reading);
});

const variable = fc.tuple(
  fc.constantFrom('BKREPO_ENDPOINT_URL', 'BKREPO_PROJECT', 'BKREPO_USERNAME', 'BKREPO_PASSWORD', 'BKREPO_OTHER', 'X'),
  fc.constantFrom('=', ': ', '：', ' = ', ''),
  fc.oneof(anyText, secretOf(lettersAndDigits)),
  fc.constantFrom('\n', '\r\n', ' ', '', '","'),
);
property(
  'parseRepositoryVariables: returns nothing or texts of the block, and a quoted password unchanged',
  fc.tuple(fc.array(variable, { maxLength: 8 }), secretOf(`${lettersAndDigits}-._~+/=:,;`)),
  ([variables, password]) => {
    const block = variables.map((parts) => parts.join('')).join('');
    const found = parseRepositoryVariables(block) ?? { none: 'x' };
    for (const value of Object.values(found)) assert.ok(typeof value === 'string' && value !== '');
    for (const quoted of [`export BKREPO_PASSWORD="${password}"`, `BKREPO_PASSWORD=${password}`])
      assert.equal(parseRepositoryVariables(`BKREPO_PROJECT=a ${quoted}`)?.secret, password);
  },
);

property('parseSignInLink: names the problem, or gives addresses without a secret', textOrUrl, (text) => {
  for (const query of [text, new URLSearchParams({ gateway: text }).toString(), `gateway=${text}&console=${text}`]) {
    const parsed = parseSignInLink('/sign-in', query);
    if (!parsed.ok) continue;
    const { gatewayUrl: gateway, consoleUrl } = parsed.link;
    assert.deepEqual(parseGatewayUrl(gateway).ok, true);
    if (consoleUrl !== undefined) assert.match(consoleUrl, /^https?:\/\/[^?#]*$/);
  }
});

property('parseUploadLink: returns the problem, or a URL without a secret', textOrUrl, (text) => {
  const url = 'https://pkg.example.com/a.tgz';
  for (const query of [
    text,
    new URLSearchParams({ app: 'demo-app', url: text }).toString(),
    `app=${text}&url=${url}`,
  ]) {
    const parsed = parseUploadLink(query);
    if (parsed.ok) assert.equal(maskPackageUrl(parsed.link.packageUrl), parsed.link.packageUrl);
  }
});

property('parseConsoleAddress: returns nothing, or a web address without a query', textOrUrl, (text) => {
  const address = parseConsoleAddress(text);
  if (address === undefined) return;
  assert.match(address, /^https?:\/\/[^?#]+$/);
  for (const guess of guessGatewayUrls(address)) assert.ok(parseGatewayUrl(guess).ok);
});

const token = secretOf(`${lettersAndDigits}-._~+/=`);
const pastedToken = fc.oneof(
  token,
  token.map((text) => ` ${JSON.stringify({ access_token: text })}\n`),
  token.map((text) => `-H 'X-BKAPI-AUTHORIZATION: {"access_token": "${text}"}'`),
  token.map((text) => `“{'access_token': u'${text}', 'scope': None}”，`),
  fc
    .tuple(token, characterOf('“”‘’「」«»，；。、\u200b\u2060\ufeff\u00a0'))
    .map(([text, extra]) => extra + text + extra),
  token.map((text) => `export ACCESS_TOKEN=${text}`),
  token.map((text) => `?access_token=${text}&x=y`),
  token.map((text) => `"X-Bkapi-Authorization: {\\"access_token\\": \\"${text}\\"}"`),
  fc.tuple(token, anyText).map((parts) => parts.join('')),
  fc.json(),
  textOrUrl,
);
property(
  'parseAccessToken: an accepted token fits into a header, and a problem repeats nothing of the text',
  pastedToken,
  (text) => {
    const reading = parseAccessToken(text);
    if (!reading.ok) {
      assert.deepEqual(Object.keys(reading), ['ok', 'problem']);
      return;
    }
    http.validateHeaderValue('X-Bkapi-Authorization', JSON.stringify({ access_token: reading.accessToken }));
    // The text contains the token unless an escape, percent-encoding or an invisible character is inside the token.
    assert.ok(text.includes(reading.accessToken) || /[\\%\p{Cf}]/u.test(text));
    assert.deepEqual(parseAccessToken(reading.accessToken), { ...reading, readAs: 'bare' });
  },
);

const fileNames = fc.oneof(fc.constantFrom('a.url', 'a.webloc', 'a.txt', 'package.json'), anyText);
const linkFiles = fc.oneof(
  textOrUrl,
  textOrUrl.map((url) => `[InternetShortcut]\r\nURL=${url}\r\n`),
  textOrUrl.map((url) => `<plist><dict><key>URL</key><string>${url}</string></dict></plist>`),
  fc.array(textOrUrl, { maxLength: 5 }).map((lines) => lines.join('\n')),
);
property('readLink: only web addresses, each in one piece', fc.tuple(fileNames, linkFiles), ([name, text]) => {
  for (const link of parseLinks(name, text)) assert.match(link, /^https?:\/\/\S+$/i);
});

const projectFiles = fc.oneof(
  fc
    .record({ version: fc.oneof(versionLike, fc.jsonValue()), name: anyText }, { requiredKeys: [] })
    .map((file) => JSON.stringify(file)),
  fc.json(),
  anyText,
);
property(
  'readProjectVersion: nothing, or a version that can be typed as it is',
  fc.tuple(fileNames, projectFiles),
  ([name, text]) => {
    const version = parseProjectVersion(name, text);
    if (version !== undefined) assert.deepEqual(parseVersion(version).ok && version, version.trim());
  },
);

const yamlPieces = fc.oneof(
  characterOf('[]{}:,-?&*!|>%@`#"\'\n '),
  fc.constantFrom('  ', '\n- ', ': ', '&a ', '*a', '<<: ', '!!map ', '---\n', '\n...\n', '\t'),
);
const descriptions = fc.oneof(
  fc
    .array(fc.oneof(yamlPieces, fc.constantFrom('a', '1.0', 'name', 'modules:'), anyText), { maxLength: 30 })
    .map((parts) => parts.join('')),
  fc
    .record({
      spec_version: fc.constantFrom(2, 3, '2'),
      app_version: fc.jsonValue(),
      app: fc.jsonValue(),
      modules: fc.jsonValue(),
    })
    .map((file) => JSON.stringify(file)),
  fc
    .tuple(anyText, anyText)
    .map(([code, module]) => `specVersion: 3\napp: { bkAppCode: ${code} }\nmodules:\n  - name: ${module}\n`),
);
property('parseAppDescription: returns nothing, or valid names and a valid version', descriptions, (text) => {
  for (const whole of [text, `spec_version: 2\n${text}`]) {
    const description = parseAppDescription(whole);
    if (description === undefined) continue;
    for (const name of [description.appCode ?? 'a', ...description.modules]) assert.match(name, /^[\w-]{1,20}$/);
    assert.ok(parseVersion(description.version ?? '1').ok);
  }
});

property(
  'completionsAt and hoverAt: their ranges are within the line, at any offset of any text',
  fc.tuple(descriptions, fc.nat(200)),
  ([text, at]) => {
    for (const whole of [text, `specVersion: 3\n${text}`, `spec_version: 2\n${text}`]) {
      const offset = Math.min(at, whole.length);
      const completions = completionsAt(whole, offset, { language: 'en' });
      const help = hoverAt(whole, offset, 'zh-cn');
      for (const { range } of [...completions, ...(help ? [help] : [])]) {
        assert.ok(range.start <= offset && offset <= range.end && range.end <= whole.length);
        assert.doesNotMatch(whole.slice(range.start, range.end), /\n/);
      }
    }
  },
);

const names = fc.oneof(fc.constantFrom('demo-app', 'default'), textOrUrl);
const requests = fc.record({
  appCode: names,
  module: names,
  packageUrl: textOrUrl,
  version: versionLike,
  allowOverwrite: fc.boolean(),
});
property('parseUploadRequest: throws an error with a code, or returns a valid request', requests, (texts) => {
  try {
    const request = parseUploadRequest(texts);
    assert.ok(URL.canParse(request.packageUrl));
    assert.ok(URL.canParse(`${gatewayUrl}/bkapps/applications/${request.appCode}/modules/${request.module}/`));
    assert.ok(curlCommand(gatewayUrl, undefined, request).includes('$BKPAAS_ACCESS_TOKEN'));
  } catch (error) {
    assert.ok(error instanceof PlatformError, String(error));
    assert.ok(errorCodes.includes(error.code));
  }
});

const messages = fc
  .array(fc.oneof(fc.constantFrom('[bk-mark]', '[/bk-mark]', '[bk-mark', ']', '\u001b[31m'), anyText), {
    maxLength: 12,
  })
  .map((parts) => parts.join(''));
property(
  'parseMarks: marks are parts of the text in order, and unpaired marks stay in the text',
  messages,
  (message) => {
    const { text, marks } = parseMarks(message);
    let end = 0;
    let rebuilt = '';
    for (const mark of marks) {
      assert.ok(mark.start >= end && mark.end > mark.start && mark.end <= text.length);
      rebuilt += `${text.slice(end, mark.start)}[bk-mark]${text.slice(mark.start, mark.end)}[/bk-mark]`;
      ({ end } = mark);
    }
    rebuilt += text.slice(end);
    assert.equal(rebuilt.replaceAll('[bk-mark][/bk-mark]', ''), message.replaceAll('[bk-mark][/bk-mark]', ''));
  },
);

const logTimes = fc.oneof(
  textOrUrl,
  fc
    .date({ min: new Date('0000-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 19).replace('T', ' ')),
);
property('parseLogTime: returns nothing, or a time that is formatted as it was read', logTimes, (text) => {
  const time = parseLogTime(text);
  if (time === undefined) return;
  assert.ok(Number.isSafeInteger(time));
  assert.equal(parseLogTime(formatLogTime(time)), time);
});
