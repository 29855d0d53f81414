import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import test, { after, mock } from 'node:test';
import { refusedPort } from '../refusedPort.ts';
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
import type { CallName, DeployCall } from '../platform/everyCall.ts';
import { until } from '../until.ts';
import { distinctForReads, faultRows, type FaultRow } from './faultRows.ts';
import { matrix } from './matrix.ts';
import { uploadOutcomeText, uploadAndReconcile } from '../operations/uploadAndReconcile.ts';

/**
 * This file tests every fault in every kind of upload and read, with one affected request and with all requests
 * affected. Each test of an upload also compares the outcome with what the platform stored.
 */

const noon = new Date('2026-11-22T12:00:00.300Z');
let platform: EmbeddedPlatform;
const untrustedPlatform = await startPlatform({ tls: selfSignedCertificate() });
const heldPackageServer = await startHeldPackages();
const refusedUrl = `http://127.0.0.1:${refusedPort}/api/bkpaas3/prod`;
/** The timeout of the upload. No other timer has this length, so the test can identify the timer of the upload. */
const timeoutMs = 12_345;
const readFault = { method: 'GET', fault: { kind: 'gatewayError', codeName: 'SERVICE_UNAVAILABLE' } } as const;

const appCode = parseAppCode('demo-app') ?? assert.fail();
const module = parseModuleName('default') ?? assert.fail();
/**
 * Reads that this file does not test. `look` sends the same request as `versions`. `type` accepts any JSON. The results
 * of `search` and `list` vary, because the log grows between reads. Moreover, `search` sends a POST.
 */
type UntestedRead = 'sourcePackages.look' | 'applications.type' | 'applicationLog.search' | 'applicationLog.list';
/**
 * The reads to test. The type requires every read except those of `UntestedRead` and those of deployments, which
 * deployFaultMatrix.test.ts tests.
 */
const reads: Readonly<
  Record<
    Exclude<CallName, DeployCall | UntestedRead | 'sourcePackages.uploadByLink'>,
    (via: Platform) => Promise<unknown>
  >
> = {
  'applications.list': (via) => via.applications.list(),
  'modules.list': (via) => via.modules.list(appCode),
  'processes.running': (via) => via.processes.running({ appCode, module, environment: 'stag' }),
  'processes.wanted': (via) => via.processes.wanted({ appCode, module, environment: 'stag' }),
  runtime: (via) => via.runtime({ appCode, module }),
  'sourcePackages.versions': (via) => via.sourcePackages.versions(appCode, module),
  whoAmI: (via) => via.whoAmI(),
};
const uploads = [
  { what: 'a new version', version: '1.0.3', allowOverwrite: false },
  { what: 'an overwrite', version: '1.0.2', allowOverwrite: true },
];
/**
 * Which other requests fail when the upload meets a fault: none, later reads for 20 s, all later reads, or every
 * request with the same fault.
 */
const circumstances = ['alone', 'and no reads for a while', 'and no reads any more', 'everywhere'] as const;
type Circumstance = (typeof circumstances)[number];

let cells = 0;
after(async () => {
  await Promise.all([untrustedPlatform.close(), heldPackageServer.close()]);
  console.log(`Fault matrix: ${faultRows.length} faults, ${cells} cells`);
});

