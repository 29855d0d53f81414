import assert from 'node:assert/strict';
import http from 'node:http';
import type { LookupFunction } from 'node:net';
import test from 'node:test';
import { SourceError } from '../../../../src/core/releases/sources/sourceError.ts';
import { openFile } from '../../../../src/core/releases/sources/sourceRequest.ts';
import { recordLog } from '../../recordLog.ts';
import { serverFor } from '../../serverFor.ts';

test('a public server cannot make this computer download from itself', async (t) => {
  const server = await serverFor(t, ({ headers }, response) => {
    response.writeHead(302, { location: `http://localhost:${(headers.host ?? '').split(':')[1] ?? ''}/admin` }).end();
  });
  // Resolves every name to this machine for Node's own connections. The types do not declare the agent's options.
  const { options } = http.globalAgent as unknown as { options: { lookup?: LookupFunction | undefined } };
  const before = options.lookup;
  t.after(() => (options.lookup = before));
  options.lookup = (_, { all }, answer) => {
    if (all) answer(null, [{ address: '127.0.0.1', family: 4 }]);
    else answer(null, '127.0.0.1', 4);
  };
  const access = { credential: undefined, log: recordLog(), answers: new Map() };
  await assert.rejects(
    openFile(access, new URL(`http://files.example.com:${new URL(server.origin).port}/a.tgz`)),
    (error) => error instanceof SourceError && error.code === 'redirectRefused',
  );
  assert.equal(server.seen.length, 1);
});
