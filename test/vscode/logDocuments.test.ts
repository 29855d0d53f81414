import assert from 'node:assert/strict';
import test from 'node:test';
import type { Uri } from 'vscode';
import { initialFollowState, type FollowState } from '../../src/core/operations/deploy/followedDeployment.ts';
import { parseDeploymentId } from '../../src/core/platform/deployment.ts';
import { PlatformError } from '../../src/core/platform/platformError.ts';
import type { DeploymentReport } from '../../src/vscode/deploy/deployments.ts';
import { mockTreeVscode } from './mockTreeVscode.ts';
import { targetOf } from './treeFixture.ts';

const noopDisposable = { dispose: () => undefined };
const id = parseDeploymentId('1'.repeat(32)) ?? assert.fail();
const uri = { scheme: 'bkpaas-log', path: '/demo.log', query: id } as unknown as Uri; // the documents read only these members
const fakeWindow = { visibleTextEditors: [] as { document: { uri: Uri } }[] };
mockTreeVscode({
  window: fakeWindow,
  languages: { registerFoldingRangeProvider: () => noopDisposable },
  workspace: {
    textDocuments: [{ uri, lineCount: 1, lineAt: () => ({ range: {} }), offsetAt: () => 0 }],
    registerTextDocumentContentProvider: () => noopDisposable,
    onDidCloseTextDocument: () => noopDisposable,
  },
});
const { Deployments } = await import('../../src/vscode/deploy/deployments.ts');
const { LogDocuments } = await import('../../src/vscode/deploy/logDocuments.ts');

function documentsFixture() {
  const deployments = new Deployments();
  const logs = new LogDocuments(deployments, { has: () => false } as never); // the documents call only `has`
  const report = { id, target: targetOf('stag'), version: '1.0.0', state: initialFollowState, idle: false };
  deployments.add(report as DeploymentReport); // the documents read no platform
  const setState = (change: Partial<FollowState>): void => {
    deployments.update(id, { state: { ...initialFollowState, ...change } });
  };
  return { deployments, logs, setState };
}

test('a log that could not be read says why, and its document is drawn again', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { logs, setState } = documentsFixture();
  t.after(() => {
    logs.dispose();
  });
  const drawn: Uri[] = [];
  logs.onDidChange((changed) => drawn.push(changed));
  assert.equal(logs.provideTextDocumentContent(uri), '');
  setState({ fatalError: new PlatformError('connectionLost') });
  t.mock.timers.tick(1000);
  assert.deepEqual(drawn, [uri]);
  assert.notEqual(logs.provideTextDocumentContent(uri), '');
});

test('what was read of a log stays when the next read fails, without ANSI codes', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { deployments, logs, setState } = documentsFixture();
  const reading = deployments.log(id)?.read() ?? assert.fail();
  reading.add('\u001b[31mred\u001b[0m\n');
  reading.end();
  setState({ transientError: new PlatformError('connectionLost') });
  assert.equal(logs.provideTextDocumentContent(uri), 'red');
  logs.dispose();
});

test('a log is watched while an editor shows it', () => {
  const { logs } = documentsFixture();
  assert.equal(logs.isShowing(id), false);
  fakeWindow.visibleTextEditors.push({ document: { uri } });
  assert.equal(logs.isShowing(id), true);
  logs.dispose();
});
