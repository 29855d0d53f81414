import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import manifest from '../package.json' with { type: 'json' };
import { releaseSourceKinds } from '../src/core/releases/sources/releaseSourceSetting.ts';
import { commandIds, contextKeyIds, settingIds, viewIds } from '../src/vscode/editor/ids.ts';

test('the commands of the manifest are the commands of the code', () => {
  const declared = manifest.contributes.commands.map((command) => command.command).sort();
  assert.deepEqual(declared, Object.values(commandIds).sort());
});

test('the views of the manifest are the views of the code', () => {
  const declared = Object.values(manifest.contributes.views)
    .flat()
    .map((view) => view.id);
  assert.deepEqual(declared.sort(), [viewIds.applications, viewIds.target].sort());
  assert.equal(manifest.contributes.viewsContainers.activitybar[0]?.id, viewIds.container);
});

test('the settings of the manifest are the settings of the code', () => {
  const { section, ...names } = settingIds;
  const declared = Object.keys(manifest.contributes.configuration.properties).sort();
  assert.deepEqual(
    declared,
    Object.values(names)
      .map((name) => `${section}.${name}`)
      .sort(),
  );
});

test('the kinds of release sources in the manifest are the kinds of the code', () => {
  const { items } = manifest.contributes.configuration.properties['bkpaas.releaseSources'];
  assert.deepEqual(items.properties.kind.enum, releaseSourceKinds);
});

test('context keys in when clauses are set by the code', () => {
  const used = new Set(
    [
      ...JSON.stringify(manifest.contributes).matchAll(
        /\bbkpaas\.(session|filtered|hasResult|hasTarget|hasDeployment)\b/g,
      ),
    ].map((match) => match[0]),
  );
  assert.deepEqual([...used].sort(), Object.values(contextKeyIds).sort());
});

test('a workspace cannot say where a token goes', () => {
  assert.equal(manifest.contributes.configuration.properties['bkpaas.platforms'].scope, 'application');
});

test('nothing starts the extension but its views, commands and restored pages, and a YAML file', () => {
  assert.deepEqual(manifest.activationEvents, [
    'onLanguage:yaml',
    'onWebviewPanel:bkpaas.result',
    'onWebviewPanel:bkpaas.deployment',
  ]);
});

test('Restricted Mode is declared and keeps the target away', () => {
  const { untrustedWorkspaces } = manifest.capabilities;
  assert.equal(untrustedWorkspaces.supported, 'limited');
  assert.deepEqual(untrustedWorkspaces.restrictedConfigurations, ['bkpaas.target', 'bkpaas.releaseSources']);
  const target = manifest.contributes.views.explorer.find(({ id }) => id === viewIds.target);
  assert.match(target?.when ?? '', /&& isWorkspaceTrusted$/);
});

test('a workspace can say which module is meant and what is shown, and no more', () => {
  const settings = Object.entries(manifest.contributes.configuration.properties);
  const open = settings.filter(([, { scope }]) => scope !== 'application').map(([name]) => name);
  assert.deepEqual(open.sort(), ['bkpaas.releaseSources', 'bkpaas.showStatusBar', 'bkpaas.target']);
});

test('the token is named in no setting', () => {
  assert.doesNotMatch(Object.keys(manifest.contributes.configuration.properties).join(' '), /token|secret|password/i);
});

test('the Marketplace takes the keywords: at most 30, each once', () => {
  const { keywords } = manifest;
  assert.ok(keywords.length <= 30, `${keywords.length} keywords`);
  assert.equal(new Set(keywords.map((keyword) => keyword.toLowerCase())).size, keywords.length);
});

test('the typings are not newer than the oldest VS Code that is supported', () => {
  const minor = (text: string): number => Number(/(\d+)\.(\d+)/.exec(text)?.[2]);
  assert.ok(minor(manifest.devDependencies['@types/vscode']) <= minor(manifest.engines.vscode));
});

test('setContext, registerCommand and show…Message have one caller each', async () => {
  const restrictedCalls: readonly (readonly [RegExp, ...string[]])[] = [
    [/'setContext'/, 'editor/contextKeys.ts'],
    [/\.registerCommand\(/, 'commands/index.ts'],
    [/\.show(Error|Warning|Information)Message\b/, 'editor/notifications.ts'],
    // session.ts keeps the platforms' access tokens. credentials.ts keeps all other credentials.
    [/context\.secrets|vscode\.SecretStorage/, 'session/session.ts', 'editor/credentials.ts'],
  ];
  const { readdir } = await import('node:fs/promises');
  const source = new URL('../src/vscode/', import.meta.url);
  for (const file of (await readdir(source, { recursive: true }))
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.ts'))) {
    const text = await readFile(new URL(file, source), 'utf8');
    for (const [pattern, ...allowedFiles] of restrictedCalls)
      if (!allowedFiles.includes(file)) assert.doesNotMatch(text, pattern, file);
  }
});
