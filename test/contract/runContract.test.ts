import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import test from 'node:test';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { startPlatformForTest } from '../platform/gatewayClient.ts';
import { listen } from '../platform/listen.ts';
import { demoTokens, seedDemo } from '../platform/seedDemo.ts';
import { moduleOf } from '../platform/state.ts';
import { runContractForTest, countsOf, demoOptions, createTokenFile } from './runForTest.ts';

test('without options: at least 400 cases on the embedded platform, none different, none skipped', async () => {
  const run = await runContractForTest();
  const { cases, different, skipped } = countsOf(run);
  assert.ok(cases >= 400);
  assert.deepEqual([run.status, run.error, different, skipped], [0, '', 0, 0]);
  assert.equal(run.out.match(/^same {7}/gm)?.length, cases);
});

test('the script prints the output of the function and exits with its status', async () => {
  const script = fileURLToPath(new URL('../../scripts/contract.ts', import.meta.url));
  const run = promisify(execFile);
  assert.match((await run(process.execPath, [script, '--help'])).stdout, /^npm run contract\n/);
  await assert.rejects(run(process.execPath, [script, '--nonsense']), { code: 2 });
});

test('--wrong and --only: the differences are a table, and the exit status is 1', async () => {
  const run = await runContractForTest('--wrong', 'deletedLeftOut', '--only', 'versions.');
  const { cases, different } = countsOf(run);
  assert.deepEqual([run.status, different], [1, 1]);
  assert.equal(run.out.match(/^(same|different) +versions\./gm)?.length, cases);
  assert.match(
    run.out,
    /^id +what +expected +got\nversions\.deleted +4\.6 .*: body\.results +in this order: .*1\.0\.1/m,
  );
});

test('a real platform, without --allow-writes: cases that cannot run are skipped, and nothing changes', async (t) => {
  const platform = await startPlatformForTest(t);
  const file = await createTokenFile(t, demoTokens.admin);
  const at = ['--base-url', `${platform.gatewayUrl}/`, '--token-file', file, ...demoOptions];
  const run = await runContractForTest(
    ...[
      ...at,
      '--package-url',
      `${platform.packagesUrl}/demo-app-1.0.3.tar.gz`,
      '--packages-url',
      platform.packagesUrl,
    ],
    ...['--deploy-version', '1.0.0', '--allow-offline'],
  );
  const { cases, different, skipped } = countsOf(run);
  assert.deepEqual([run.status, run.error, different], [0, '', 0], run.out);
  assert.equal(run.out.match(/^skipped .*\(skipped, needs .+\)$/gm)?.length, skipped);
  assert.ok(cases - skipped >= 80, `${cases - skipped} played`);
  for (const id of ['upload\\.multipart', 'deploy\\.accepted', 'offline\\.accepted']) {
    assert.match(run.out, new RegExp(`^skipped +${id} .*\\(skipped, needs --allow-writes\\)$`, 'm'));
  }
  const bare = await runContractForTest(...at, '--only', 'upload.');
  assert.match(bare.out, /^skipped +upload\.multipart .*needs the address of a good package .*--package-url/m);
  assert.deepEqual(moduleOf(platform.state, 'demo-app', 'default'), moduleOf(seedDemo(), 'demo-app', 'default'));
  assert.deepEqual(platform.packageRequests, []);
});

test('a real platform, twice in a row: nothing differs, and each run adds only versions that it names', async (t) => {
  // With these switches, the deployment of the first run is over when the second run starts.
  const platform = await startPlatformForTest(t, { switches: { deploySeconds: 0, offlineSeconds: 0 } });
  const file = await createTokenFile(t, JSON.stringify({ access_token: demoTokens.admin }));
  const first = structuredClone(moduleOf(platform.state, 'demo-app', 'default').packages);
  const versions = (): string[] =>
    ['default', 'api'].flatMap((name) =>
      moduleOf(platform.state, 'demo-app', name).packages.map((each) => each.version),
    );
  const skipped: (string[] | null)[] = [];
  for (const attempt of ['first', 'second']) {
    const before = versions();
    const run = await runContractForTest(
      ...['--base-url', platform.gatewayUrl, '--token-file', file, '--allow-writes', ...demoOptions],
      ...['--package-url', `${platform.packagesUrl}/demo-app-1.0.3.tar.gz`, '--packages-url', platform.packagesUrl],
      ...['--deploy-version', '1.0.2', '--allow-offline'],
    );
    assert.deepEqual([run.status, countsOf(run).different], [0, 0], `${attempt}: ${run.out}`);
    const added = versions().filter((version) => !before.includes(version));
    assert.ok(added.length > 40, `${added.length} versions`);
    assert.match(run.out, /^same +upload\.overwrite /m);
    assert.deepEqual(run.out.match(/(?<=^ {2})\S+$/gm), added, attempt);
    assert.match(run.out, /^Versions left in demo-app \/ default \(\d+\):\n {2}contract-\d{14}-[0-9a-f]{6}-\d+$/m);
    skipped.push(run.out.match(/^skipped .*$/gm));
  }
  assert.deepEqual(skipped[0], skipped[1]);
  assert.deepEqual(moduleOf(platform.state, 'demo-app', 'default').packages.slice(0, first.length), first);
});

