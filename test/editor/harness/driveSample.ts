import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Workbench } from './workbench.ts';

/**
 * Tests the methods of `Workbench` in a window that has the sample extension and an open folder with app.yaml and
 * other.txt. Prints how long each test took.
 */
export async function driveSample(workbench: Workbench, folder: string): Promise<void> {
  for (const [name, drive] of Object.entries(windowChecks)) {
    const started = performance.now();
    await drive(workbench, folder);
    console.log(`    ${name} (${Math.round(performance.now() - started)} ms)`);
  }
}

type WindowCheck = (workbench: Workbench, folder: string) => Promise<void>;

const windowChecks: Record<string, WindowCheck> = {
  'status bar': async ({ statusBar }) => {
    await statusBar.item('Sample: hello').waitFor();
    assert.ok((await statusBar.texts()).includes('Sample: hello'));
  },
  'palette, quick pick, input box, back, validation': async (workbench) => {
    await workbench.runCommand('Sample: Ask Something');
    const quickInput = workbench.quickInput();
    await quickInput.waitForTitle(/1\/2/);
    assert.equal(await quickInput.title(), 'Sample (1/2)');
    assert.equal(await quickInput.placeholder(), 'Choose a size');
    const [large, small] = await quickInput.items();
    assert.deepEqual(large, { label: 'Large', description: '4 cores', detail: 'For production', separator: '' });
    assert.deepEqual(small, { label: 'Small', description: '1 core', detail: 'For trying things', separator: 'sizes' });
    await quickInput.pick('Size 59');
    await quickInput.waitForTitle(/2\/2/);
    await quickInput.back(/1\/2/);
    assert.equal((await quickInput.waitForItem(/For trying/)).label, 'Small');
    await quickInput.fill('sma');
    await quickInput.accept();
    await quickInput.waitForTitle(/2\/2/);
    await quickInput.type('Web');
    assert.equal(await quickInput.waitForMessage(/Lower-case/), 'Lower-case letters only');
    await quickInput.fill('web');
    await quickInput.accept();
    await quickInput.waitUntilClosed();
    await workbench.statusBar.item('Sample: Small web').waitFor();
    await workbench.runCommand('Sample: Ask Something');
    await workbench.quickInput().waitForTitle(/1\/2/);
    await workbench.quickInput().escape();
    await workbench.statusBar.item('Sample: gave up').waitFor();
  },
  'tree, its menus and inline actions': async ({ openView, tree, statusBar }) => {
    await openView('Sample');
    await openView('Sample');
    await tree.expand('fruit');
    assert.deepEqual(await tree.rows('Things'), [
      { label: 'fruit', description: 'about fruit', level: 1, expanded: true },
      { label: 'apple', description: 'about apple', level: 2 },
      { label: 'pear', description: 'about pear', level: 2 },
    ]);
    assert.equal((await tree.rows()).length, 4);
    assert.deepEqual(await tree.contextMenuTitles(['fruit', 'pear']), ['Delete…']);
    await tree.contextMenu(['fruit', 'pear'], 'Delete…');
    await statusBar.item('Sample: deleted pear').waitFor();
    await tree.inlineAction('apple', 'Inspect');
    await statusBar.item('Sample: inspected apple').waitFor();
  },
  'title actions and a welcome': async ({ openView, tree, statusBar, runCommand }) => {
    await openView('Sample');
    await tree.titleAction('Things', 'Begin');
    await statusBar.item('Sample: begun').waitFor();
    await runCommand('Sample: Copy Something');
    await statusBar.item('Sample: copied').waitFor();
    await openView('Sample Empty');
    assert.deepEqual(await tree.welcome(), {
      text: 'There is nothing yet.\nBegin\nOr read first.',
      buttons: ['Begin'],
    });
    await tree.clickWelcome('Begin');
    await statusBar.item('Sample: begun').waitFor();
    await runCommand('Sample: Copy Something');
    await statusBar.item('Sample: copied').waitFor();
    await tree.titleAction('Nothing', 'Begin');
    await statusBar.item('Sample: begun').waitFor();
  },
  notifications: async (workbench) => {
    await workbench.statusBar.item('Sample: begun').click();
    assert.deepEqual(await workbench.waitForNotification(/happened/), {
      severity: 'warning',
      text: 'Something happened.',
      buttons: ['Retry', 'Show Details'],
    });
    await workbench.clickNotificationButton('Show Details', /happened/);
    await workbench.statusBar.item('Sample: answered Show Details').waitFor();
    assert.deepEqual(await workbench.notifications(), []);
  },
  'modal dialog': async (workbench) => {
    await workbench.runCommand('Sample: Ask in a Dialog');
    const { click, buttons, ...dialog } = await workbench.modalDialog();
    assert.deepEqual(dialog, { message: 'Delete everything?', detail: 'It cannot be undone.' });
    assert.deepEqual(buttons.toSorted(), ['Archive', 'Cancel', 'Delete']);
    await click('Archive');
    await workbench.statusBar.item('Sample: answered Archive').waitFor();
  },
  webview: async (workbench) => {
    await workbench.runCommand('Sample: Open a Webview');
    const page = await workbench.webview('Sample Page');
    await page.locator('button').click();
    assert.equal(await page.locator('button').textContent(), 'Pressed');
    assert.equal(await (await workbench.webview()).locator('h1').textContent(), 'A page');
  },
  output: async (workbench) => {
    await workbench.runCommand('Sample: Log');
    assert.match(await workbench.waitForOutput('Sample Output', /another/), /^a plain line\nanother line\n$/);
    assert.match(workbench.output('Sample Log'), /\[warning\] a logged line/);
    await workbench.page.locator('.output-view .view-line', { hasText: 'another' }).waitFor();
  },
  clipboard: async (workbench) => {
    await workbench.runCommand('Sample: Copy Something');
    await workbench.statusBar.item('Sample: copied').waitFor();
    await workbench.waitForClipboard(/^copied by the sample$/);
  },
  explorer: async ({ explorer, statusBar, page }) => {
    await explorer.contextMenu('app.yaml', 'Deploy This File');
    await statusBar.item('Sample: deployed app.yaml').waitFor();
    // Leaves a menu open, which covers the window. The next call has to close this menu first.
    await page.locator('.sidebar .monaco-list-row', { hasText: 'app.yaml' }).click({ button: 'right' });
    await page.locator('.monaco-menu .action-menu-item').first().waitFor();
    assert.ok(!(await explorer.contextMenuTitles('other.txt')).includes('Deploy This File'));
    await explorer.contextMenu('other.txt', ['Sample More', 'Delete…']);
    await statusBar.item('Sample: deleted a file').waitFor();
    await explorer.open('other.txt');
    await page.locator('.tab.active[aria-label^="other.txt"]').waitFor();
  },
  'a search for files': async (workbench) => {
    await workbench.runCommand('Sample: Find Files');
    await workbench.statusBar.item('Sample: found app.yaml').waitFor();
  },
  'a file changed from outside': async ({ statusBar }, folder) => {
    await writeFile(path.join(folder, 'app.yaml'), 'changed: true\n');
    await statusBar.item('Sample: saw a change of app.yaml').waitFor();
  },
  'settings, live': async ({ server, statusBar }) => {
    for (const greeting of ['first', 'second']) {
      await server.setUserSettings({ 'sample.greeting': greeting });
      await statusBar.item(`Sample: ${greeting}`).waitFor();
    }
  },
  'secrets and state over a reload': async (workbench) => {
    await workbench.runCommand('Sample: Remember a Secret');
    await workbench.statusBar.item('Sample: remembered').waitFor();
    await workbench.reload();
    await workbench.runCommand('Sample: Recall the Secret');
    await workbench.statusBar.item('Sample: recalled abracadabra yes').waitFor();
  },
};
