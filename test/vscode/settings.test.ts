import assert from 'node:assert/strict';
import test from 'node:test';
import { mockVscode } from './mockVscode.ts';

const entry = (name: string): object => ({ name, gatewayUrl: `https://${name}.example.com/api/bkpaas3/prod` });
const settingValues: Record<string, unknown> = {};
mockVscode({
  workspace: {
    getConfiguration: () => ({
      inspect: () => settingValues,
      // Like VS Code, this returns the value of the innermost scope that has a value.
      get: () =>
        settingValues['workspaceFolderValue'] ?? settingValues['workspaceValue'] ?? settingValues['globalValue'],
    }),
  },
});
const { readPlatforms } = await import('../../src/vscode/editor/settings.ts');

test('platforms are the user’s own, whatever a workspace has written there', () => {
  const inWorkspace = { workspaceValue: [entry('evil')], workspaceFolderValue: [entry('worse')] };
  Object.assign(settingValues, inWorkspace, { globalValue: [entry('mine')] });
  assert.deepEqual(
    readPlatforms().map(({ name }) => name),
    ['mine'],
  );
  Object.assign(settingValues, inWorkspace, { globalValue: undefined });
  assert.deepEqual(readPlatforms(), []);
});

test('an entry with an invalid gateway URL is left out', () => {
  const urls = ['bkapi.example.com', 'ftp://bkapi.example.com/prod', 'https://me:secret@bkapi.example.com/prod', 7];
  Object.assign(settingValues, {
    globalValue: [...urls.map((gatewayUrl) => ({ name: 'x', gatewayUrl })), 'text', null],
  });
  assert.deepEqual(readPlatforms(), []);
});
