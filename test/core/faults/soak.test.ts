import assert from 'node:assert/strict';
import { createHash, randomInt } from 'node:crypto';
import test from 'node:test';
import { parseUploadRequest } from '../../../src/core/operations/upload/parseUploadRequest.ts';
import type { UploadOutcome } from '../../../src/core/operations/upload/uploadOutcome.ts';
import type { UploadByLink } from '../../../src/core/platform/sourcePackages.ts';
import type { Fault, FaultRule } from '../../platform/faults.ts';
import { startPlatformForTest } from '../../platform/gatewayClient.ts';
import { samplePackages } from '../../platform/samplePackages.ts';
import type { EmbeddedPlatform } from '../../platform/startPlatform.ts';
import { moduleOf, type Module, type SourcePackage } from '../../platform/state.ts';
import { repetitionsOf } from '../../nightly.ts';
import { connect } from '../connect.ts';
import { fakeClock } from '../fakeClock.ts';
import { heapInUse } from '../heapInUse.ts';
import { randomFrom } from '../randomFrom.ts';
import { uploadOutcomeText, uploadAndReconcile } from '../operations/uploadAndReconcile.ts';

const uploadCount = repetitionsOf(500);
/**
 * The number of uploads in a round. After each round, the test checks the outcomes, measures the heap and discards the
 * recorded requests.
 */
const roundSize = uploadCount / 5;
const concurrency = Math.min(50, roundSize);
const moduleCount = 20;
/**
 * The maximum growth of the heap from the first round to the last, in bytes. The growing lists of stored packages
 * account for a tenth of this limit.
 */
const maxHeapGrowthBytes = 3 * 1024 * 1024;

const ourSha256 = createHash('sha256')
  .update(samplePackages().get('demo-app-1.0.3.tar.gz') ?? '')
  .digest('hex');

/** An upload and what the core reported about the upload. */
interface FinishedUpload {
  request: UploadByLink;
  outcome: UploadOutcome;
  wasLost: boolean;
  /** The number of reads of the versions, without retries. */
  versionReads: number;
  lines: readonly string[];
}

test('many uploads at a time, with random faults: no wrong outcome, no request too many, memory flat', async (t) => {
  const seed = Number(process.env['SOAK_SEED'] ?? randomInt(2 ** 31));
  t.diagnostic(`seed ${seed}`);
  const random = randomFrom(seed);
  const platform = await startPlatformForTest(t);
  const targets = addModules(platform);
  const figures = new Map<string, number>();
  const heaps: number[] = [];
  let requests = 0;

  for (let first = 0; first < uploadCount; first += roundSize) {
    const done = await inPool(roundSize, concurrency, (index) => uploadOne(platform, random, targets, first + index));
    await platform.settled();
    for (const each of done) {
      assertOutcome(platform, each);
      const figure = `${each.wasLost ? 'settled: ' : ''}${uploadOutcomeText(each.outcome)}`;
      figures.set(figure, (figures.get(figure) ?? 0) + 1);
    }
    requests += assertNoExtraRequests(platform, done);
    platform.requests.length = 0;
    platform.packageRequests.length = 0;
    platform.faults.clear();
    done.length = 0;
    heaps.push(await heapInUse());
  }

  const [small = 0, large = 0] = [heaps[0], heaps.at(-1)];
  printSummary(figures, seed, requests, heaps);
  assert.equal(
    [...figures.values()].reduce((sum, count) => sum + count, 0),
    uploadCount,
  );
  assert.ok(large - small < maxHeapGrowthBytes, `the heap grew by ${large - small} bytes`);
});

/** Adds twenty modules without versions to `demo-app`. */
function addModules({ state }: EmbeddedPlatform): Module[] {
  const application = state.applications.get('demo-app') ?? assert.fail();
  const model = moduleOf(state, 'demo-app', 'default');
  const [old] = model.packages;
  assert.ok(old);
  const added = Array.from({ length: moduleCount }, (_, index) => ({
    ...model,
    name: `soak-${index}`,
    isDefault: false,
    packages: [] as SourcePackage[], // filled during the run
  }));
  application.modules.push(...added);
  return added;
}

const faults: readonly Fault[] = [
  { kind: 'hangThen504' },
  { kind: 'dropBeforeHeaders', backend: 'completes' },
  { kind: 'dropBeforeHeaders', backend: 'neverReached' },
  { kind: 'dropAfterHeaders' },
  { kind: 'dropMidBody' },
  { kind: 'halfJson' },
  { kind: 'proxyLoginPage' },
  { kind: 'proxyLoginPage', backend: 'completes' },
  { kind: 'strangeAnswer', status: 500, body: '<h1>Error</h1>', backend: 'completes' },
  { kind: 'gatewayError', codeName: 'BAD_GATEWAY' },
  { kind: 'gatewayError', codeName: 'BAD_GATEWAY', backend: 'completes' },
  { kind: 'gatewayError', codeName: 'SERVICE_UNAVAILABLE', backend: 'completes' },
  { kind: 'gatewayError', codeName: 'RATE_LIMIT_RESTRICTION', headers: { 'X-Bkapi-RateLimit-Reset': '2' } },
  { kind: 'backendError', answer: 'serverError' },
  { kind: 'backendError', answer: 'serverError', backend: 'completes' },
  { kind: 'clockSkew', ms: 86_400_000 },
  { kind: 'clockSkew', ms: -86_400_000 },
  { kind: 'slowDrip', ms: 0, chunkBytes: 64 },
  { kind: 'gzip' },
];