test('a real platform that responds differently: differences, exit status 1, and no token in the output', async (t) => {
  const application = { role: { id: 2 }, application: { modules: [{ name: 'default', source_origin: 2 }] } };
  const server = createServer((request, response) => {
    const isFirst = request.url?.endsWith('/applications/demo-app/') ?? false;
    // The server echoes the request, as some intermediaries do.
    const body = isFirst ? application : { error: request.headers['x-bkapi-authorization'], path: request.url };
    response.writeHead(isFirst ? 200 : 418, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  });
  const port = await listen(server, 0);
  t.after(() => server.close());
  const file = await createTokenFile(t, demoTokens.admin);
  const run = await runContractForTest(
    '--base-url',
    `http://127.0.0.1:${port}/api/bkpaas3/prod`,
    '--token-file',
    file,
    ...demoOptions,
  );
  assert.equal(run.status, 1);
  assert.ok(countsOf(run).different > 50);
  assert.match(run.out, /418, .*\*\*\*/);
  assert.ok(!`${run.out}${run.error}`.includes(demoTokens.admin));
});

test('a missing or wrong option gives one sentence that says what to do, and exit status 2', async (t) => {
  const platform = await startPlatformForTest(t);
  const good = await createTokenFile(t, demoTokens.admin);
  const at = ['--base-url', platform.gatewayUrl];
  const nowhere = ['--base-url', 'http://127.0.0.1:1/prod', '--token-file', good];
  const rows: [string[], RegExp][] = [
    [['--nonsense'], /^Unknown option '--nonsense'; "npm run contract -- --help" lists the options\.\n$/],
    [['--only', 'x'], /^No case begins with x; /],
    [['--wrong', 'x'], /^--wrong knows no x; it knows: uploadAnswers201, /],
    [['--age', '1.5'], /^--age knows no 1\.5; it knows: current, 1\.6, oldest\.\n$/],
    [['--app', 'demo-app'], /^--app is about a real platform; give its address too, with --base-url\.\n$/],
    [['--deploy-version', '1.0.0'], /^--deploy-version is about a real platform; /],
    [['--allow-offline'], /^--allow-offline is about a real platform; /],
    [
      [...at, '--token-file', good, ...demoOptions, '--deploy-version', ''],
      /^--deploy-version is empty; it names a version\.\n$/,
    ],
    [[...at, '--wrong', 'noRequestId'], /^--wrong makes the embedded platform wrong; leave out either/],
    [at, /^--token-file is missing; it names a file with the access token in it\.\n$/],
    [[...at, '--token-file', good], /^--app is missing; /],
    [
      ['--base-url', 'bkapi', '--token-file', good, ...demoOptions],
      /^--base-url must be the gateway's address with its stage, /,
    ],
    [
      [...at, '--token-file', `${good}.gone`, ...demoOptions],
      /^The token file .*gone cannot be read; put the access token into/,
    ],
    [
      [...at, '--token-file', await createTokenFile(t, 'two words'), ...demoOptions],
      /holds no access token; put the token alone/,
    ],
    [
      [...at, '--token-file', await createTokenFile(t, demoTokens.expired), ...demoOptions],
      /does not accept the token in .*fresh one/,
    ],
    [
      [...at, '--token-file', await createTokenFile(t, demoTokens.noGrant), ...demoOptions],
      /not permitted at the gateway; apply/,
    ],
    [
      [...at, '--token-file', await createTokenFile(t, demoTokens.operator), ...demoOptions],
      /may not upload to demo-app; the role/,
    ],
    [
      [...at, '--token-file', await createTokenFile(t, demoTokens.guest), ...demoOptions],
      /has no role in demo-app; give another/,
    ],
    [
      [...at, '--token-file', good, '--app', 'nope', '--module', 'm'],
      /^There is no application nope; check --app\.\n$/,
    ],
    [[...at, '--token-file', good, '--app', 'demo-app', '--module', 'm'], /no module m; give one of these .*default, /],
    [
      [...at, '--token-file', good, '--app', 'demo-app', '--module', 'web'],
      /takes no packages \(source origin 1\); modules of demo-app that do: default, api\.\n$/,
    ],
    [[...at, '--token-file', good, '--package-url', 'x', ...demoOptions], /^--package-url must begin with http/],
    [[...at, '--token-file', good, '--packages-url', 'x', ...demoOptions], /^--packages-url must begin with http/],
    [
      ['--base-url', platform.gatewayUrl.replace(/prod$/, 'stag'), '--token-file', good, ...demoOptions],
      /does not know the address; --base-url must end in the stage/,
    ],
    [
      [...nowhere, ...demoOptions],
      /^There is no answer from 127\.0\.0\.1:1; check --base-url, the network and the proxy\./,
    ],
  ];
  for (const [options, sentence] of rows) {
    const { status, out, error } = await runContractForTest(...options);
    assert.deepEqual([status, out], [2, ''], `${options.join(' ')}: ${error}`);
    assert.match(error, sentence);
    assert.doesNotMatch(error, /\n.|demo-access-token/);
  }
});
