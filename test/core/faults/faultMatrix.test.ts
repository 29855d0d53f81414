import assert from 'node:assert/strict';
import http from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import test, { after, mock } from 'node:test';
import { parseUploadRequest } from '../../../src/core/operations/upload/parseUploadRequest.ts';
import type { UploadOutcome } from '../../../src/core/operations/upload/uploadOutcome.ts';
import type { Platform } from '../../../src/core/platform/platform.ts';
import { parseAppCode, parseModuleName } from '../../../src/core/platform/names.ts';
import { PlatformError } from '../../../src/core/platform/platformError.ts';
import type { UploadByLink } from '../../../src/core/platform/sourcePackages.ts';
import { selfSignedCertificate } from '../../platform/selfSignedCertificate.ts';
import { samplePackages } from '../../platform/samplePackages.ts';
import { startPlatform, type EmbeddedPlatform } from '../../platform/startPlatform.ts';
import { moduleOf } from '../../platform/state.ts';
import { connect } from '../connect.ts';
import { fakeClock } from '../fakeClock.ts';
import { until } from '../until.ts';
import { asReadsMeetThem, faultRows, type FaultRow } from './faultRows.ts';
import { matrix } from './matrix.ts';
import { tellOutcome, uploadAndReconcile } from '../operations/uploadAndReconcile.ts';

/**
 * Every fault, met by every action, once and always. In each cell the outcome is also checked against what the platform has
 * stored.
 */
const noon = new Date('2026-11-22T12:00:00.300Z');
let platform: EmbeddedPlatform;
const untrusted = await startPlatform({ tls: selfSignedCertificate() });
const held = await startHeldPackages();
const refusedUrl = `http://127.0.0.1:${await unusedPort()}/api/bkpaas3/prod`;
/** A time that nothing else waits for. */
const timeoutMs = 12_345;
const unreadable = { method: 'GET', fault: { kind: 'gatewayError', codeName: 'SERVICE_UNAVAILABLE' } } as const;

const appCode = parseAppCode('demo-app') ?? assert.fail();
const module = parseModuleName('default') ?? assert.fail();
const reads: readonly (readonly [what: string, read: (via: Platform) => Promise<unknown>])[] = [
  ['list of applications', (via) => via.applications.list()],
  ['list of versions', (via) => via.sourcePackages.versions(appCode, module)],
  ['sign-in', (via) => via.whoAmI()],
];
const uploads = [
  { what: 'a new version', version: '1.0.3', allowOverwrite: false },
  { what: 'an overwrite', version: '1.0.2', allowOverwrite: true },
];
/** What else happens around an upload that meets a fault. */
const circumstances = ['alone', 'and no reads for a while', 'and no reads any more', 'everywhere'] as const;
type Circumstance = (typeof circumstances)[number];

let cells = 0;
after(async () => {
  await Promise.all([untrusted.close(), held.close()]);
  console.log(`Fault matrix: ${faultRows.length} faults, ${cells} cells`);
});

/**
 * A cell of the matrix, on a platform of its own: a request that an earlier cell gave up may still be on its way, and would
 * meet the fault that is planned for this one.
 */
function cell(name: string, body: () => Promise<void>): void {
  cells += 1;
  test(name, async () => {
    platform = await startPlatform({ now: () => noon });
    try {
      await body();
    } finally {
      await platform.close();
    }
  });
}

const uploadFactors = { row: faultRows, texts: uploads, circumstance: circumstances };
for (const { row, texts, circumstance } of matrix(uploadFactors, (each) => expectedOf(each) !== undefined)) {
  const { what, ...upload } = texts;
  const expected = expectedOf({ row, circumstance });
  cell(`upload of ${what}: ${row.name} ${circumstance}: ${expected}`, async () => {
    // The gateway answers while the platform is still downloading: the first look must not be the last.
    const slow = row.fault?.kind === 'hangThen504' || row.fault?.kind === 'gatewayError' ? 'slow/20/' : '';
    const packagesUrl = row.timesOut ? held.url : platform.packagesUrl;
    const packageUrl = `${packagesUrl}/${slow}demo-app-1.0.3.tar.gz`;
    const request = parseUploadRequest({ appCode, module, packageUrl, ...upload });
    const outcome = await uploadMeeting(row, request, circumstance);
    await platform.settled();
    assertTrue(outcome, request);
    assert.equal(tellOutcome(outcome), expected);
  });
}

const readFactors = { row: asReadsMeetThem(faultRows), reading: reads, often: ['once', 'always'] as const };
for (const { row, reading, often } of matrix(readFactors)) {
  const [what, read] = reading;
  cell(`${what}: ${row.name} ${often}: ${row[often]}`, async () => {
    const clean = await read(connect(platform).platform);
    plan(row, often);
    const { told, result } = await tellRead(read(behind(row)));
    assert.equal(told, row[often]);
    if (told === 'read') assert.deepEqual(result, clean);
    assert.ok(platform.requests.every(({ method }) => method === 'GET'));
  });
}

