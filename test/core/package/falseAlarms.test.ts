import assert from 'node:assert/strict';
import test from 'node:test';
import { findingCodes, descriptionEntry, validDescription, type GivenEntry } from './givenEntries.ts';

const pem = (what: string): string => `-----BEGIN ${what}-----\nMIIB\n-----END ${what}-----\n`;

/** Files whose names suggest secrets, and whether they contain any. */
const files: readonly (readonly [name: string, text: string | Buffer, isSecret: boolean])[] = [
  ['.npmrc', 'legacy-peer-deps=true\nregistry=https://npm.example.com/\n', false],
  ['.npmrc', '//npm.example.com/:_authToken=${NPM_TOKEN}\n', false],
  ['.npmrc', '//npm.example.com/:_authToken=abc\n', true],
  ['.npmrc', '_auth = "YTpi"\n', true],
  ['.pypirc', '[pypi]\nusername: __token__\n', false],
  ['.pypirc', '[pypi]\npassword: abc\n', true],
  ['.netrc', 'machine a login b password c\n', true],
  ['.env.production', 'VITE_API_URL=https://api.example.com\nVITE_PUBLIC_TOKEN=abc\nNODE_ENV=production\n', false],
  ['.env.production', 'DB_PASSWORD=\nSECRET_KEY=$SECRET_KEY\n', false],
  ['.env.production', 'export DB_PASSWORD=abc\n', true],
  ['.env.local', 'DATABASE_URL=mysql://root:abc@db/demo\n', true],
  ['.env.example', 'DB_PASSWORD=abc\n', false],
  ['.env', '', true],
  ['nodesource.gpg.key', pem('PGP PUBLIC KEY BLOCK'), false],
  ['keyring.gpg.key', Buffer.from([0x99, 1, 2]), false],
  ['ca.pem', pem('CERTIFICATE'), false],
  ['server.pem', pem('CERTIFICATE') + pem('RSA PRIVATE KEY'), true],
  ['server.key', pem('PRIVATE KEY'), true],
  ['server.key', Buffer.from([0x30, 0x82, 1]), true],
  ['id_rsa', '', true],
];

for (const [name, text, isSecret] of files) {
  test(`${name} with ${JSON.stringify(String(text).slice(0, 30))} ${isSecret ? 'is reported' : 'is not reported'}`, async () => {
    assert.deepEqual(
      await findingCodes([descriptionEntry, { name: `./${name}`, text }]),
      isSecret ? ['secretsIncluded'] : [],
    );
  });
}

const programs: readonly (readonly [given: GivenEntry, isTold: boolean])[] = [
  [{ name: './celery/bin/base.py', text: '"""Base."""\n' }, false],
  [{ name: './bin/start', text: '#!/bin/sh\n' }, true],
  [{ name: './bin/start', text: '#!/bin/sh\n', mode: 0o755 }, false],
  [{ name: './bin/start', text: '#!/bin/sh\n', mode: undefined }, false],
  [{ name: './bin/tool', text: '\x7fELF' }, true],
  [{ name: './bin/npm.ps1', text: '#!/usr/bin/env pwsh\n' }, false],
  [{ name: './lib/functions.sh', text: 'run() { :; }\n' }, false],
  [{ name: './run.sh', text: '#!/bin/sh\n' }, true],
];

for (const [given, isTold] of programs) {
  test(`${given.name}, ${String(given.text).slice(0, 12)}, mode ${given.mode ?? 'by default'}: ${isTold}`, async () => {
    assert.deepEqual(await findingCodes([descriptionEntry, given]), isTold ? ['notExecutable'] : []);
  });
}

test('a description with a large logo is read', async () => {
  const text = `${validDescription}logo_b64data: "${'A'.repeat(1_000_000)}"\n`;
  assert.deepEqual(await findingCodes([{ name: './app_desc.yaml', text }]), []);
});

test('a source directory may be a link inside the package, also below another link', async () => {
  const text = validDescription.replace('    language', '    source_dir: s/web\n    language');
  const links: readonly GivenEntry[] = [
    { name: './s', kind: 'symlink', linkName: 'real' },
    { name: './real/web', kind: 'symlink', linkName: '../other/./web' },
  ];
  const given = [{ name: './app_desc.yaml', text }, ...links];
  assert.deepEqual(await findingCodes([...given, { name: './other/web/x.py' }]), []);
  assert.deepEqual(await findingCodes([...given, { name: './other/x.py' }]), ['sourceDirMissing']);
});

test('a description that the platform ignores causes no finding beside the one that it uses', async () => {
  assert.deepEqual(await findingCodes([descriptionEntry, { name: './文档/app_desc.yaml', text: '- a\n' }]), []);
});
