import assert from 'node:assert/strict';
import test from 'node:test';
import { trimPasted } from '../../../src/core/http/pastedText.ts';
import { checkPackageUrl } from '../../../src/core/releases/packageUrl.ts';
import { parseGatewayUrl } from '../../../src/core/platform/gatewayUrl.ts';
import { parsePastedAddress } from '../../../src/core/repository/repositorySetting.ts';
import { withinCpuSeconds } from '../withinCpuSeconds.ts';

const surroundings: [before: string, after: string][] = [
  ['“', '”'],
  ['‘', '’'],
  ['「', '」'],
  ['『', '』'],
  ['«', '»'],
  ['《', '》'],
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
  ['', '，'],
  ['', '；'],
  ['', '。'],
  ['、', ''],
  ['\u200b', '\u200b'],
  ['\u200c\u200d', '\u2060'],
  ['\ufeff', '\ufeff'],
  ['\u00a0', '\u3000'],
  ['\u202a', '\u202c'],
  [' “\u200b', '\u00a0”， '],
  ['“"', '"”。'],
  ['<', '>'],
  [' <', '>。'],
];
for (const [before, after] of surroundings) {
  test(`${JSON.stringify(before)} and ${JSON.stringify(after)} around a pasted URL are removed`, () => {
    const url = 'https://files.example.com/包「v1」/a.tgz?x=1';
    assert.deepEqual(checkPackageUrl(before + url + after), { ok: true, url });
    const gateway = 'https://bkapi.example.com/api/bkpaas3/prod';
    assert.deepEqual(parseGatewayUrl(before + gateway + after), parseGatewayUrl(gateway));
    const repository = 'https://bkrepo.example.com/ui/demo/generic?repoName=r';
    assert.deepEqual(parsePastedAddress(before + repository + after), parsePastedAddress(repository));
  });
}

test('a quote at the end of a URL that starts without one belongs to the URL', () => {
  assert.equal(trimPasted("https://files.example.com/it's'"), "https://files.example.com/it's'");
});

test('an invisible character inside a URL is still refused, because the platform fetches the exact text', () => {
  assert.deepEqual(checkPackageUrl('https://files.example.com/a\u200b.tgz'), { ok: false, problem: 'containsSpace' });
});

test('a text that has only such characters becomes empty, and a long run of them inside a text is fast', async () => {
  assert.equal(trimPasted('\u200b “” ，\u00a0'), '');
  const text = `a${'“ '.repeat(500_000)}b`;
  await withinCpuSeconds(1, () => {
    assert.equal(trimPasted(text), text);
  });
});
