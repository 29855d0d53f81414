import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { FrameLocator } from 'playwright-core';
import { environmentName } from '../../src/texts/targetNames.ts';
import { keyboardOf } from '../editor/harness/keyboard.ts';
import { demoTokens } from '../platform/seedDemo.ts';
import { moduleOf } from '../platform/state.ts';
import { waitUntilDeployed } from './deploySteps.ts';
import { languagesToTest, setUp, type Setup } from './setup.ts';
import { appName, escapeRegExp, waitUntilUploaded, type User } from './steps.ts';
import { openWalkthrough, clickStepButton, waitUntilStepDone } from './walkthroughSteps.ts';

const slowDeploymentOptions = { platform: { switches: { deploySeconds: 4, deployLog: 'node' } } } as const;

/** Returns a pattern for the title of each question of a first sign-in, and the user's answer to the question. */
function signInAnswers({ platform }: User): [RegExp, string][] {
  return [
    [/1\/4/, platform.gatewayUrl],
    [/2\/4/, platform.consoleUrl],
    [/3\/4/, ''],
    [/4\/4/, demoTokens.admin],
  ];
}

for (const language of languagesToTest()) {
  describe(`the first run, in ${language}`, () => {
    let setup: Setup;
    let user: User;
    /** The user's decisions: each typed text, each choice, and each suggested text that the user accepts. */
    const decisions: string[] = [];

    before(async () => {
      setup = await setUp(slowDeploymentOptions);
      user = await setup.open(`first-run-${language}`, { language });
    });
    after(() => setup.close());

    it('the walkthrough begins with the address, and signing in completes two steps', async () => {
      const { workbench } = user;
      await openWalkthrough(user);
      await clickStepButton(user, 'platform');
      const input = workbench.quickInput();
      for (const [title, answer] of signInAnswers(user)) {
        await input.waitForTitle(title);
        await input.fill(answer);
        await decide(title.source, () => input.accept());
      }
      await input.waitUntilClosed();
      await waitUntilStepDone(user, 'platform');
      await waitUntilStepDone(user, 'token');
      await waitUntilStepDone(user, 'upload', false);
    });

    it('an upload completes its step', async () => {
      const { workbench, platform } = user;
      // This does not press Escape to close the notifications, because Escape would leave the walkthrough.
      await workbench.runCommand('Notifications: Clear All Notifications');
      await clickStepButton(user, 'upload');
      const input = workbench.quickInput();
      await input.waitForItem(/demo-app/);
      await decide('application', () => input.pick(appName(user)));
      await input.waitForTitle(/2\/4/);
      await decide('module', () => input.pick('default'));
      await input.waitForTitle(/3\/4/);
      await input.fill(`${platform.packagesUrl}/demo-app-1.0.3.tar.gz`);
      await decide('URL of the package', () => input.accept());
      await input.waitForTitle(/4\/4/);
      assert.equal(await input.value(), '1.0.3', 'the version is suggested');
      await decide('version', () => input.accept());
      await waitUntilUploaded(user, { packageUrl: '', version: '1.0.3' });
      await waitUntilStepDone(user, 'upload');
      await waitUntilStepDone(user, 'deploy', false);
    });

    it('a deployment completes its step, and the user has made at most 12 decisions', async (context) => {
      const { workbench, words } = user;
      await clickStepButton(user, 'deploy');
      const input = workbench.quickInput();
      await input.waitForItem(/demo-app \/ default/);
      await decide('module', () => input.pick('demo-app / default'));
      await input.waitForItem(/1\.0\.3/);
      await decide('version', () => input.pick('1.0.3'));
      const staging = environmentName(words.t, 'stag');
      await input.waitForItem(new RegExp(escapeRegExp(staging)));
      await decide('environment', () => input.pick(staging));
      await waitUntilDeployed(user, '1.0.3', 'stag');
      await waitUntilStepDone(user, 'deploy');
      await waitUntilStepDone(user, 'publish', false);
      const newest = moduleOf(setup.platform.state, 'demo-app', 'default').deployments.at(-1);
      assert.equal(newest?.source.name, '1.0.3', 'the platform runs the package');
      context.diagnostic(`${decisions.length} decisions: ${decisions.join(', ')}`);
      assert.ok(decisions.length <= 12, `${decisions.length} decisions`);
    });

    async function decide(what: string, act: () => Promise<void>): Promise<void> {
      decisions.push(what);
      await act();
    }
  });

  describe(`with the keyboard alone, in ${language}`, () => {
    it('a user signs in, uploads, deploys, reads the log and rolls back', async () => {
      const setup = await setUp(slowDeploymentOptions);
      try {
        const user = await setup.open(`keyboard-${language}`, { language });
        const { workbench, words, platform } = user;
        const keyboard = keyboardOf(workbench.page);
        const staging = environmentName(words.t, 'stag');
        // From here on, nothing may use the mouse.
        await keyboard.runCommand(words.command('signIn'));
        for (const [title, answer] of signInAnswers(user)) await keyboard.answer(title, answer);
        await workbench.waitForNotification(new RegExp(escapeRegExp('127.0.0.1')));

        await keyboard.runCommand(words.command('uploadPackage'));
        await keyboard.choose(/1\/4/, appName(user));
        await keyboard.choose(/2\/4/, 'default');
        await keyboard.answer(/3\/4/, `${platform.packagesUrl}/demo-app-1.0.3.tar.gz`);
        await keyboard.answer(/4\/4/, '1.0.3');
        await workbench.page.locator('.tab', { hasText: words.t('Upload: {0}', '') }).waitFor();

        await keyboard.runCommand(words.command('deploy'));
        await keyboard.choose(/1\//, 'demo-app / default');
        await keyboard.choose(/2\//, '1.0.3');
        await keyboard.choose(/3\//, staging);
        const page = await deploymentFrame(user, '1.0.3');
        await page.locator('#rows').getByText('npm').first().waitFor();
        await keyboard.runCommand(words.command('showDeployment'));
        await keyboard.moveToElement(page.locator('#log'), 'Tab');
        await keyboard.press('Control+A');
        await keyboard.press('Control+C');
        await workbench.waitForClipboard(/npm/);
        await page.locator('#verdict-text', { hasText: deployedText(user, '1.0.3') }).waitFor({ timeout: 60_000 });

        await keyboard.runCommand(`${words.nls('category')}: Focus on ${words.nls('view.applications')} View`);
        for (const row of [appName(user), 'default', staging]) await keyboard.expand(row);
        await keyboard.moveTo('1.0.2');
        await keyboard.press('Shift+F10');
        await keyboard.moveTo(words.nls('command.deploy'));
        await keyboard.press('Enter');
        await workbench.page.locator('.monaco-dialog-box .monaco-button:focus').waitFor();
        await keyboard.press('Enter');
        const rolledBack = await deploymentFrame(user, '1.0.2');
        await rolledBack
          .locator('#verdict-text', { hasText: deployedText(user, '1.0.2') })
          .waitFor({ timeout: 60_000 });
        const newest = moduleOf(setup.platform.state, 'demo-app', 'default').deployments.at(-1);
        assert.deepEqual([newest?.source.name, newest?.environment], ['1.0.2', 'stag']);
      } finally {
        await setup.close();
      }
    });
  });
}

/**
 * Returns the page of a deployment to staging, which must have just opened. Does not click the page's tab, because the
 * tab is already active.
 */
async function deploymentFrame({ workbench, words }: User, version: string): Promise<FrameLocator> {
  const title = words.t('Deploy: {0} → {1}', version, environmentName(words.t, 'stag'));
  await workbench.page.locator('.tab.active', { hasText: title }).waitFor();
  return workbench.webview();
}

function deployedText({ words }: User, version: string): string {
  return words.t('Version {0} was deployed to {1}.', version, environmentName(words.t, 'stag'));
}
