import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sampleFolder } from '../../scripts/sampleFolder.ts';
import { moduleOf } from '../platform/state.ts';
import {
  answerLinkAndVersion,
  appName,
  enterAnotherLink,
  seeUploaded,
  signInFromWelcome,
  uploadFromPalette,
  type Person,
} from './journey.ts';
import { languages, setStage, type Stage } from './stage.ts';

/** Every way in, as a person takes it, in both languages; the pictures are looked at in light and dark. */
for (const language of languages(['en', 'zh-cn'])) {
  describe(`uploading from every entry point in ${language}`, () => {
    let stage: Stage;
    let person: Person;

    before(async () => {
      stage = await setStage();
      const folder = await stage.folder({
        '.vscode/settings.json': JSON.stringify({ 'bkpaas.target': { appCode: 'demo-app', module: 'default' } }),
      });
      await sampleFolder(folder, stage.platform.packagesUrl);
      person = await stage.open(`entry-${language}`, { language, folder, theme: language === 'en' ? 'dark' : 'light' });
    });
    after(() => stage.close());

    it('the command palette asks for application, module, link and version and shows the result', async () => {
      await signInFromWelcome(person);
      await person.picture('applications', await person.workbench.tree.row(appName(person)));
      const upload = { packageUrl: `${stage.platform.packagesUrl}/demo-app-1.0.3.tar.gz`, version: '1.0.3' };
      await uploadFromPalette(person, upload);
      const page = await seeUploaded(person, upload);
      const stored = storedVersion(stage, '1.0.3');
      assert.ok(stored, 'the platform has the version');
      assert.ok(page.includes(stored.sha256 ?? ''), 'the page shows the digest');
      assert.ok(page.includes(stored.size.toLocaleString('en-US')), 'the page shows the exact size');
    });

    it('the result page is readable in the other theme and in high contrast', async () => {
      const { page } = person.workbench;
      await page.emulateMedia({ colorScheme: language === 'en' ? 'light' : 'dark' });
      await page.locator(language === 'en' ? '.monaco-workbench.vs' : '.monaco-workbench.vs-dark').waitFor();
      const status = (await person.workbench.webview()).getByRole('status').first();
      await person.picture('result-other-theme', status);
      await page.emulateMedia({ forcedColors: 'active', colorScheme: 'dark' });
      await page.locator('.monaco-workbench.hc-black').waitFor();
      await person.picture('result-high-contrast', status);
      await page.emulateMedia({ forcedColors: 'none', colorScheme: language === 'en' ? 'dark' : 'light' });
    });

    it('a module’s inline button asks only for link and version', async () => {
      const { workbench, words } = person;
      await workbench.openView(words.nls('view.container'));
      await workbench.tree.expand(appName(person));
      await workbench.tree.expand([appName(person), 'default']);
      await person.picture('tree', await workbench.tree.row('1.0.3'));
      await workbench.tree.inlineAction([appName(person), 'default'], words.nls('command.uploadPackage'));
      const input = workbench.quickInput();
      await input.waitForTitle(/1\/2/);
      await person.picture('tree-links', input.item(words.t('Enter another link…')));
      await enterAnotherLink(person);
      const upload = { packageUrl: `${stage.platform.packagesUrl}/demo-app-1.1.0.tar.gz`, version: '1.1.0-tree' };
      await answerLinkAndVersion(person, upload, [/1\/2/, /2\/2/]);
      await seeUploaded(person, upload);
      assert.ok(storedVersion(stage, '1.1.0-tree'));
    });

    it('the new version appears in the tree, newest first', async () => {
      await person.workbench.tree.row('1.1.0-tree');
      const labels = (await person.workbench.tree.rows()).map((row) => row.label);
      assert.ok(labels.indexOf('1.1.0-tree') < labels.indexOf('1.0.3'));
      assert.ok(labels.indexOf('1.0.3') < labels.indexOf('1.0.0'));
      const shown = await person.workbench.webview();
      await shown.locator('.integrity.verified').waitFor();
      await person.workbench.runCommand('Notifications: Clear All Notifications');
      await person.workbench.page
        .locator('.notifications-toasts .notification-list-item')
        .first()
        .waitFor({ state: 'hidden' });
      await person.picture('readme-result', shown.locator('.integrity.verified'));
    });

    it('the Explorer’s menu on app_desc.yaml offers its module and version first', async () => {
      const { workbench, words } = person;
      await workbench.explorer.contextMenu('app_desc.yaml', words.nls('command.uploadPackage'));
      const input = workbench.quickInput();
      await input.waitForTitle(/1\/4/);
      const first = await input.waitForItem(/demo-app \/ default/);
      assert.equal(first.label, 'demo-app / default');
      assert.equal(first.description, words.t('from {0}', 'app_desc.yaml'));
      await person.picture('explorer-module', input.item('demo-app / default'));
      await input.accept();
      await enterAnotherLink(person);
      await input.fill(`${stage.platform.packagesUrl}/no-description.tar.gz`);
      await input.accept();
      await input.waitForTitle(/3\/3/);
      assert.equal(await input.value(), '1.1.0', 'the version of app_desc.yaml');
      await input.accept();
      await seeUploaded(person, { packageUrl: '', version: '1.1.0' });
      assert.ok(storedVersion(stage, '1.1.0'));
    });

    it('the Explorer’s menu on a shortcut takes the link from it', async () => {
      const { workbench, words } = person;
      await workbench.explorer.contextMenu('release.url', words.nls('command.uploadPackage'));
      const input = workbench.quickInput();
      await input.waitForItem(/demo-app \/ default/);
      await input.accept();
      const link = await input.waitForItem(/demo-app-1\.1\.0\.tar\.gz/);
      assert.equal(link.description, words.t('from {0}', 'release.url'));
      await input.accept();
      await input.waitForTitle(/3\/3/);
      await input.fill('1.1.0-shortcut');
      await input.accept();
      await seeUploaded(person, { packageUrl: '', version: '1.1.0-shortcut' });
      assert.ok(storedVersion(stage, '1.1.0-shortcut'));
    });

    it('the status bar says what it will do and asks only for link and version', async () => {
      const { workbench, words } = person;
      await workbench.statusBar.item('demo-app / default').click();
      const input = workbench.quickInput();
      const first = await input.waitForItem(/demo-app \/ default/);
      assert.ok(first.label.includes(words.t('Upload a source package to {0} / {1}…', 'demo-app', 'default')));
      await person.picture('status-bar', input.item(first.label));
      await input.accept();
      await input.waitForTitle(/1\/2/);
      await enterAnotherLink(person);
      const upload = { packageUrl: `${stage.platform.packagesUrl}/demo-app-1.1.0.tar.gz`, version: '1.1.0-status' };
      await answerLinkAndVersion(person, upload, [/1\/2/, /2\/2/]);
      await seeUploaded(person, upload);
      assert.ok(storedVersion(stage, '1.1.0-status'));
    });
  });
}

function storedVersion(stage: Stage, version: string) {
  return moduleOf(stage.platform.state, 'demo-app', 'default').packages.find(
    (candidate) => candidate.version === version,
  );
}
