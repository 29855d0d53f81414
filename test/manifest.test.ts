import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import manifest from '../package.json' with { type: 'json' };
import manifestEnglish from '../package.nls.json' with { type: 'json' };
import manifestChinese from '../package.nls.zh-cn.json' with { type: 'json' };
import { walkthroughPictures } from '../scripts/walkthroughPictures.ts';
import { releaseSourceKinds } from '../src/core/releases/sources/releaseSourceSetting.ts';
import { commandIds, contextKeyIds, settingIds, toolNames, viewIds } from '../src/vscode/editor/ids.ts';

const englishTexts: Record<string, string> = manifestEnglish;
const chineseTexts: Record<string, string> = manifestChinese;

interface Setting {
  scope: string;
  order: number;
  description?: string;
  markdownDescription?: string;
}

/** The groups of settings, in the order of the manifest. `settings` lists pairs of a setting's full name and schema. */
const groups = manifest.contributes.configuration.map((group) => ({
  ...group,
  settings: Object.entries<Setting>(group.properties),
}));
const settings = new Map(groups.flatMap((group) => group.settings));

test('the commands of the manifest are the commands of the code', () => {
  const declared = manifest.contributes.commands.map((command) => command.command).sort();
  assert.deepEqual(declared, Object.values(commandIds).sort());
});

