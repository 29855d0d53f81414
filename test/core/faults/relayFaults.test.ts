import assert from 'node:assert/strict';
import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import test, { after } from 'node:test';
import { HttpError } from '../../../src/core/http/httpError.ts';
import { openAnswer } from '../../../src/core/http/openAnswer.ts';
import { publishPackage } from '../../../src/core/operations/publish/publishPackage.ts';
import { fetchPackage, type FetchedPackage } from '../../../src/core/operations/publish/fetchPackage.ts';
import { parseAppCode, parseModuleName } from '../../../src/core/platform/names.ts';
import { startPlatform, type EmbeddedPlatform } from '../../platform/startPlatform.ts';
import type { FaultRule } from '../../platform/faults.ts';
import { repositorySeed, type RepositoryFault } from '../../repository/startRepository.ts';
import { connect } from '../connect.ts';
import { repositoryFixture, type RepositoryFixture } from '../repository/repositoryFixture.ts';
import { demoTokens } from '../../platform/seedDemo.ts';
import { uploadOutcomeText, uploadAndReconcile } from '../operations/uploadAndReconcile.ts';
import { matrix } from './matrix.ts';

/**
 * This file tests a relay with a fault in each of its requests. A relay downloads a package from a link, publishes the
 * package, uploads the package by the new link and reconciles.
 */

let platform: EmbeddedPlatform;
let cells = 0;
after(() => {
  console.log(`Relay: ${cells} cells`);
});

const appCode = parseAppCode('demo-app') ?? assert.fail();
const module = parseModuleName('default') ?? assert.fail();
const target = { appCode, module, version: '7.0.0' };
const source = '/demo/packages/source.tar.gz';
const key = '/demo/packages/releases/demo-app/default/7.0.0/demo-app.tar.gz';
const timeoutMs = 10_000;

interface RelayResult {
  /**
   * The result of the relay: `not taken`, `not published: STATUS` or the upload's outcome in the form that
   * `uploadOutcomeText` returns.
   */
  told: string;
  sha256: string | undefined;
}

async function relay(fixture: RepositoryFixture, folder: string): Promise<RelayResult> {
  const taken = await fetchSource(fixture, folder);
  if (!taken?.ok) return { told: 'not taken', sha256: undefined };
  const { repository, clock } = fixture;
  const confirmReplace = (): Promise<boolean> => Promise.resolve(true);
  const published = await publishPackage({ repository, clock, file: taken.file, target, confirmReplace });
  if (published.status !== 'published') return { told: `not published: ${published.status}`, sha256: undefined };
  const { platform: core, log } = connect(platform);
  const upload = { ...target, packageUrl: published.link, allowOverwrite: false };
  const outcome = await uploadAndReconcile(core, upload, { timeoutMs });
  assert.doesNotMatch(log.lines.join('\n'), /token=|planted/);
  const sha256 = outcome.status === 'uploaded' ? outcome.package.sha256 : undefined;
  return { told: uploadOutcomeText(outcome), sha256 };
}

async function fetchSource(
  { embedded, repository, file }: RepositoryFixture,
  folder: string,
): Promise<FetchedPackage | undefined> {
  const link = await repository.link('/source.tar.gz', 60);
  try {
    const timeouts = { headersTimeoutMs: timeoutMs, idleTimeoutMs: timeoutMs };
    const answer = await openAnswer(new URL(link), timeouts);
    if (answer.status !== 200) {
      answer.close();
      return undefined;
    }
    const stated = { sizeBytes: embedded.nodes.get(source)?.bytes.length, sha256: file.sha256 };
    const to = { path: path.join(folder, 'package'), fileName: 'source.tar.gz', maxBytes: 10_000_000 };
    return await fetchPackage({ ...answer, ...stated }, to);
  } catch (error) {
    if (error instanceof HttpError) return undefined;
    throw error;
  }
}

const repositoryFaults: readonly RepositoryFault[] = [
  { kind: 'dropBeforeHeaders' },
  { kind: 'dropAnswer' },
  { kind: 'halfJson' },
  { kind: 'loginPage' },
  { kind: 'status', status: 502 },
  { kind: 'status', status: 504 },
  { kind: 'resetMidBody' },
  { kind: 'redirect', location: 'http://127.0.0.1:1/elsewhere' },
  { kind: 'refuse', status: 403, code: 250113 },
  { kind: 'refuse', status: 429, code: 250124 },
  { kind: 'refuse', status: 500, code: 250102 },
  { kind: 'refuseAndClose', status: 400, code: 251025 },
];
const exchanges: Readonly<Record<string, Pick<RepositoryFault, 'method' | 'path'>>> = {
  download: { path: /temporary\/download.*source/ },
  'node detail': { path: /node\/detail/ },
  PUT: { method: 'PUT' },
  probe: { path: /temporary\/download.*releases/ },
};
const uploadFaults: readonly (readonly [string, FaultRule['fault']])[] = [
  ['no fault', { kind: 'delay', ms: 0 }],
  ['504 while the platform goes on', { kind: 'hangThen504' }],
  ['a lost answer', { kind: 'dropBeforeHeaders', backend: 'completes' }],
  ['a request that never reached the platform', { kind: 'dropBeforeHeaders', backend: 'neverReached' }],
  ['half an answer', { kind: 'halfJson' }],
  ['a login page', { kind: 'proxyLoginPage' }],
];

