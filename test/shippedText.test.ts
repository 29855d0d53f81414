import assert from 'node:assert/strict';
import test from 'node:test';
import { manifestAddresses, shippedText, webAddress } from '../scripts/shippedText.ts';

const workflow = { GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'owner/fork', GITHUB_SHA: 'c0ffee' };
const address = { url: 'https://git.example.com/owner/name', commit: 'c0ffee' };

test('the address is repository of package.json, in each way npm lets it be written', () => {
  for (const url of ['https://git.example.com/owner/name', 'git+https://git.example.com/owner/name.git']) {
    assert.deepEqual(webAddress({ repository: url }, workflow), address);
    assert.deepEqual(webAddress({ repository: { url } }, workflow), address);
  }
  assert.equal(webAddress({ repository: address.url }, {})?.commit, 'HEAD');
});

test('without repository, the address is that of the running GitHub workflow, and elsewhere there is none', () => {
  assert.deepEqual(webAddress({}, workflow), { url: 'https://github.com/owner/fork', commit: 'c0ffee' });
  assert.equal(webAddress({}, {}), undefined);
});

test('a repository that is no https address is refused', () => {
  for (const repository of ['owner/name', 'git@git.example.com:owner/name.git', 'http://git.example.com/owner/name']) {
    assert.throws(() => webAddress({ repository }, {}), /is no https address/);
  }
});

test('every address in the manifest is made from the repository’s address', () => {
  assert.deepEqual(manifestAddresses(address), {
    repository: { type: 'git', url: 'https://git.example.com/owner/name' },
    homepage: 'https://git.example.com/owner/name#readme',
    bugs: { url: 'https://git.example.com/owner/name/issues' },
    qna: 'https://git.example.com/owner/name/issues',
  });
});

const readme = `# Name

[中文](README.zh-CN.md)

![A picture](docs/images/a.png)

See [the docs](docs/a.md), [a site](https://example.com) and [below](#below).

<!-- repository only -->
To build: npm ci
<!-- /repository only -->

## Below
`;

test('with an address, pictures and links lead to the commit, and what is for the repository only is left out', () => {
  assert.equal(
    shippedText(readme, address),
    `# Name

[中文](https://git.example.com/owner/name/blob/c0ffee/README.zh-CN.md)

![A picture](https://git.example.com/owner/name/raw/c0ffee/docs/images/a.png)

See [the docs](https://git.example.com/owner/name/blob/c0ffee/docs/a.md), [a site](https://example.com) and [below](#below).

## Below
`,
  );
});

test('without an address, pictures are left out and relative links become text', () => {
  assert.equal(
    shippedText(readme, undefined),
    `# Name

See the docs, [a site](https://example.com) and [below](#below).

## Below
`,
  );
});

const guide = `[中文](a.zh-CN.md)

Back to [the README](../README.md#below), [the code](../src/a.ts) and [above](#above).

![A picture](images/a.png)
`;

const linkContext = {
  from: 'docs/a.md',
  shipped: new Map([
    ['docs/a.zh-CN.md', 'docs/a.zh-CN.md'],
    ['README.md', 'README.en.md'],
  ]),
};

test('links of a guide stay relative if their files are shipped, and lead to the repository otherwise', () => {
  assert.equal(
    shippedText(guide, address, linkContext),
    `[中文](a.zh-CN.md)

Back to [the README](../README.en.md#below), [the code](https://git.example.com/owner/name/blob/c0ffee/src/a.ts) and [above](#above).

![A picture](https://git.example.com/owner/name/raw/c0ffee/docs/images/a.png)
`,
  );
});

test('without an address, a guide keeps only the links to what is shipped', () => {
  assert.equal(
    shippedText(guide, undefined, linkContext),
    `[中文](a.zh-CN.md)

Back to [the README](../README.en.md#below), the code and [above](#above).

`,
  );
});