test('the tools of the manifest are the tools of the code, and none can overwrite, choose a platform or deploy to production', () => {
  const { languageModelTools: tools } = manifest.contributes;
  assert.deepEqual(tools.map(({ name }) => name).sort(), Object.values(toolNames).sort());
  for (const { name, inputSchema } of tools) {
    assert.equal(inputSchema.additionalProperties, false, name);
    assert.doesNotMatch(Object.keys(inputSchema.properties).join(), /overwrite|platform|token|gateway/i, name);
  }
  const deploy = tools.find(({ name }) => name === toolNames.deploy);
  assert.match(JSON.stringify(deploy?.inputSchema.properties), /"environment":\{"type":"string","enum":\["stag"\]/);
});

test('a menu of a row is hidden while several rows are selected, unless its command takes them all', () => {
  const takesAll = new Set<string>([
    commandIds.copyAppId,
    commandIds.copyModuleName,
    commandIds.copyVersion,
    commandIds.copyDeploymentId,
    commandIds.uploadToModules,
  ]);
  for (const { command, when } of manifest.contributes.menus['view/item/context'])
    assert.equal(when.endsWith(' && !listMultiSelection'), !takesAll.has(command), command);
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
  const declared = [...settings.keys()].sort();
  assert.deepEqual(
    declared,
    Object.values(names)
      .map((name) => `${section}.${name}`)
      .sort(),
  );
});

test('the kinds of release sources in the manifest are the kinds of the code', () => {
  const kinds = manifest.contributes.configuration.flatMap(({ properties }) =>
    'bkpaas.releaseSources' in properties ? properties['bkpaas.releaseSources'].items.properties.kind.enum : [],
  );
  assert.deepEqual(kinds, releaseSourceKinds);
});

test('context keys in when clauses are set by the code', () => {
  const used = new Set(
    [
      ...JSON.stringify(manifest.contributes).matchAll(
        /\bbkpaas\.(session|applicationList|filtered|platformKnown|has[A-Z]\w+)\b/g,
      ),
    ].map(([key]) => key),
  );
  assert.deepEqual([...used].sort(), Object.values(contextKeyIds).sort());
});

test('what needs a session is not offered in the palette without one', () => {
  const { commandPalette } = manifest.contributes.menus;
  for (const id of [commandIds.refresh, commandIds.filterApplications, commandIds.openCloudApi]) {
    const entry = commandPalette.find(({ command }) => command === id);
    assert.match(entry?.when ?? '', /^bkpaas\.session == signedIn$/, id);
  }
});

test('the commands have one category, titles in Title Case that differ in each language, and no keybinding', () => {
  const { commands } = manifest.contributes;
  assert.ok(commands.every(({ category }) => category === '%category%'));
  assert.ok(!('keybindings' in manifest.contributes), 'a keybinding could collide with one of the user');
  for (const texts of [englishTexts, chineseTexts]) {
    const titles = commands.map(({ title }) => texts[title.replaceAll('%', '')] ?? title);
    assert.deepEqual(titles, [...new Set(titles)]);
  }
  const small = new Set(['as', 'curl', 'from', 'in', 'of', 'to', 'and', 'with']);
  for (const { title } of commands) {
    const words = (englishTexts[title.replaceAll('%', '')] ?? '').split(' ');
    assert.deepEqual(
      words.filter((word) => !/^[A-Z]/.test(word) && !small.has(word)),
      [],
      title,
    );
  }
});

test('what only a row, a file or a page can run is not in the palette', () => {
  const hidden = manifest.contributes.menus.commandPalette.filter(({ when }) => when === 'false');
  assert.deepEqual(hidden.map(({ command }) => command.replace('bkpaas.', '')).sort(), [
    ...['copyAppId', 'copyDeploymentId', 'copyModuleName', 'copySelection', 'copyVersion', 'deployUploaded'],
    ...[
      'loadMore',
      'openConsolePage',
      'packAndUpload',
      'quickAction',
      'rollBack',
      'showRowError',
      'showVersion',
      'tryAgain',
    ],
  ]);
});

test('the title of a view has at most three buttons at a time', () => {
  const buttons = manifest.contributes.menus['view/title'].filter(({ group }) => group.startsWith('navigation'));
  for (const view of Object.values(viewIds))
    for (const filtered of [true, false]) {
      const holds = (term: string): boolean =>
        term.startsWith('view ')
          ? term === `view == ${view}`
          : !term.endsWith('.filtered') || term.startsWith('!') !== filtered;
      const shown = buttons.filter(({ when }) => when.split(' && ').every(holds));
      assert.ok(shown.length <= 3, `${view}: ${shown.map(({ command }) => command).join(', ')}`);
    }
});

test('a workspace cannot say where a token goes', () => {
  assert.equal(settings.get('bkpaas.platforms')?.scope, 'application');
});

test('nothing starts the extension but its views, commands, pages and links, a YAML file, and what the status bar shows', () => {
  assert.deepEqual(manifest.activationEvents, [
    'onLanguage:yaml',
    'workspaceContains:.vscode/settings.json',
    'workspaceContains:app_desc.yaml',
    'workspaceContains:app_desc.yml',
    'onUri',
    'onWebviewPanel:bkpaas.result',
    'onWebviewPanel:bkpaas.deployment',
    'onWebviewPanel:bkpaas.applicationLog',
  ]);
});

test('Restricted Mode is declared and keeps the target away', () => {
  const { untrustedWorkspaces } = manifest.capabilities;
  assert.equal(untrustedWorkspaces.supported, 'limited');
  assert.deepEqual(untrustedWorkspaces.restrictedConfigurations, ['bkpaas.target', 'bkpaas.releaseSources']);
  const target = manifest.contributes.views.explorer.find(({ id }) => id === viewIds.target);
  assert.match(target?.when ?? '', /&& isWorkspaceTrusted$/);
});

test('the Explorer’s menu has one entry, the submenu, and none in Restricted Mode', () => {
  const { 'explorer/context': entries, 'bkpaas.explorer': inSubmenu } = manifest.contributes.menus;
  assert.deepEqual(
    entries.map(({ submenu }) => submenu),
    manifest.contributes.submenus.map(({ id }) => id),
  );
  assert.match(entries[0]?.when ?? '', /^isWorkspaceTrusted && \(/);
  assert.ok(![...entries, ...inSubmenu].some(({ when }) => when.includes('package')));
});

test('a workspace can say which module is meant and what is shown, and no more', () => {
  const open = [...settings].filter(([, { scope }]) => scope !== 'application').map(([name]) => name);
  assert.deepEqual(open.sort(), ['bkpaas.releaseSources', 'bkpaas.showStatusBar', 'bkpaas.target']);
});

test('settings are in groups with titles, in the order of the manifest', () => {
  assert.ok(groups.every(({ title }) => title.startsWith('%configuration.')));
  const positions = (orders: { order: number }[]): number[] => orders.map(({ order }) => order);
  const upFromOne = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
  assert.deepEqual(positions(groups), upFromOne(groups.length));
  for (const group of groups)
    assert.deepEqual(positions(group.settings.map(([, each]) => each)), upFromOne(group.settings.length), group.id);
});

test('links of the settings, the views and the walkthrough lead to settings and commands that exist', () => {
  const commands: string[] = Object.values(commandIds);
  const texts = Object.entries(englishTexts);
  const linked = texts.flatMap(([, text]) => [...text.matchAll(/(?:command|keybinding):([\w.]+)/g)]);
  assert.ok(linked.length > 20, `${linked.length} links`);
  for (const [link, id = ''] of linked) assert.ok(commands.includes(id) || id.startsWith('workbench.'), link);
  for (const [key, text] of texts)
    for (const [, name = ''] of text.matchAll(/`#([\w.]+)#`/g)) assert.ok(settings.has(name), `${key}: ${name}`);
});

test('every setting is explained in Markdown, the only form with links', () => {
  for (const [name, { description, markdownDescription }] of settings) {
    assert.equal(description, undefined, name);
    assert.match(markdownDescription ?? '', /^%.+%$/, name);
  }
});

test('each step of the walkthrough is completed by a context key, and has buttons and a picture', () => {
  const [walkthrough] = manifest.contributes.walkthroughs;
  assert.ok(walkthrough);
  assert.deepEqual(
    walkthrough.steps.map(({ id }) => id),
    ['platform', 'token', 'upload', 'deploy', 'publish'],
  );
  const keys: string[] = Object.values(contextKeyIds);
  for (const { id, description, media, completionEvents } of walkthrough.steps) {
    const [, key = ''] = /^onContext:([\w.]+)/.exec(completionEvents.join()) ?? [];
    assert.ok(keys.includes(key), `${id} is completed by ${completionEvents.join()}`);
    assert.match(
      englishTexts[description.replaceAll('%', '')] ?? '',
      /\n\[[^\]]+\]\(command:bkpaas\.\w+\)(?:\n|$)/,
      id,
    );
    assert.match(englishTexts[media.svg.replaceAll('%', '')] ?? '', new RegExp(`/${id}-en\\.svg$`));
  }
});

test('the pictures of the walkthrough have the labels of the window, in both languages', () => {
  const pictures = walkthroughPictures();
  for (const [language, texts] of [
    ['en', englishTexts],
    ['zh-cn', chineseTexts],
  ] as const) {
    const upload = pictures.get(`media/walkthrough/upload-${language}.svg`) ?? '';
    for (const key of ['view.container', 'command.deployUploaded'])
      assert.match(upload, new RegExp(`>${texts[key] ?? '?'}<`, 'i'), key);
  }
  assert.match(pictures.get('media/walkthrough/deploy-en.svg') ?? '', />Version 1\.0\.3 was deployed to Staging\.</);
  assert.match(pictures.get('media/walkthrough/upload-zh-cn.svg') ?? '', />校验通过</);
});

test('both views have help for screen readers, which names the keys', () => {
  for (const { id, accessibilityHelpContent } of Object.values(manifest.contributes.views).flat())
    assert.match(englishTexts[accessibilityHelpContent.replaceAll('%', '')] ?? '', /Shift\+F10/, id);
});

test('the token is named in no setting', () => {
  assert.doesNotMatch([...settings.keys()].join(' '), /token|secret|password/i);
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
    [/\.registerCommand\(/, 'commands/registerCommands.ts'],
    [/\.show(Error|Warning|Information)Message\b/, 'editor/notifications.ts'],
    // session.ts and storedTokens.ts keep the platforms' access tokens. credentials.ts keeps all other credentials.
    [
      /context\.secrets|vscode\.SecretStorage/,
      'session/session.ts',
      'session/storedTokens.ts',
      'editor/credentials.ts',
    ],
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
