import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { UploadOutcome } from '../../src/core/operations/upload/uploadOutcome.ts';
import { errorCodes } from '../../src/core/platform/errorCode.ts';
import { PlatformError } from '../../src/core/platform/platformError.ts';
import { pageCommands } from '../../src/vscode/editor/ids.ts';
import { resultView } from '../../src/vscode/upload/page/resultPage.ts';
import { translateToEnglish } from '../texts/translations.ts';
import { outcomes, reportOf, storedPackage } from '../vscode/report.ts';
import { anyText } from './arbitraries.ts';
import { property } from './property.ts';

const hostileText = fc.oneof(
  anyText,
  fc
    .array(
      fc.constantFrom(
        '<',
        '>',
        '"',
        "'",
        '&',
        '/',
        '=',
        ' ',
        '<!--',
        ']]>',
        '</td>',
        '</pre>',
        '<script>',
        'onload=',
        '&lt;',
        '{0}',
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
  fc.constantFrom(
    'javascript:alert(1)',
    'https://x"onmouseover="y',
    'command:bkpaas.signOut',
    'https://e.com/?a=1&b=<',
    'data:text/html,x',
  ),
);
const optionalText = fc.option(hostileText, { nil: undefined });
const date = fc.option(fc.record({ text: hostileText, time: fc.nat() }), { nil: undefined });

const anyPackage = fc.record({
  version: hostileText,
  packageName: hostileText,
  sizeBytes: fc.option(fc.double(), { nil: undefined }),
  sha256: optionalText,
  created: date,
  updated: date,
  operator: optionalText,
});
const error = fc
  .record({
    code: fc.constantFrom(...errorCodes),
    facts: fc.record({
      said: optionalText,
      subject: optionalText,
      applyUrl: optionalText,
      requestId: optionalText,
      status: fc.option(fc.nat(), { nil: undefined }),
    }),
  })
  .map(({ code, facts }) => new PlatformError(code, facts));

const anyOutcome: fc.Arbitrary<UploadOutcome> = fc.oneof(
  fc
    .tuple(anyPackage, optionalText)
    .map(([given, requestId]) => ({ ...outcomes.uploaded, package: { ...storedPackage, ...given }, requestId })),
  error.map((given) => ({ ...outcomes.failed, error: given })),
  error.map((given) => ({ ...outcomes.unknown, error: given })),
  fc.constant(outcomes.cancelled),
);

/** A password that is part of the link. Other people can see the page, so the page must not contain the password. */
const password = 'sQ-in-the-link';
const packageUrl = fc.oneof(
  hostileText,
  hostileText.map((text) => `https://u:${password}@e.com/?sig=${password}&x=${text}`),
);

property(
  'a page of hostile texts has the tags that are written in it and no other, and no link but web addresses, and no action but the allowed commands',
  fc.record({ outcome: anyOutcome, packageUrl, version: hostileText, name: hostileText }),
  ({ outcome, packageUrl, version, name }) => {
    const report = reportOf(outcome, { packageUrl, version });
    const { content: text } = resultView(translateToEnglish, { ...report, platform: { ...report.platform, name } });
    const open: string[] = [];
    const rest = text.replace(
      tagPattern,
      (_, end: string, tagName: string | undefined, attributes: string | undefined) => {
        if (tagName === undefined) return '';
        assert.ok(tags.has(tagName), tagName);
        assert.doesNotMatch(attributes ?? '', /\s(?:on\w+|style|src)=/);
        if (end) assert.equal(open.pop(), tagName);
        else if (tagName !== 'br') open.push(tagName);
        return '';
      },
    );
    assert.ok(!text.includes(password), text);
    assert.deepEqual(open, []);
    assert.doesNotMatch(rest, /[<>]/);
    for (const [, href = ''] of text.matchAll(/href="([^"]*)"/g)) {
      assert.match(href, /^https?:\/\//i);
    }
    for (const [, action = ''] of text.matchAll(/data-action="([^"]*)"/g)) assert.ok(commands.has(action), action);
  },
);

/** Matches a tag as the extension writes tags. The characters `<` and `>` occur nowhere else in a page. */
const tagPattern = /<!DOCTYPE html>|<(\/?)([a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"<>]*")?)*)\s*\/?>/g;
const tags = new Set(
  'div h1 h2 p span nav a button table caption tbody tr th td code strong details summary pre br'.split(' '),
);
const commands: ReadonlySet<string> = new Set(pageCommands);
