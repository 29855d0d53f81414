import assert from 'node:assert/strict';
import test from 'node:test';
import { parseUploadLink, type UploadLinkProblem } from '../../../src/core/operations/upload/uploadLink.ts';
import { uploadLinkDetail, uploadLinkProblemText, unknownPlatformText } from '../../../src/texts/uploadLinkTexts.ts';
import { translateToChinese, translateToEnglish } from '../../texts/translations.ts';

const url = 'https://pkg.example.com/demo-app-1.0.3.tar.gz';
const gateway = 'https://bkapi.example.com/api/bkpaas3/prod';
const query = (parts: Record<string, string>): string => new URLSearchParams(parts).toString();
const allParts = { app: 'demo-app', module: 'default', url, version: '1.0.3', gateway };

test('an upload link is parsed into the parts of an upload; only application and URL are required', () => {
  assert.deepEqual(parseUploadLink(`${query(allParts)}&windowId=1`), {
    ok: true,
    link: { appCode: 'demo-app', module: 'default', packageUrl: url, version: '1.0.3', gatewayUrl: gateway },
  });
  assert.deepEqual(parseUploadLink(query({ app: 'demo-app', url, module: ' ' })), {
    ok: true,
    link: { appCode: 'demo-app', module: undefined, packageUrl: url, version: undefined, gatewayUrl: undefined },
  });
});

test('an upload link with a secret is refused, and its value is in no text', () => {
  const secret = 'planted-in-a-link';
  for (const parts of [
    { ...allParts, token: secret },
    { ...allParts, url: `https://me:${secret}@pkg.example.com/a.tgz` },
    { ...allParts, url: `${url}?sign=${secret}` },
    { ...allParts, url: `${url}?X-Amz-Signature=${secret}` },
    { ...allParts, gateway: `${gateway}?access_token=${secret}` },
  ]) {
    const parsed = parseUploadLink(query(parts));
    assert.deepEqual(parsed, { ok: false, problem: { kind: 'linkWithSecret' } });
    assert.ok(!uploadLinkProblemText(translateToEnglish, { kind: 'linkWithSecret' }).includes(secret));
  }
});

test('an upload link never allows overwriting', () => {
  for (const name of ['allowOverwrite', 'allow_overwrite', 'overwrite', 'force'])
    assert.deepEqual(parseUploadLink(query({ ...allParts, [name]: 'true' })), {
      ok: false,
      problem: { kind: 'linkOverwrites' },
    });
});

test('each invalid part of an upload link has its problem, with a sentence in both languages', () => {
  const invalid = (part: 'app' | 'module' | 'url' | 'version' | 'gateway'): UploadLinkProblem => ({
    kind: 'linkPartInvalid',
    part,
  });
  const cases: [string, UploadLinkProblem][] = [
    [query({ url }), invalid('app')],
    [query({ ...allParts, app: '../evil' }), invalid('app')],
    [query({ ...allParts, module: 'a/b' }), invalid('module')],
    [query({ app: 'demo-app' }), invalid('url')],
    [query({ ...allParts, url: 'file:///etc/passwd' }), invalid('url')],
    [query({ ...allParts, version: '1.0#3' }), invalid('version')],
    [query({ ...allParts, gateway: 'https://bkapi.example.com' }), invalid('gateway')],
    [`${query(allParts)}&url=https://evil.example.com/a.tgz`, { kind: 'linkWithRepeatedPart' }],
  ];
  for (const [text, problem] of cases) {
    assert.deepEqual(parseUploadLink(text), { ok: false, problem }, text);
    for (const t of [translateToEnglish, translateToChinese]) assert.notEqual(uploadLinkProblemText(t, problem), '');
  }
  assert.match(unknownPlatformText(translateToEnglish), /haven’t added/);
});

test('the question about an upload link names the URL, the module, the version and the platform', () => {
  const parsed = parseUploadLink(query(allParts));
  assert.ok(parsed.ok);
  const detail = uploadLinkDetail(translateToEnglish, parsed.link, 'My Platform');
  for (const part of [url, 'default', '1.0.3', 'My Platform']) assert.ok(detail.includes(part), part);
});
