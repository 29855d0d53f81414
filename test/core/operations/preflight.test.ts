import assert from 'node:assert/strict';
import test from 'node:test';
import {
  noPackageWarnings,
  preflight,
  type PreflightFacts,
  type PreflightWarning,
} from '../../../src/core/operations/upload/preflight.ts';
import { startPackageRead, type PackageReadResult } from '../../../src/core/releases/readPackage.ts';
import { startPackageServer } from '../../platform/packageServer.ts';
import { recordLog } from '../recordLog.ts';

const gatewayUrl = 'https://bkapi.example.com/api/bkpaas3/prod';
const packageUrl = 'https://files.example.com:8443/demo-app.tar.gz';
const host = 'files.example.com:8443';
const check = (facts: Partial<PreflightFacts>): PreflightWarning[] =>
  preflight({ packageUrl, gatewayUrl, refusedHosts: [], ...facts });

const file = {
  ...({ kind: 'file', host, redirected: false, content: 'gzip', announcedBytes: 1, statedSha256: undefined } as const),
  end: { kind: 'whole', sizeBytes: 1, sha256: '', damage: undefined } as const,
};

const findings: [PackageReadResult, PreflightWarning | undefined][] = [
  [file, undefined],
  [{ ...file, content: 'zip' }, undefined],
  [{ ...file, content: 'xz', end: { kind: 'tooLarge', maxBytes: 1 } }, undefined],
  [
    { ...file, end: { kind: 'brokenOff', error: 'connectionLost', sizeBytes: 5 } },
    { code: 'damagedArchive', damage: 'endsEarly' },
  ],
  [{ ...file, end: { kind: 'brokenOff', error: 'timedOut', sizeBytes: 5 } }, undefined],
  [
    { ...file, end: { ...file.end, damage: 'endsEarly' } },
    { code: 'damagedArchive', damage: 'endsEarly' },
  ],
  [
    { ...file, content: 'webPage' },
    { code: 'webPage', redirectedTo: undefined },
  ],
  [
    { ...file, content: 'webPage', redirected: true },
    { code: 'webPage', redirectedTo: host },
  ],
  [{ ...file, content: 'empty' }, { code: 'emptyFile' }],
  [{ ...file, content: 'unknown' }, { code: 'notAnArchive' }],
  [{ kind: 'notRead', why: 'signedLink' }, undefined],
  [{ kind: 'notRead', why: 'switchedOff' }, undefined],
  [{ kind: 'unreachable', error: 'cancelled', host }, undefined],
  [
    { kind: 'unreachable', error: 'certificateUntrusted', host },
    { code: 'unreachable', error: 'certificateUntrusted', host },
  ],
  [
    { kind: 'redirectRefused', why: 'tooMany', host },
    { code: 'redirectRefused', why: 'tooMany', host },
  ],
  [
    { kind: 'status', status: 404, host },
    { code: 'notFound', status: 404 },
  ],
  [
    { kind: 'status', status: 410, host },
    { code: 'notFound', status: 410 },
  ],
  [
    { kind: 'status', status: 401, host },
    { code: 'signInWanted', status: 401, host },
  ],
  [
    { kind: 'status', status: 403, host },
    { code: 'signInWanted', status: 403, host },
  ],
  [
    { kind: 'status', status: 503, host },
    { code: 'badStatus', status: 503, host },
  ],
];

test('what was found at the link gives one warning or none', () => {
  for (const [found, warning] of findings)
    assert.deepEqual(check({ found }), warning ? [warning] : [], JSON.stringify(found));
});

test('before anything is known, there are no warnings', () => {
  assert.deepEqual(check({}), []);
});

test('after an earlier refusal, the warning names the entry that the allow-list needs for this package', () => {
  const refused = { gatewayUrl, entry: host, everyHost: false, at: 5 };
  const warning = { code: 'probablyRefused', entry: host, everyHost: false, at: 5 };
  assert.deepEqual(check({ refusedHosts: [refused] }), [warning]);
  assert.deepEqual(check({ refusedHosts: [{ ...refused, entry: 'elsewhere.com', everyHost: true }] }), [
    { ...warning, everyHost: true },
  ]);
  assert.deepEqual(check({ refusedHosts: [{ ...refused, gatewayUrl: 'https://other.example.com/prod' }] }), []);
});

test('a package on this computer is hidden from a platform elsewhere, whatever else is found', () => {
  const warnings = check({
    packageUrl: 'http://localhost:8000/a.tgz',
    refusedHosts: [{ gatewayUrl, entry: 'localhost:8000', everyHost: false, at: 5 }],
    found: { kind: 'status', status: 404, host: 'localhost:8000' },
  });
  assert.deepEqual(
    warnings.map(({ code }) => code),
    ['probablyRefused', 'hiddenFromPlatform', 'notFound'],
  );
});

test('with a real link: the head is enough for most warnings, and only the end shows damage', async (t) => {
  const packages = await startPackageServer();
  t.after(() => packages.close());
  const local = { gatewayUrl: 'http://127.0.0.1:1/api/bkpaas3/prod', refusedHosts: [] };
  const codesAt = async (name: string, when: 'head' | 'whole'): Promise<string[]> => {
    const url = `${packages.url}/${name}`;
    const found = await startPackageRead(url, { maxBytes: 1e6, log: recordLog() })[when];
    return preflight({ ...local, packageUrl: url, found }).map(({ code }) => code);
  };
  assert.deepEqual(await codesAt('demo-app-1.0.0.tar.gz', 'whole'), []);
  assert.deepEqual(await codesAt('truncated.tar.gz', 'head'), []);
  assert.deepEqual(await codesAt('truncated.tar.gz', 'whole'), ['damagedArchive']);
  assert.deepEqual(await codesAt('login-page/x.tar.gz', 'head'), ['webPage']);
  assert.deepEqual(await codesAt('not-an-archive.tar.gz', 'head'), ['notAnArchive']);
  assert.deepEqual(await codesAt('missing.tar.gz', 'head'), ['notFound']);
});

test('an unusable package needs consent; a link that the platform can possibly download does not', () => {
  const stopping = findings.flatMap(([found, warning]) =>
    warning && noPackageWarnings(check({ found })).length > 0 ? [warning] : [],
  );
  assert.deepEqual(
    new Set(stopping.map(({ code }) => code)),
    new Set(['damagedArchive', 'webPage', 'emptyFile', 'notAnArchive']),
  );
  assert.deepEqual(noPackageWarnings(check({ found: { kind: 'status', status: 404, host } })), []);
  assert.deepEqual(noPackageWarnings(check({ found: { kind: 'unreachable', error: 'timedOut', host } })), []);
});
