import assert from 'node:assert/strict';
import test from 'node:test';
import { whyUnreachable, privateHostKind } from '../../../src/core/releases/privateHost.ts';

const hosts = {
  thisMachine: [
    ...['localhost', 'LOCALHOST', 'localhost.', 'app.localhost', '127.0.0.1', '127.255.0.9', '0.0.0.0', '127.1'],
    ...['0x7f000001', '2130706433', '[::1]', '[::]', '[::ffff:127.0.0.1]', '[0:0:0:0:0:0:0:1]'],
    ...['host.docker.internal', 'gateway.docker.internal', 'host.containers.internal', 'localhost:8080'],
  ],
  thisLink: ['nas.local', 'NAS.local.', '169.254.1.1', '[fe80::1]', '[febf::1]', 'repo.corp.local:8080'],
  thisNetwork: [
    ...['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1', '100.127.0.1', '[fd00::1]'],
    ...['[fc00::1]', 'bkrepo.internal', 'box.lan', 'nas.home.arpa', '[::ffff:10.0.0.1]'],
  ],
  public: [
    ...['example.com', 'localhost.example.com', 'local', 'mylocal', 'local.example.com', 'lan.example', '8.8.8.8'],
    ...['172.15.0.1', '172.32.0.1', '100.63.0.1', '100.128.0.1', '192.169.0.1', '11.0.0.1', '128.0.0.1'],
    ...['[2001:db8::1]', '[fe8::1]', '[fc::1]', '[::ffff:8.8.8.8]', '10.example.com', '127.example.com'],
  ],
};

for (const [kind, names] of Object.entries(hosts)) {
  test(`hosts of the kind ${kind}`, () => {
    for (const host of names)
      assert.equal(privateHostKind(`http://${host}/a.tgz`), kind === 'public' ? undefined : kind, host);
  });
}

test('a text that is not a URL has no kind', () => {
  for (const text of ['', 'localhost', 'http://']) assert.equal(privateHostKind(text), undefined);
});

const [machine, link, network, name] = [
  'http://127.0.0.1/a',
  'http://nas.local/a',
  'http://10.1.2.3/a',
  'http://x.io/a',
];

test('this computer is hidden from every platform except one on this computer', () => {
  for (const gateway of [link, network, name, 'http://192.168.1.1/a'])
    assert.equal(whyUnreachable(machine, gateway), 'thisMachine');
  assert.equal(whyUnreachable(machine, 'http://localhost:8080/api/bkpaas3/prod'), undefined);
});

test('.local is hidden unless the gateway has such a name or is on this computer', () => {
  for (const gateway of [network, name]) assert.equal(whyUnreachable(link, gateway), 'thisLink');
  for (const gateway of [machine, 'https://bkapi.corp.local/api'])
    assert.equal(whyUnreachable(link, gateway), undefined);
});

test('other private addresses are not hidden, because the platform can be in the same network', () => {
  for (const packageUrl of [network, name])
    for (const gateway of [machine, link, network, name]) assert.equal(whyUnreachable(packageUrl, gateway), undefined);
});