/** What the repository stores under `key` before the relay. */
const priorStates = ['nothing', 'another package'] as const;

const repositoryFactors = {
  before: priorStates,
  exchange: Object.keys(exchanges),
  times: [1, 9],
  fault: repositoryFaults,
};
for (const { before, exchange, times, fault } of matrix(repositoryFactors)) {
  const name = `${fault.kind} ${fault.status ?? ''} at ${exchange}, ${times} times, where ${before} was`;
  cell(name, before, ({ embedded }) => {
    for (let count = 0; count < times; count += 1) embedded.faults.push({ ...fault, ...exchanges[exchange] });
  });
}
for (const { before, upload } of matrix({ before: priorStates, upload: uploadFaults })) {
  const [what, fault] = upload;
  cell(`the upload meets ${what}, where ${before} was`, before, () => {
    platform.faults.next({ method: 'POST', fault });
  });
}

function cell(name: string, before: (typeof priorStates)[number], spoil: (fixture: RepositoryFixture) => void): void {
  cells += 1;
  test(`relay: ${name}`, async (t) => {
    // Each cell starts a new platform. A request that an earlier cell abandoned can still arrive, and on a shared
    // platform would meet the fault of this cell.
    platform = await startPlatform();
    t.after(() => platform.close());
    const fixture = await repositoryFixture(t);
    const { embedded, file } = fixture;
    platform.switches.allowedHosts = [embedded.host];
    const folder = path.join(path.dirname(file.path), 'taken');
    await mkdir(folder);
    t.after(() => rm(folder, { recursive: true, force: true }));
    await seedRepository(fixture, before);
    embedded.requests.length = 0;
    spoil(fixture);
    const planned = embedded.faults.length;

    const { told, sha256 } = await relay(fixture, folder);
    await platform.settled();
    assert.ok(embedded.faults.length < planned || planned === 0, 'the repository’s fault was met');
    assert.equal(platform.faults.pending, 0, 'the platform’s fault was met');
    embedded.faults.length = 0;
    platform.faults.clear();

    const there = embedded.nodes.get(key)?.sha256;
    const isOurs = there === file.sha256;
    assert.ok(isOurs || there === (before === 'nothing' ? undefined : otherNode.sha256), 'never half a file');
    if (told.startsWith('uploaded')) assert.deepEqual([isOurs, sha256], [true, file.sha256], told);
    if (told === 'not taken') assert.deepEqual(await readdir(folder), [], 'nothing is left of what was not taken');
    const versions = await connect(platform).platform.sourcePackages.versions(appCode, module);
    const isUploaded = versions.some(({ version }) => version === target.version);
    assert.equal(isUploaded, told.startsWith('uploaded'), `what is said is what the platform has: ${told}`);
    const puts = embedded.requests.filter(({ method }) => method === 'PUT').length;
    assert.ok(puts <= 1, 'a package is sent once');
    assertSecretsHidden(fixture);
  });
}

const otherNode = { bytes: Buffer.from('other'), sha256: 'a'.repeat(64), metadata: {}, createdBy: 'bob' };

async function seedRepository({ repository, embedded, file }: RepositoryFixture, before: string): Promise<void> {
  await repository.put('/source.tar.gz', file, { overwrite: true, metadata: {} });
  if (before === 'another package') embedded.nodes.set(key, otherNode);
}

/**
 * Asserts that the log contains neither the password nor a token. Also asserts that a request by a temporary link has
 * no `Authorization` header, and that every other request to BK-Repo has only the password in this header.
 */
function assertSecretsHidden({ embedded, log }: RepositoryFixture): void {
  const written = log.lines.join('\n');
  const encoded = Buffer.from(`${repositorySeed.user}:${repositorySeed.secret}`).toString('base64');
  for (const secret of [repositorySeed.secret, encoded, demoTokens.admin, 'token='])
    assert.ok(!written.includes(secret), secret);
  for (const { path: asked, authorization } of embedded.requests)
    if (asked.includes('/temporary/download/')) assert.equal(authorization, undefined);
    else assert.equal(authorization, `Basic ${encoded}`);
}
