import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Locator } from 'playwright-core';
import { exactPattern } from '../editor/harness/waitUntil.ts';
import { chooseEnvironment, waitUntilDeployed } from './deploySteps.ts';
import { answerLinkAndVersion, answerSignIn, waitUntilUploaded, type User } from './steps.ts';
import { demoTokens } from '../platform/seedDemo.ts';
import { languagesToTest, setUp, type Setup } from './setup.ts';

/**
 * Tests the view in the Explorer and the status bar for a folder whose settings, checked in with the code, name a
 * target.
 */
for (const language of languagesToTest()) {
  describe(`a folder with a target in ${language}`, () => {
    let setup: Setup;
    let user: User;
    let view: string;

    before(async () => {
      setup = await setUp();
      const settings = { 'bkpaas.target': { appCode: 'demo-app', module: 'default' } };
      const { packagesUrl } = setup.platform;
      const folder = await setup.folder({
        '.vscode/settings.json': JSON.stringify(settings),
        '.vscode/tasks.json': JSON.stringify({ version: '2.0.0', tasks: tasksWith(packagesUrl) }),
        'server.js': '',
      });
      const theme = language === 'en' ? 'light' : 'dark';
      user = await setup.open(`target-${language}`, { language, folder, theme });
      view = user.words.nls('view.target');
    });
    after(() => setup.close());
    /** Returns the entry that the status bar has while Staging runs this version. */
    const runs = (version: string): Locator => {
      const { workbench, words } = user;
      const environments = `${words.t('Staging')} ${version} · ${words.t('Production')} 1.0.0`;
      return workbench.statusBar.item(words.t('{0}: {1}', 'demo-app', environments));
    };

    it('the status bar has it from the start, and the Explorer has a view for it', async () => {
      const { workbench, words } = user;
      await workbench.statusBar.item('demo-app / default').waitFor();
      assert.equal(setup.platform.requests.length, 0);
      await user.picture('start', workbench.statusBar.item('demo-app / default'));
      await workbench.openView('Explorer');
      await workbench.page.locator('.pane-header', { has: workbench.page.getByText(exactPattern(view)) }).click();
      const { buttons } = await workbench.tree.welcome();
      assert.deepEqual(buttons, [words.t('Sign In')]);
      await user.picture('signed-out', workbench.tree.welcomeButton(words.t('Sign In')));
    });

    it('the welcome text leads to the sign-in; then the view shows the target’s versions, newest first', async () => {
      const { workbench, words } = user;
      await workbench.tree.clickWelcome(words.t('Sign In'));
      await answerSignIn(user, demoTokens.admin);
      await workbench.tree.expand('demo-app / default');
      await user.picture('versions', await workbench.tree.row('1.0.0'));
      const labels = (await workbench.tree.rows(view)).map((row) => row.label);
      // The view is too short to show the last row, Production.
      const versions = ['1.0.2', '1.0.1', '1.0.0'];
      assert.deepEqual(labels.slice(0, 6), [
        'demo-app / default',
        words.t('Versions'),
        ...versions,
        words.t('Staging'),
      ]);
    });

    it('the status bar shows what runs, and its menu deploys, shows the deployment and opens the view', async () => {
      const { workbench, words } = user;
      await runs('1.0.2').click();
      const input = workbench.quickInput();
      await input.waitForItem(/demo-app/);
      const labels = (await input.items()).map(({ label }) => label);
      for (const text of ['Publish and Upload Package…', 'Show Applications View'])
        assert.ok(labels.includes(words.t(text)), `${text} in ${labels.join(', ')}`);
      await user.picture('menu', input.item(words.t('Deploy {0} / {1}…', 'demo-app', 'default')));
      await input.pick(words.t('Deploy {0} / {1}…', 'demo-app', 'default'));
      await input.waitForItem(/1\.0\.2/);
      await input.pick('1.0.2');
      await chooseEnvironment(user, 'stag');
      await workbench.statusBar.item('1.0.2 →').waitFor();
      await runs('1.0.2…').waitFor();
      await waitUntilDeployed(user, '1.0.2', 'stag');
      const ended = runs('1.0.2');
      await ended.waitFor();
      await user.picture('live', ended);
      await workbench.runCommand('View: Close All Editors');
      await ended.click();
      await input.pick(words.t('Show Deployment'));
      await waitUntilDeployed(user, '1.0.2', 'stag');
      await workbench.runCommand('View: Close All Editors');
      await workbench.closeNotifications();
    });

    it('the view’s upload button asks only for link and version, and the view then shows the new version', async () => {
      const { workbench, words } = user;
      await workbench.tree.inlineAction('demo-app / default', words.nls('command.uploadPackage'));
      const upload = { packageUrl: `${setup.platform.packagesUrl}/demo-app-1.0.3.tar.gz`, version: '1.0.3' };
      await answerLinkAndVersion(user, upload, [/1\/2/, /2\/2/]);
      await waitUntilUploaded(user, upload);
      await workbench.tree.row('1.0.3');
      const labels = (await workbench.tree.rows(view)).map((row) => row.label);
      const versions = ['1.0.3', '1.0.2', '1.0.1', '1.0.0'];
      assert.deepEqual(labels.slice(0, 6), ['demo-app / default', words.t('Versions'), ...versions]);
    });

    it('the applications have the target on top, unfolded, and its rows say what a screen reader needs', async () => {
      const { workbench, words } = user;
      await workbench.openView(words.nls('view.container'));
      const staging = await workbench.tree.row(['demo-app / default', words.t('Staging')]);
      const version = await workbench.tree.row(['demo-app / default', '1.0.2']);
      const label = words.t('Running in {0}', words.t('Staging'));
      await version.and(workbench.page.locator(`[aria-label*="${label}"]`)).waitFor();
      const [first, group] = await workbench.tree.rows();
      assert.deepEqual(
        [first?.label, first?.description, first?.expanded, group?.label],
        ['demo-app / default', words.t('this folder’s target'), true, words.t('Versions')],
      );
      await workbench.page
        .locator('.part.sidebar')
        .getByText(words.t('{0} on {1}', 'admin', '127.0.0.1'))
        .waitFor();
      await staging.hover();
      const open = workbench.page.locator('.monaco-hover a', { hasText: words.t('Open Address') });
      await open.waitFor();
      await user.picture('hover', open);
      await workbench.tree.contextMenu(['demo-app / default', '1.0.2'], words.nls('command.copyVersion'));
      await workbench.waitForClipboard(/^1\.0\.2$/);
      await workbench.tree.click(['demo-app / default', '1.0.0']);
      const input = workbench.quickInput();
      await input.waitForTitle(/demo-app \/ default 1\.0\.0/);
      const actions = (await input.items()).map(({ label }) => label);
      assert.ok(actions.includes(words.t('Deploy…')) && actions.includes(words.t('Roll Back to This Version…')));
      await user.picture('version-actions', input.item(words.t('Copy Version')));
      await input.escape();
      await workbench.openView('Explorer');
    });

    it('after a reload, the view and the status bar are there without an action of the user', async () => {
      const { workbench } = user;
      await workbench.reload();
      await runs('1.0.2').waitFor();
      await user.picture('next-window', await workbench.tree.row('demo-app / default'));
    });

    it('a task deploys the version that the task before it uploaded', async () => {
      const { workbench } = user;
      await workbench.runCommand('Tasks: Run Task');
      const input = workbench.quickInput();
      await input.waitForItem(/deploy the release/);
      await user.picture('tasks', input.item('deploy the release'));
      await input.pick('deploy the release');
      const ended = runs('4.0.0');
      await ended.waitFor();
      await user.picture('task-terminal', ended);
      await workbench.runCommand('View: Toggle Panel Visibility');
      await workbench.closeNotifications();
    });
  });
}

/** Returns two tasks, of which the second depends on the first. */
function tasksWith(packagesUrl: string): object[] {
  const target = { type: 'bkpaas', appCode: 'demo-app', module: 'default', version: '4.0.0' };
  const packageUrl = `${packagesUrl}/demo-app-1.0.3.tar.gz`;
  return [
    { ...target, label: 'upload the release', task: 'upload', packageUrl },
    { ...target, label: 'deploy the release', task: 'deploy', environment: 'stag', dependsOn: 'upload the release' },
  ];
}