async function uploadOne(
  platform: EmbeddedPlatform,
  random: () => number,
  targets: readonly Module[],
  number: number,
): Promise<FinishedUpload> {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] ?? assert.fail();
  const module = targets[number % targets.length] ?? assert.fail();
  const version = `1.${number}.0`;
  const kind = random();
  // 10% of the uploads overwrite a stored version. 5% have the version of a stored package but do not overwrite. 30%
  // have a slow link, and 10% have a broken link.
  const allowOverwrite = kind < 0.1;
  if (kind < 0.15) addOld(platform, module, version);
  const folder = kind > 0.9 ? 'status/404/' : kind > 0.6 ? 'slow/20/' : '';
  const request = parseUploadRequest({
    ...{ appCode: 'demo-app', module: module.name, version, allowOverwrite },
    packageUrl: `${platform.packagesUrl}/${folder}demo-app-1.0.3.tar.gz`,
  });
  const plan = (rule: FaultRule): void => {
    platform.faults.next({ path: new RegExp(`/${module.name}/`), ...rule });
  };
  if (random() < 0.5) plan({ method: 'POST', fault: pick(faults) });
  while (random() < 0.25) plan({ method: 'GET', fault: pick(faults) });

  const clock = fakeClock(() => platform.settled());
  const { platform: connected, log } = connect(platform, { clock });
  let versionReads = 0;
  const look: typeof connected.sourcePackages.look = (...target) => {
    versionReads += 1;
    return connected.sourcePackages.look(...target);
  };
  const watched = { ...connected, sourcePackages: { ...connected.sourcePackages, look } };
  let wasLost = false;
  const outcome = await uploadAndReconcile(watched, request, { onSent: () => (wasLost = true) });
  return { request, outcome, wasLost, versionReads, lines: log.lines };
}

function addOld({ state }: EmbeddedPlatform, module: Module, version: string): void {
  const [model] = moduleOf(state, 'demo-app', 'default').packages;
  module.packages.push({ ...(model ?? assert.fail()), version });
}

/** Asserts that the outcome matches whether the platform stores the uploaded bytes under the uploaded version. */
function assertOutcome({ state }: EmbeddedPlatform, { request, outcome }: FinishedUpload): void {
  const { packages } = moduleOf(state, 'demo-app', request.module);
  const isStored = packages.some(({ version, sha256 }) => version === request.version && sha256 === ourSha256);
  const told = `${uploadOutcomeText(outcome)} of ${request.module} ${request.version}`;
  if (outcome.status === 'uploaded') assert.ok(isStored, `${told}, and it is not there`);
  if (outcome.status === 'failed') assert.ok(!isStored, `${told}, and it is there`);
  // After the platform's error page, the outcome is unknown, because another user can have stored the package. No other
  // outcome may be unknown in this test.
  if (outcome.status === 'unknown') assert.equal(uploadOutcomeText(outcome), 'unknown platformFailed maybeAnothers');
  assert.notEqual(outcome.status, 'cancelled', told);
}

/**
 * Asserts that the platform received no other requests than these for each upload: one read of the modules, at most one
 * POST, one request for each read of the versions, and one request for each retry that the client's log reports.
 * Returns the number of requests.
 */
function assertNoExtraRequests({ requests }: EmbeddedPlatform, done: readonly FinishedUpload[]): number {
  let expected = 0;
  for (const { request, lines, versionReads } of done) {
    const count = (pattern: RegExp): number => lines.filter((line) => pattern.test(line)).length;
    const posts = requests.filter(({ body }) => body.includes(`\r\n${request.version}\r\n`)).length;
    assert.ok(posts <= 1, `${posts} uploads of ${request.version} were sent`);
    assert.equal(count(/^(info|warn) POST /), posts);
    const reads = 1 + versionReads + count(/^debug Reading again /);
    assert.equal(count(/^(info|warn) GET /), reads);
    expected += posts + reads;
  }
  assert.equal(requests.length, expected);
  return expected;
}

async function inPool<T>(count: number, width: number, start: (index: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < count) results.push(await start(next++));
  };
  await Promise.all(Array.from({ length: width }, work));
  return results;
}

function printSummary(
  figures: ReadonlyMap<string, number>,
  seed: number,
  requests: number,
  heaps: readonly number[],
): void {
  const count = (pattern: RegExp): number =>
    [...figures].reduce((sum, [figure, each]) => sum + (pattern.test(figure) ? each : 0), 0);
  const sums = (['uploaded', 'failed', 'unknown'] as const).map(
    (status) => `${status} ${count(new RegExp(`\\b${status} `))}`,
  );
  const settled = `${count(/^settled/)} of these settled after a lost answer`;
  const lines = [...figures].sort().map(([figure, count]) => `  ${String(count).padStart(4)} ${figure}`);
  const megabytes = heaps.map((bytes) => (bytes / 1024 / 1024).toFixed(1)).join(', ');
  console.log(
    [
      `Soak: ${uploadCount} uploads, ${concurrency} at a time over ${moduleCount} modules, seed ${seed}: ${sums.join(', ')}; ${settled};`,
      `  0 wrong outcomes, ${requests} requests and none beyond the expected, heap ${megabytes} MB`,
      ...lines,
    ].join('\n'),
  );
}