/**
 * Defines a cell of the matrix as a test with a new platform. A request that an earlier cell abandoned can still
 * arrive, and on a shared platform would meet the fault of this cell.
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
for (const { row, texts, circumstance } of matrix(uploadFactors, (each) => expectedOutcome(each) !== undefined)) {
  const { what, ...upload } = texts;
  const expected = expectedOutcome({ row, circumstance });
  cell(`upload of ${what}: ${row.name} ${circumstance}: ${expected}`, async () => {
    // `slow/20/` keeps the platform downloading after the gateway has answered, so reconciling needs several polls.
    const slow = row.fault?.kind === 'hangThen504' || row.fault?.kind === 'gatewayError' ? 'slow/20/' : '';
    const packagesUrl = row.timesOut ? heldPackageServer.url : platform.packagesUrl;
    const packageUrl = `${packagesUrl}/${slow}demo-app-1.0.3.tar.gz`;
    const request = parseUploadRequest({ appCode, module, packageUrl, ...upload });
    const outcome = await uploadWithFault(row, request, circumstance);
    await platform.settled();
    assertOutcome(outcome, request);
    assert.equal(uploadOutcomeText(outcome), expected);
  });
}

const factorsOfReads = {
  row: distinctForReads(faultRows),
  reading: Object.entries(reads),
  often: ['once', 'always'] as const,
};
for (const { row, reading, often } of matrix(factorsOfReads)) {
  const [what, read] = reading;
  cell(`${what}: ${row.name} ${often}: ${row[often]}`, async () => {
    const clean = await read(connect(platform).platform);
    planFaults(row, often);
    const { told, result } = await outcomeOfRead(read(connectViaRoute(row)));
    assert.equal(told, row[often]);
    if (told === 'read') assert.deepEqual(result, clean);
    assert.ok(platform.requests.every(({ method }) => method === 'GET'));
  });
}

function expectedOutcome({ row, circumstance }: { row: FaultRow; circumstance: Circumstance }): string | undefined {
  switch (circumstance) {
    case 'alone':
      return row.upload;
    case 'and no reads for a while':
      // Without `blind`, the response is definite. The extension then reconciles nothing, so there is nothing to test.
      return row.blind && row.upload;
    case 'and no reads any more':
      return row.blind;
    case 'everywhere':
      return row.everywhere;
  }
}

async function uploadWithFault(
  row: FaultRow,
  request: UploadByLink,
  circumstance: Circumstance,
): Promise<UploadOutcome> {
  // Each wait of the fake clock ends only after the platform has finished its work in progress. In the circumstance
  // `and no reads for a while`, reads succeed again after 20 s.
  const clock = fakeClock(async (now) => {
    await platform.settled();
    if (circumstance === 'and no reads for a while' && now >= 20_000) platform.faults.clear();
  });
  const everywhere = circumstance === 'everywhere';
  planFaults(row, everywhere ? 'always' : 'once', everywhere ? undefined : 'POST');
  const mutation = connectViaRoute(row, clock);
  const good = connect(platform, { clock }).platform;
  const { uploadByLink } = mutation.sourcePackages;
  const alone = { ...good, sourcePackages: { ...good.sourcePackages, uploadByLink } };
  const ending = (): Promise<UploadOutcome> =>
    uploadAndReconcile(everywhere ? mutation : alone, request, {
      timeoutMs,
      onSent() {
        heldPackageServer.release();
        if (circumstance.startsWith('and no reads')) platform.faults.always(readFault);
      },
    });
  return row.timesOut ? runWithTimeout(ending) : ending();
}

/** Runs `start` and fires the client's timeout of the upload while the platform is downloading the package. */
async function runWithTimeout(start: () => Promise<UploadOutcome>): Promise<UploadOutcome> {
  // This spy only records the timers. They must still run, because the platform's download in this process needs them.
  const timers = mock.method(globalThis, 'setTimeout');
  try {
    const ending = start();
    await until(() => heldPackageServer.waiting() > 0);
    const timer = timers.mock.calls.find((call) => call.arguments[1] === timeoutMs);
    (timer?.arguments[0] as () => void)(); // the callback that sendRequest passed
    return await ending;
  } finally {
    timers.mock.restore();
  }
}

/** Asserts that at most one upload was sent and that the outcome matches what the platform stores. */
function assertOutcome(outcome: UploadOutcome, { version }: UploadByLink): void {
  const posts = platform.requests.filter(({ method }) => method === 'POST').length;
  const { packages } = moduleOf(platform.state, appCode, module);
  const isStored = packages.some((each) => each.version === version && each.packageName === `demo-app-1:${version}`);
  assert.ok(posts <= 1, `${posts} uploads were sent`);
  if (outcome.status === 'uploaded') assert.ok(isStored, '“uploaded”, and it is not there');
  if (outcome.status === 'failed') assert.ok(!isStored, '“failed”, and it is there');
  if (posts === 0) assert.equal(outcome.status, 'failed', 'nothing was sent, so that is known');
  assert.notEqual(outcome.status, 'cancelled');
}

function planFaults({ fault, switches }: FaultRow, often: 'once' | 'always', method?: string): void {
  Object.assign(platform.switches, { allowedHosts: 'any' }, switches);
  if (!fault) return;
  const rule = { fault, ...(method === undefined ? {} : { method }) };
  if (often === 'once') platform.faults.next(rule);
  else platform.faults.always(rule);
}

/**
 * Connects a client to the platform. If the row breaks the route, this connects the client to a closed port or to a
 * server with an untrusted certificate instead.
 */
function connectViaRoute({ way }: FaultRow, clock = fakeClock()): Platform {
  const gatewayUrl =
    way === 'refused' ? refusedUrl : way === 'untrusted' ? untrustedPlatform.gatewayUrl : platform.gatewayUrl;
  return connect({ gatewayUrl }, { clock }).platform;
}

async function outcomeOfRead(reading: Promise<unknown>): Promise<{ told: string; result: unknown }> {
  try {
    return { told: 'read', result: await reading };
  } catch (error) {
    return { told: error instanceof PlatformError ? error.code : String(error), result: undefined };
  }
}

/** Starts a package server that holds back every response until `release` is called. */
async function startHeldPackages() {
  const answers: http.ServerResponse[] = [];
  const server = http.createServer((_, response) => answers.push(response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a listening TCP server has a port
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
