import assert from 'node:assert/strict';
import test from 'node:test';
import { errorCodes } from '../../../src/core/platform/errorCode.ts';
import { rejectedTokenCodes } from '../../../src/core/platform/gatewayErrors.ts';
import { PlatformError } from '../../../src/core/platform/platformError.ts';
import type { UploadOutcome } from '../../../src/core/operations/upload/uploadOutcome.ts';
import { errorText } from '../../../src/texts/errorTexts.ts';
import { failureText } from '../../../src/texts/failureTexts.ts';
import {
  cancelledText,
  unknownReasonText,
  foundUploadText,
  uploadProgressText,
} from '../../../src/texts/outcomeTexts.ts';
import { escapeHtml } from '../../../src/vscode/editor/html.ts';
import { pageCommands } from '../../../src/vscode/editor/ids.ts';
import { resultHtml, resultView } from '../../../src/vscode/upload/page/resultPage.ts';
import type { UploadReport } from '../../../src/vscode/upload/uploadReport.ts';
import { addressesWithSecrets, assertNoSecrets } from '../../plantedSecrets.ts';
import { absoluteTime } from '../../../src/texts/formats.ts';
import { translateToEnglish, translators } from '../../texts/translations.ts';
import type { comparisonSection } from '../../../src/vscode/upload/page/resultSections.ts';
import { outcomes, reportOf, storedPackage } from '../report.ts';

/** Returns the HTML of the page's content, as the page's script draws it. */
const pageHtml = (report: UploadReport, language: keyof typeof translators = 'en'): string => {
  const { headline, content } = resultView(translators[language], report);
  const { kind, urgent, sign, text, verdict = '' } = headline;
  const heading = `<h1 class="${kind}">${escapeHtml(`${sign} ${text}`)}</h1><p>${escapeHtml(verdict)}</p>`;
  return `<div role="${urgent ? 'alert' : 'status'}">${heading}</div>${content}`;
};

const frame = {
  title: 'Upload Result',
  language: 'zh-cn',
  cspSource: 'https://*.vscode-cdn.net',
  nonce: 'of-this-page',
  scriptUri: 'https://file.vscode-cdn.net/dist/page/result.js',
  styleUri: 'https://file.vscode-cdn.net/dist/page/result.css',
};

const createFailedOutcome = (...given: ConstructorParameters<typeof PlatformError>): UploadOutcome => ({
  status: 'failed',
  error: new PlatformError(...given),
});

/**
 * Returns every tag of a page. Asserts that no `<` occurs outside these tags, because a browser could parse another `<`
 * as a tag.
 */
function tagsOf(text: string): { name: string; attributes: string }[] {
  const tag = /<!DOCTYPE html>|<(\/?[a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"<>]*")?)*)\s*\/?>/g;
  assert.doesNotMatch(text.replace(tag, ''), /</);
  return [...text.matchAll(tag)].flatMap(([, name, attributes = '']) => (name ? [{ name, attributes }] : []));
}

const links = (text: string): string[] => [...text.matchAll(/href="([^"]*)"/g)].map((match) => match[1] ?? '');
/** Returns the actions of the buttons, in order. */
const buttonActions = (text: string): string[] =>
  [...text.matchAll(/data-action="([^"]*)"/g)].map((match) => match[1] ?? '');

const plainTags = ['div', 'h1', 'p', 'span', 'nav', 'a', 'button', 'table', 'br'];
const allowedTags = new Set([
  ...plainTags,
  'caption',
  'h2',
  'tbody',
  'tr',
  'th',
  'td',
  'code',
  'strong',
  'details',
  'summary',
  'pre',
]);

