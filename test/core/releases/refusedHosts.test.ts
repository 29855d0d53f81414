import assert from 'node:assert/strict';
import test from 'node:test';
import {
  allowListEntry,
  removeRefusedHosts,
  probableRefusal,
  parseRefusedHosts,
  addRefusedHost,
  type RefusedHost,
} from '../../../src/core/releases/refusedHosts.ts';
import { checkPackageUrl } from '../../platform/upload/checkPackageUrl.ts';

const gatewayUrl = 'https://bkapi.example.com/api/bkpaas3/prod';
const otherGatewayUrl = 'https://other.example.com/api/bkpaas3/prod';
const refusedHost = (entry: string, rest: Partial<RefusedHost> = {}): RefusedHost => ({
  gatewayUrl,
  entry,
  everyHost: false,
  at: 1_780_000_000_000,
  ...rest,
});

const entries = {
  'https://github.com/a/b.tgz': 'github.com',
  'HTTPS://GitHub.COM/a': 'github.com',
  'http://files.example.com:80/a': 'files.example.com',
  'https://files.example.com:443/a': 'files.example.com',
  'https://files.example.com:80/a': 'files.example.com:80',
  'http://files.example.com:8080': 'files.example.com:8080',
  'http://files.example.com:/a': 'files.example.com',
  'http://me:secret@files.example.com:8080/a?b=@c': 'files.example.com:8080',
  'http://10.0.0.1:81/a': '10.0.0.1:81',
  'http://[fd00::1]/a': 'fd00::1',
  'http://[fd00::1]:8080/a': 'fd00::1:8080',
  ' https://github.com ': 'github.com',
  'no address': '',
};

test('the suggested entry makes the platform accept the package, and no shorter entry does', () => {
  for (const [url, entry] of Object.entries(entries)) {
    assert.equal(allowListEntry(url), entry, url);
    if (entry === '' || url !== url.trim() || url.includes(':/a')) continue;
    assert.equal(checkPackageUrl(url, [entry], 'en'), undefined, url);
    if (/:\d+$/.test(entry) && !entry.startsWith('fd00'))
      assert.notEqual(checkPackageUrl(url, [entry.replace(/:\d+$/, '')], 'en'), undefined, url);
  }
});

test('a rejection is probable for the same entry on the same platform', () => {
  const known = addRefusedHost([], refusedHost('github.com'));
  assert.deepEqual(probableRefusal(known, gatewayUrl, 'https://github.com/x/y.tgz'), refusedHost('github.com'));
  assert.deepEqual(probableRefusal(known, gatewayUrl, 'http://GITHUB.com:80/'), refusedHost('github.com'));
  for (const url of ['https://github.com:8443/a', 'https://api.github.com/a', 'https://gitlab.com/a'])
    assert.equal(probableRefusal(known, gatewayUrl, url), undefined, url);
  assert.equal(probableRefusal(known, otherGatewayUrl, 'https://github.com/x/y.tgz'), undefined);
});

test('after an empty allow-list, every host is probably rejected by that platform', () => {
  const known = addRefusedHost([], refusedHost('a.example.com', { everyHost: true }));
  assert.equal(probableRefusal(known, gatewayUrl, 'https://b.example.com/a')?.everyHost, true);
  assert.equal(probableRefusal(known, otherGatewayUrl, 'https://b.example.com/a'), undefined);
});

test('a success, or the rejection of one host, shows that the allow-list is no longer empty', () => {
  const empty = refusedHost('a.example.com', { everyHost: true });
  assert.deepEqual(removeRefusedHosts([empty], gatewayUrl, 'b.example.com'), []);
  assert.deepEqual(removeRefusedHosts([empty], otherGatewayUrl, 'b.example.com'), [empty]);
  assert.deepEqual(addRefusedHost([empty], refusedHost('b.example.com')), [refusedHost('b.example.com')]);
});

test('a success removes its own entry and no other', () => {
  const known = [refusedHost('a.com'), refusedHost('b.com'), refusedHost('a.com', { gatewayUrl: otherGatewayUrl })];
  assert.deepEqual(removeRefusedHosts(known, gatewayUrl, 'a.com'), known.slice(1));
  assert.deepEqual(removeRefusedHosts(known, gatewayUrl, 'c.com'), known);
});

test('the newest entry is first, each entry exists once, and at most 100 are kept', () => {
  let known: RefusedHost[] = [];
  for (let number = 0; number < 150; number += 1) known = addRefusedHost(known, refusedHost(`h${number}.com`));
  assert.equal(known.length, 100);
  assert.equal(known[0]?.entry, 'h149.com');
  known = addRefusedHost(known, refusedHost('h100.com', { at: 5 }));
  assert.equal(known.length, 100);
  assert.equal(known[0]?.at, 5);
  assert.equal(known.filter(({ entry }) => entry === 'h100.com').length, 1);
});

test('stored entries are read back, also from JSON', () => {
  const known = [refusedHost('a.com'), refusedHost('b.com', { everyHost: true })];
  assert.deepEqual(parseRefusedHosts(JSON.parse(JSON.stringify(known))), known);
});

test('invalid stored values are left out, and nothing throws', () => {
  const good = refusedHost('a.com');
  for (const stored of [undefined, null, 1, 'x', {}, { length: 3 }]) assert.deepEqual(parseRefusedHosts(stored), []);
  const bad = [null, 1, 'x', [], {}, { ...good, at: 'x' }, { ...good, at: NaN }, { ...good, at: 1e300 }];
  const worse = [
    { ...good, entry: '' },
    { ...good, entry: {} },
    { ...good, gatewayUrl: 7 },
  ];
  assert.deepEqual(parseRefusedHosts([...bad, ...worse, { ...good, everyHost: 'yes', more: 1 }]), [good]);
  assert.equal(parseRefusedHosts(Array.from({ length: 5000 }, () => good)).length, 100);
});