function expectedOf({ row, circumstance }: { row: FaultRow; circumstance: Circumstance }): string | undefined {
  switch (circumstance) {
    case 'alone':
      return row.upload;
    case 'and no reads for a while':
      // What the answer says needs no look.
      return row.blind && row.upload;
    case 'and no reads any more':
      return row.blind;
    case 'everywhere':
      return row.everywhere;
  }
}

async function uploadMeeting(row: FaultRow, request: UploadByLink, circumstance: Circumstance): Promise<UploadOutcome> {
  // Time passes once the platform has done what it had begun, and reads come back after twenty seconds of it.
  const clock = fakeClock(async (now) => {
    await platform.settled();
    if (circumstance === 'and no reads for a while' && now >= 20_000) platform.faults.clear();
  });
  const everywhere = circumstance === 'everywhere';
  plan(row, everywhere ? 'always' : 'once', everywhere ? undefined : 'POST');
  const mutation = behind(row, clock);
  const good = connect(platform, { clock }).platform;
  const { uploadByLink } = mutation.sourcePackages;
  const alone = { ...good, sourcePackages: { ...good.sourcePackages, uploadByLink } };
  const ending = (): Promise<UploadOutcome> =>
    uploadAndReconcile(everywhere ? mutation : alone, request, {
      timeoutMs,
      onSent() {
        held.release();
        if (circumstance.startsWith('and no reads')) platform.faults.always(unreadable);
      },
    });
  return row.timesOut ? timingOut(ending) : ending();
}

/** The client's time passes while the platform is downloading. */
async function timingOut(start: () => Promise<UploadOutcome>): Promise<UploadOutcome> {
  // Watched and not replaced: the platform's download has timers of its own.
  const timers = mock.method(globalThis, 'setTimeout');
  try {
    const ending = start();
    await until(() => held.waiting() > 0);
    const timer = timers.mock.calls.find((call) => call.arguments[1] === timeoutMs);
    (timer?.arguments[0] as () => void)(); // what sendRequest gave it
    return await ending;
  } finally {
    timers.mock.restore();
  }
}

/** The one rule, whatever the table says: nothing is sent twice, and no outcome contradicts what is stored. */
function assertTrue(outcome: UploadOutcome, { version }: UploadByLink): void {
  const posts = platform.requests.filter(({ method }) => method === 'POST').length;
  const { packages } = moduleOf(platform.state, appCode, module);
  const isStored = packages.some((each) => each.version === version && each.packageName === `demo-app-1:${version}`);
  assert.ok(posts <= 1, `${posts} uploads were sent`);
  if (outcome.status === 'uploaded') assert.ok(isStored, '“uploaded”, and it is not there');
  if (outcome.status === 'failed') assert.ok(!isStored, '“failed”, and it is there');
  if (posts === 0) assert.equal(outcome.status, 'failed', 'nothing was sent, so that is known');
  assert.notEqual(outcome.status, 'cancelled');
}

function plan({ fault, switches }: FaultRow, often: 'once' | 'always', method?: string): void {
  Object.assign(platform.switches, { allowedHosts: 'any' }, switches);
  if (!fault) return;
  const rule = { fault, ...(method === undefined ? {} : { method }) };
  if (often === 'once') platform.faults.next(rule);
  else platform.faults.always(rule);
}

/** The platform, or what is in its place where it is the way that is wrong. */
function behind({ way }: FaultRow, clock = fakeClock()): Platform {
  const gatewayUrl = way === 'refused' ? refusedUrl : way === 'untrusted' ? untrusted.gatewayUrl : platform.gatewayUrl;
  return connect({ gatewayUrl }, { clock }).platform;
}

async function tellRead(reading: Promise<unknown>): Promise<{ told: string; result: unknown }> {
  try {
    return { told: 'read', result: await reading };
  } catch (error) {
    return { told: error instanceof PlatformError ? error.code : String(error), result: undefined };
  }
}

/** A server whose packages come when they are let go. */
async function startHeldPackages() {
  const answers: http.ServerResponse[] = [];
  const server = http.createServer((_, response) => answers.push(response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server that listens has a port
  return {
    url: `http://127.0.0.1:${port}`,
    waiting: () => answers.length,
    release() {
      for (const answer of answers.splice(0)) answer.end(samplePackages().get('demo-app-1.0.3.tar.gz'));
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

async function unusedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server that listens has a port
  await new Promise((resolve) => server.close(resolve));
  return port;
}