for (const language of ['en', 'zh-cn'] as const) {
  for (const [name, outcome] of Object.entries(outcomes)) {
    test(`${name}: a page without script, with one headline, in ${language}`, () => {
      const text = pageHtml(reportOf(outcome), language);
      const tags = tagsOf(text);
      for (const { name: tag, attributes } of tags) {
        assert.ok(allowedTags.has(tag.replace('/', '')), tag);
        assert.doesNotMatch(attributes, /\son|style=|src=/);
      }
      assert.equal(tags.filter((tag) => tag.name === 'h1').length, 1);
      assert.match(text, /role="(status|alert)"/);
      for (const { attributes } of tags.filter((tag) => tag.name === 'th')) assert.match(attributes, / scope="row"/);
      const count = (tag: string): number => tags.filter((found) => found.name === tag).length;
      assert.equal(count('caption'), count('table'));
      assert.doesNotMatch(text, /undefined|\[object|\{\d\}/);
      assert.deepEqual(links(text), []);
      for (const action of buttonActions(text))
        assert.ok(
          pageCommands.some((command) => command === action),
          action,
        );
    });
  }

  test(`every error code has its page in ${language}`, () => {
    for (const code of errorCodes) {
      for (const status of ['failed', 'unknown'] as const) {
        const text = pageHtml(
          reportOf({
            status,
            error: new PlatformError(code, { subject: 'a<b', status: 500 }),
            reason: 'versionsUnreadable',
          }),
          language,
        );
        const { what, why, todo } = errorText(translators[language], code, { subject: 'a<b' });
        for (const told of status === 'failed' ? [what, why, todo] : [what, why])
          assert.ok(text.includes(escapeHtml(told)), `${code}: ${told}`);
        assert.ok(text.includes(`<code>${code}</code>`));
        tagsOf(text);
      }
    }
  });
}

test('the content security policy lets in nothing but the page’s style sheet and its one script', () => {
  const text = resultHtml(frame);
  const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(text)?.[1];
  assert.equal(
    policy,
    'default-src &#39;none&#39;; style-src https://*.vscode-cdn.net; script-src &#39;nonce-of-this-page&#39;',
  );
  assert.ok(text.indexOf('Content-Security-Policy') < text.indexOf('<link'));
  assert.equal(text.match(/<script/g)?.length, 1);
  assert.match(text, /<html lang="zh-cn">/);
  assert.match(text, /<title>Upload Result<\/title>/);
});

test('the regions that announce the headline are there from the start', () => {
  for (const role of ['alert', 'status'])
    assert.match(
      resultHtml(frame),
      new RegExp(`<div id="${role}" role="${role}">\\s*<h1 id="${role}-heading" hidden>`),
    );
  assert.match(resultHtml(frame), /<p id="announcement" class="for-reader" role="status"><\/p>/);
});

const hostileText = `"><img src=x onerror=alert(1)><script>alert(2)</script>'&amp;`;
test('every text of the platform, the package and the settings is escaped', () => {
  const date = { text: hostileText, time: 0 };
  const everything = {
    version: hostileText,
    packageName: hostileText,
    sizeBytes: 1,
    sha256: hostileText,
    created: date,
    updated: date,
    operator: hostileText,
  };
  const facts = { said: hostileText, subject: hostileText, applyUrl: hostileText, requestId: hostileText };
  const hostile: UploadOutcome[] = [
    { status: 'uploaded', known: 'answered', package: everything, milliseconds: 1, requestId: hostileText },
    {
      status: 'unknown',
      error: new PlatformError('timedOut', facts),
      reason: 'maybeAnothers',
      found: { ...everything, cleanedUp: false },
    },
    ...errorCodes.map((code) => createFailedOutcome(code, facts)),
    { status: 'cancelled', sent: true },
  ];
  for (const outcome of hostile) {
    const report = reportOf(outcome, { packageUrl: hostileText, version: hostileText });
    const text = pageHtml({ ...report, platform: { ...report.platform, name: hostileText } });
    assert.doesNotMatch(text, /<img|<script/i);
    assert.ok(text.includes('&quot;&gt;&lt;img src=x onerror=alert(1)&gt;'));
    tagsOf(text);
  }
});

const comparedFiles = { source: { sha256: undefined, sizeBytes: 2 }, stored: { sha256: undefined, sizeBytes: 1 } };
const doubtfulIntegrities = {
  'package damaged': { kind: 'damaged', damage: 'endsEarly', ...comparedFiles },
  'differs from the file at its URL': { kind: 'differs', ...comparedFiles },
  'may be incomplete': { kind: 'notCompared', why: 'brokenOff', sameSize: false, ...comparedFiles },
} as const;
for (const [words, integrity] of Object.entries(doubtfulIntegrities)) {
  test(`a stored package that is doubtful says so first, and deploying it is not the first button: ${words}`, () => {
    const report = reportOf(outcomes.uploaded);
    const text = pageHtml({ ...report, record: { ...report.record, integrity } });
    assert.match(text, new RegExp(`role="alert"><h1.*${words}.*</h1>`, 's'));
    assert.equal(buttonActions(text)[0], 'bkpaas.uploadAgain');
    assert.ok(buttonActions(text).includes('bkpaas.deployUploaded'));
  });
}

test('if another upload has overwritten the version since, the page says so first', () => {
  const { updated } = storedPackage;
  const now = { version: '1.0.3', sizeBytes: 5, updated, sha256: 'b'.repeat(64), packageName: 'x', cleanedUp: false };
  const text = pageHtml({ ...reportOf(outcomes.uploaded), comparison: { now } });
  assert.match(text, /role="alert"><h1[^]*Uploaded, but overwritten later/);
  assert.match(text, /Comparison with the platform/);
});

test('the page says if the stored version is spelled differently, or if another upload stored the version', () => {
  const spelled: UploadOutcome = { ...outcomes.uploaded, package: { ...storedPackage, version: 'E1' } };
  assert.match(pageHtml(reportOf(spelled, { version: 'e1' })), /stored the package as version E1/);
  assert.match(
    pageHtml(reportOf(outcomes.uploaded)),
    /Another upload stored this version on \d{4}-\d\d-\d\d \d\d:29:17/,
  );
  assert.doesNotMatch(pageHtml(reportOf(outcomes.uploaded, { allowOverwrite: true })), /Another upload/);
});

test('the buttons are exactly those that the panel allows', () => {
  const used = new Set(
    [
      ...Object.values(outcomes),
      createFailedOutcome('packageHostNotAllowed'),
      createFailedOutcome('appNotPermitted'),
    ].flatMap((outcome) => buttonActions(pageHtml(reportOf(outcome)))),
  );
  assert.deepEqual([...used].sort(), [...pageCommands].sort());
});

test('publishing the package is offered if the platform could not download it, and only then', () => {
  const offered = errorCodes.filter((code) =>
    pageHtml(reportOf(createFailedOutcome(code))).includes('bkpaas.relayUpload'),
  );
  assert.deepEqual(new Set(offered), new Set(['packageHostNotAllowed', 'packageNotTaken', 'packageNotArrived']));
});

test('the first button is the one that helps, and a contact is named only where no button helps', () => {
  const first = {
    signIn: 'bkpaas.signIn',
    publish: 'bkpaas.relayUpload',
    uploadAgain: 'bkpaas.uploadAgain',
    contact: 'bkpaas.copyDiagnostics',
    applyForRole: undefined,
    applyForGrant: 'bkpaas.openCloudApi',
  };
  const notFound = [{ code: 'notFound', status: 404 } as const];
  for (const code of errorCodes) {
    for (const warnings of [[], notFound]) {
      const { remedy } = failureText(translateToEnglish, new PlatformError(code), warnings);
      const text = pageHtml({ ...reportOf(createFailedOutcome(code)), warnings });
      assert.equal(buttonActions(text)[0], first[remedy], code);
      assert.equal(text.includes('Contact'), remedy === 'contact', code);
    }
  }
});

test('if the link check explains a rejection without a reason, it is the headline, and the platform’s report is below', () => {
  const warnings = [{ code: 'notFound', status: 404 } as const];
  const text = pageHtml({
    ...reportOf(createFailedOutcome('packageNotTaken', { subject: 'pkg.example.com' })),
    warnings,
  });
  const [headline, rest = ''] = text.split('<nav');
  assert.match(headline ?? '', /No file was found at the URL \(HTTP 404\)/);
  assert.match(rest, /Platform response[^]*rejected the package/);
  assert.equal(text.split('HTTP 404').length, 2, 'said once');
});

test('Sign In is offered for errors that a new sign-in can fix, and only for these', () => {
  const offered = errorCodes.filter((code) => pageHtml(reportOf(createFailedOutcome(code))).includes('bkpaas.signIn'));
  assert.deepEqual(new Set(offered), new Set([...rejectedTokenCodes, 'argumentsRefusedByGateway', 'signedOut']));
});

test('checking again is offered for an unknown outcome, and Sign In instead of it after a sign-out', () => {
  const offered = Object.entries(outcomes).filter(([, outcome]) =>
    pageHtml(reportOf(outcome)).includes('bkpaas.checkAgain'),
  );
  assert.deepEqual(
    offered.map(([name]) => name),
    ['unknown'],
  );
  const signedOut = pageHtml(reportOf({ ...outcomes.unknown, reason: 'signedOut' }));
  assert.ok(signedOut.includes('bkpaas.signIn') && !signedOut.includes('bkpaas.checkAgain'));
});

test('every reason for an unknown outcome has its sentence on the page, in both languages', () => {
  const unknownReasons = [
    'versionsUnreadable',
    'signedOut',
    'mayNotRead',
    'maybeAnothers',
    'overwriteInvisible',
  ] as const;
  for (const language of ['en', 'zh-cn'] as const) {
    const sentences = [...unknownReasons, 'stoppedLooking' as const].map((reason) => {
      const sentence = unknownReasonText(translators[language], reason);
      assert.ok(pageHtml(reportOf({ ...outcomes.unknown, reason }), language).includes(escapeHtml(sentence)), reason);
      return sentence;
    });
    assert.equal(new Set(sentences).size, 6);
  }
});

test('an upload in progress says what it is doing, and why its outcome is not known yet', () => {
  const uploading = pageHtml({ ...reportOf(undefined), phase: 'uploading' });
  assert.match(uploading, /role="status"><h1[^]*Uploading/);
  assert.ok(uploading.includes(escapeHtml(uploadProgressText(translateToEnglish, 'uploading'))));
  const { record, ...rest } = reportOf(undefined);
  const interruption = { kind: 'answerLost', error: new PlatformError('gatewayTimedOut', { status: 504 }) } as const;
  const checking = pageHtml({ ...rest, record: { ...record, sent: { at: 0, baseline: undefined, interruption } } });
  assert.ok(checking.includes(escapeHtml(uploadProgressText(translateToEnglish, 'checking'))));
  assert.ok(checking.includes(escapeHtml(errorText(translateToEnglish, 'gatewayTimedOut').what)));
  assert.ok(!checking.includes('Upload failed'));
});

test('the page says if a package was found only afterwards', () => {
  for (const known of ['found', 'foundAfterCancel'] as const)
    assert.ok(
      pageHtml(reportOf({ ...outcomes.uploaded, known })).includes(
        escapeHtml(foundUploadText(translateToEnglish, known)),
      ),
    );
});

test('the page compares the package on the platform with the uploaded package', () => {
  const { version, sizeBytes, sha256, updated, packageName } = storedPackage;
  const same = { version, sizeBytes, sha256, updated, packageName, cleanedUp: false };
  const text = (now: Parameters<typeof comparisonSection>[2]['now'], outcome: UploadOutcome = outcomes.uploaded) =>
    pageHtml({ ...reportOf(outcome), comparison: { now } });
  assert.match(text(same), /This is the package that was uploaded/);
  assert.match(text({ ...same, sha256: 'f'.repeat(64) }), /This isn’t the package that was uploaded/);
  assert.match(text({ ...same, sha256: undefined }), /didn’t provide a SHA-256/);
  assert.match(text({ ...same, sha256: undefined, sizeBytes: 1 }), /The size or date differs/);
  assert.match(
    text({ ...same, cleanedUp: true }),
    /removed its package in a cleanup|has removed this package in a cleanup/,
  );
  assert.match(text(undefined), /This version doesn’t exist on the platform/);
  assert.match(text(same, outcomes.unknown), /The platform has a package for this version/);
});

test('credentials and signatures of the link are not on the page', () => {
  const packageUrl = 'https://me:secret-1@pkg.example.com/demo-app.tar.gz?token=secret-2&x=1';
  const text = pageHtml(reportOf(outcomes.uploaded, { packageUrl }));
  assert.doesNotMatch(text, /secret-/);
  assert.ok(text.includes('https://***@pkg.example.com/demo-app.tar.gz?token=***&amp;x=1'));
  for (const address of addressesWithSecrets('pkg.example.com'))
    for (const outcome of Object.values(outcomes))
      assertNoSecrets('the page', pageHtml(reportOf(outcome, { packageUrl: address })));
});

const addresses: [url: string, isLink: boolean][] = [
  ['https://bkiam.example.com/apply-join-user-group?id=102&x=1', true],
  ['http://bkiam.example.com/', true],
  ['HTTPS://bkiam.example.com/', true],
  ['javascript:alert(1)', false],
  ['JavaScript://https://x/%0aalert(1)', false],
  [' https://bkiam.example.com/', false],
  ['data:text/html,<script>alert(1)</script>', false],
  ['command:bkpaas.signOut', false],
  ['vscode://file/etc/passwd', false],
  ['file:///etc/passwd', false],
  ['//bkiam.example.com/', false],
  ['https://', false],
  ['', false],
];
for (const [applyUrl, isLink] of addresses) {
  test(`the place to apply ${JSON.stringify(applyUrl)} is ${isLink ? 'a link' : 'not a link'}`, () => {
    const hrefs = links(pageHtml(reportOf(createFailedOutcome('developRoleMissing', { applyUrl }))));
    assert.equal(hrefs.includes(escapeHtml(applyUrl)), isLink);
    assert.equal(hrefs.length, isLink ? 1 : 0);
    assert.equal(
      pageHtml(reportOf(createFailedOutcome('developRoleMissing', { applyUrl }))).includes('data-url'),
      isLink,
    );
  });
}

test('the platform’s message can be expanded, and is absent if there is none', () => {
  assert.match(
    pageHtml(reportOf(createFailedOutcome('refusedByPlatform', { said: 'Not on Sundays' }))),
    /<details id="said"[^]*<pre>Not on Sundays<\/pre>/,
  );
  for (const said of [undefined, ''])
    assert.doesNotMatch(pageHtml(reportOf(createFailedOutcome('platformFailed', { said }))), /<pre>/);
});

test('a value that an old platform leaves out has no row, and a size of 0 bytes has one', () => {
  const text = pageHtml(
    reportOf({
      ...outcomes.uploaded,
      package: { ...storedPackage, operator: undefined, sha256: undefined, updated: undefined },
      requestId: undefined,
    }),
  );
  for (const gone of ['Uploaded by', 'SHA-256', 'Updated', 'Request ID', 'copySha256'])
    assert.ok(!text.includes(gone), gone);
  const empty = pageHtml(reportOf({ ...outcomes.uploaded, package: { ...storedPackage, sizeBytes: 0 } }));
  assert.match(empty, /0 B/);
});

test('the page of a successful upload has all of its facts', () => {
  const text = pageHtml(reportOf(outcomes.uploaded, { allowOverwrite: true }));
  const facts = [
    'demo-app:1.0.3',
    '1.35 MB',
    '1,415,656',
    storedPackage.sha256,
    'admin',
    absoluteTime(Date.parse('2026-07-23T06:29:17Z')),
    'request-1',
  ];
  for (const fact of [...facts, '3.2 s', 'The Platform', 'https://pkg.example.com/demo-app.tar.gz'])
    assert.ok(text.includes(fact ?? '?'), fact);
});

test('every time on the page is in the user’s time zone', (t) => {
  const zone = process.env['TZ'];
  t.after(() => {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });
  process.env['TZ'] = 'Asia/Kathmandu';
  const times = pageHtml(reportOf(outcomes.uploaded)).match(/\d\d:\d\d:\d\d(?: UTC\S{6})?/g) ?? [];
  assert.ok(times.length >= 3, times.join());
  for (const time of times) assert.match(time, / UTC\+05:45$/);
});

test('the text of a canceled upload says whether the request was sent', () => {
  assert.notEqual(cancelledText(translateToEnglish, true), cancelledText(translateToEnglish, false));
  for (const sent of [true, false]) {
    assert.ok(
      pageHtml(reportOf({ status: 'cancelled', sent })).includes(escapeHtml(cancelledText(translateToEnglish, sent))),
    );
  }
});
