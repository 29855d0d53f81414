import assert from 'node:assert/strict';
import test from 'node:test';
import { SourceError } from '../../../../src/core/releases/sources/sourceError.ts';
import { openFile } from '../../../../src/core/releases/sources/sourceRequest.ts';
import { recordLog } from '../../recordLog.ts';
import { resolveNamesHere } from '../../resolveNamesHere.ts';
import { serverFor } from '../../serverFor.ts';

test('a public server cannot make this computer download from itself', async (t) => {
  const server = await serverFor(t, ({ headers }, response) => {
    response.writeHead(302, { location: `http://localhost:${(headers.host ?? '').split(':')[1] ?? ''}/admin` }).end();
  });
  resolveNamesHere(t);
  const access = { credential: undefined, log: recordLog(), answers: new Map(), roots: new Map() };
  await assert.rejects(
    openFile(access, new URL(`http://files.example.com:${new URL(server.origin).port}/a.tgz`)),
    (error) => error instanceof SourceError && error.code === 'redirectRefused',
  );
  assert.equal(server.seen.length, 1);
});
