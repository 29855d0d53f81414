import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import assert from 'node:assert/strict';
import { buildSampleExtension, packExtension } from './buildSampleExtension.ts';
import { bundleSuite } from './bundleSuite.ts';
import { driveSample } from './driveSample.ts';
import type { EditorVersion } from './installCodeServer.ts';
import { launchBrowser } from './launchBrowser.ts';
import { openWorkbench } from './openWorkbench.ts';
import { emptyExtensionFolder } from './repository.ts';
import { runInEditor } from './runInEditor.ts';
import { startServer } from './startServer.ts';

/**
 * Tests the harness itself in both VS Code versions, or in the versions that are named as arguments:
 * `node test/editor/harness/selfCheck.ts [oldest|newest]`. Keeps screenshots in a temporary folder for manual
 * inspection.
 */
async function selfCheck(versions: EditorVersion[]): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'bkpaas-self-check-'));
  const workspace = await mkdtemp(path.join(os.tmpdir(), 'bkpaas-workspace-'));
  await writeFile(path.join(workspace, 'app.yaml'), 'spec_version: 3\n');
  await writeFile(path.join(workspace, 'other.txt'), 'other\n');
  const sample = await buildSampleExtension(folder);
  const empty = packExtension(emptyExtensionFolder, path.join(folder, 'empty.vsix'));
  try {
    for (const which of versions) {
      await checkWindows(which, sample, workspace, folder);
      await checkTrust(which, sample, workspace, folder);
      await checkSuite(which, empty, workspace);
    }
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
  console.log(`Screenshots: ${folder}`);
}

async function checkWindows(which: EditorVersion, vsix: string, folder: string, screenshots: string): Promise<void> {
  console.log(`Windows of the ${which} VS Code`);
  const started = performance.now();
  const server = await startServer({ which, vsix });
  console.log(`  ${server.vscodeVersion} started in ${Math.round(performance.now() - started)} ms`);
  const browser = await launchBrowser();
  try {
    for (const [theme, language] of [
      ['dark', 'en'],
      ['light', 'zh-cn'],
      ['hc', 'en'],
    ] as const) {
      const opening = performance.now();
      const workbench = await openWorkbench({ server, browser, folder, theme, language });
      console.log(`  ${theme} ${language} opened in ${Math.round(performance.now() - opening)} ms`);
      if (theme === 'dark') await driveSample(workbench, folder);
      await workbench.openView(language === 'en' ? 'Sample' : '示例');
      await workbench.tree.expand('fruit');
      await workbench.runCommand(language === 'en' ? 'Sample: Ask Something' : 'Sample: 提问');
      await workbench.quickInput().waitForTitle(/1\/2/);
      await workbench.screenshot(path.join(screenshots, `${which}-${theme}-${language}.png`));
      await workbench.close();
    }
  } finally {
    await browser.close();
    await server.close();
  }
}

/**
 * Checks that a workspace file opens in Restricted Mode and can be trusted, and that the same user can open a second
 * window.
 */
async function checkTrust(which: EditorVersion, vsix: string, folder: string, elsewhere: string): Promise<void> {
  console.log(`Restricted Mode of the ${which} VS Code`);
  const server = await startServer({ which, vsix, workspaceTrust: true });
  const workspaceFile = path.join(elsewhere, 'sample.code-workspace');
  await writeFile(workspaceFile, JSON.stringify({ folders: [{ path: folder }] }));
  const workbench = await openWorkbench({ server, workspaceFile });
  try {
    await workbench.statusBar.item('Restricted Mode').waitFor();
    await workbench.trust();
    await workbench.statusBar.item('Sample: hello').waitFor();
    await workbench.explorer.contextMenuTitles('app.yaml');
    const second = await openWorkbench({ server, folder, context: workbench.page.context() });
    await second.close();
  } finally {
    await workbench.close();
    await server.close();
  }
}

async function checkSuite(which: EditorVersion, vsix: string, workspace: string): Promise<void> {
  console.log(`A suite in the ${which} VS Code`);
  const suite = await bundleSuite(path.join(import.meta.dirname, 'sample-suite', 'sampleSuite.ts'));
  const env = { SAMPLE_ADDRESS: 'http://localhost:1', SAMPLE_LANGUAGE: 'zh-cn' };
  const run = { which, vsix, suite, workspace, language: 'zh-cn', settings: { 'editor.tabSize': 7 } } as const;
  const started = performance.now();
  assert.deepEqual(await runInEditor({ ...run, env }), { passed: 2, failed: 0, exitCode: 0 });
  console.log(`  in ${Math.round(performance.now() - started)} ms`);
  const failing = await runInEditor({ ...run, env: { ...env, SAMPLE_FAILS: '1' } });
  assert.deepEqual(failing, { passed: 2, failed: 1, exitCode: 1 });
}

const requestedVersions = process.argv.slice(2);
await selfCheck(
  (['oldest', 'newest'] as const).filter(
    (which) => requestedVersions.length === 0 || requestedVersions.includes(which),
  ),
);
