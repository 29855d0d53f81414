import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { nightly } from '../nightly.ts';
import { demoTokens } from '../platform/seedDemo.ts';
import { moduleOf } from '../platform/state.ts';
import { addressInNetwork, startForwarder } from '../editor/suite/setup/startForwarder.ts';
import {
  appName,
  openLinkInput,
  escapeRegExp,
  signInFromWelcome,
  signInToAnotherPlatform,
  uploadFromModule,
  type User,
} from './steps.ts';
import { languagesToTest, setUp, type Setup } from './setup.ts';

const plainHttpWarning =
  'The access token is sent to {0} unencrypted because its gateway URL starts with http. Anyone on the network path can read the token and act as you. Use https if the gateway supports it.';

/** Tests the upload history and its actions, the warning about plain http and the diagnostics for an administrator. */
for (const language of languagesToTest()) {
  describe(`the history of uploads, in ${language}`, () => {
    let setup: Setup;
    let user: User;
    let folder: string;

    before(async () => {
      setup = await setUp();
      folder = await setup.folder({ 'a.txt': 'hello\n' });
      const theme = language === 'en' ? 'hc' : 'dark';
      user = await setup.open(`history-${language}`, { language, theme, folder });
      await signInFromWelcome(user);
    });
    after(() => setup.close());
    afterEach(() => {
      setup.platform.faults.clear();
      setup.platform.requests.length = 0;
    });

    async function upload(by: User, version: string, path: string, warned?: RegExp): Promise<void> {
      const packageUrl = `${setup.platform.packagesUrl}/${path}`;
      await uploadFromModule(by, { packageUrl, version, ...(warned ? { warned } : {}) });
      await by.workbench.quickInput().waitUntilClosed();
    }

    const page = (by = user) => by.workbench.webview(by.words.t('Upload: {0}', ''));
    const packages = () => moduleOf(setup.platform.state, 'demo-app', 'default').packages;

    async function seeStatus(text: string, version: string): Promise<string> {
      const shown = await page();
      await shown.locator('.target', { hasText: version }).waitFor();
      await shown.getByRole('status').filter({ hasText: text }).first().waitFor();
      return shown.locator('main').innerText();
    }

    it('an upload is verified against its link, and a truncated archive is reported although the platform accepted it', async () => {
      const { words, picture } = user;
      await upload(user, '4.0.0', 'demo-app-1.1.0.tar.gz');
      const verified = words.t('Verified: the stored package has the same size and SHA-256 as the file at the URL.');
      assert.ok((await seeStatus(verified, '4.0.0')).includes(verified));
      await picture('verified', (await page()).getByText(verified).first());

      const cutOff = words.t('The archive at the URL is truncated.');
      await upload(user, '4.1.0', 'truncated.tar.gz', new RegExp(cutOff));
      const shown = await page();
      await shown.locator('.target', { hasText: '4.1.0' }).waitFor();
      const doubt = words.t('package damaged');
      const headline = words.t('Uploaded, but check the package: {0}', doubt);
      await shown.getByRole('alert').filter({ hasText: headline }).waitFor();
      assert.equal((await shown.locator('nav .button').first().innerText()).trim(), words.t('Upload Again…'));
      await user.workbench.tree.expand([appName(user), 'default']);
      const row = await user.workbench.tree.row([appName(user), 'default', '4.1.0']);
      await row.filter({ hasText: doubt }).waitFor();
      await picture('damaged', shown.locator('.integrity', { hasText: cutOff }));
    });

    it('lists the uploads newest first, without the secrets of their links', async () => {
      const { words, workbench, picture } = user;
      await upload(user, '4.2.0', 'demo-app-1.1.0.tar.gz?token=planted-secret');
      await seeStatus(words.t('Uploaded'), '4.2.0');
      await workbench.runCommand(words.command('showHistory'));
      const input = workbench.quickInput();
      await input.waitForItem(/4\.2\.0/);
      const items = await input.items();
      assert.deepEqual(
        items.map(({ label }) => /(\d\.\d\.\d)$/.exec(label)?.[1]),
        ['4.2.0', '4.1.0', '4.0.0'],
      );
      assert.match(items[0]?.detail ?? '', /token=\*\*\*/);
      assert.ok(items[1]?.description.includes(words.t('package damaged')), items[1]?.description);
      assert.ok(!JSON.stringify(items).includes('planted-secret'));
      await picture('history', input.item(/4\.2\.0/));
      await input.escape();
    });

    it('an older upload is shown again, and compared with the package on the platform', async () => {
      const { words, workbench, picture } = user;
      const stored = packages().find(({ version }) => version === '4.0.0');
      assert.ok(stored);
      stored.sha256 = 'f'.repeat(64);
      await workbench.runCommand(words.command('showHistory'));
      const input = workbench.quickInput();
      await input.waitForItem(/4\.0\.0/);
      await input.pick('demo-app / default 4.0.0');
      await seeStatus(words.t('Uploaded'), '4.0.0');
      const shown = await page();
      await shown.getByRole('button', { name: words.t('Compare Upload with Platform') }).click();
      const overwritten = words.t('This isn’t the package that was uploaded: the version was overwritten later.');
      await seeStatus(overwritten, '4.0.0');
      await picture('compared', shown.getByText(overwritten).first());
    });

    it('“Upload Again” of a link whose secret was not kept shows the masked link and asks for the secret', async () => {
      const { words, workbench, picture } = user;
      await workbench.reload();
      await seeStatus(words.t('Uploaded'), '4.0.0');
      await workbench.runCommand(words.command('showHistory'));
      const input = workbench.quickInput();
      await input.waitForItem(/4\.2\.0/);
      await input.itemButton('demo-app / default 4.2.0', words.t('Upload Again…'));
      await input.waitForTitle(/1\/2/);
      if (
        (await input.placeholder()) ===
        words.t('Select or paste the URL of the source package. The platform downloads it.')
      )
        await openLinkInput(user);
      await input.waitForMessage(/\*\*\*/);
      await picture('masked-link', input.messageLine);
      assert.match(await input.value(), /token=\*\*\*$/);
      await input.escape();
      assert.equal(setup.platform.requests.filter(({ method }) => method === 'POST').length, 0);
    });

    it('forgets one upload, and then all uploads', async () => {
      const { words, workbench } = user;
      await workbench.runCommand(words.command('showHistory'));
      const input = workbench.quickInput();
      await input.waitForItem(/4\.1\.0/);
      await input.itemButton('demo-app / default 4.1.0', words.t('Remove from History'));
      await workbench.page
        .locator('.quick-input-widget .monaco-list-row', { hasText: '4.1.0' })
        .waitFor({ state: 'detached' });
      assert.equal((await input.items()).length, 2);
      await input.button(words.t('Clear Upload History'));
      await workbench.page
        .locator(`.quick-input-widget input[placeholder="${words.t('The upload history on this computer is empty.')}"]`)
        .waitFor();
      await input.escape();
    });

    it('signing out stops the settling, and the next sign-in takes it up again', async () => {
      const { words, workbench, picture } = user;
      setup.platform.faults.next({ method: 'POST', fault: { kind: 'hangThen504' } });
      await upload(user, '4.3.0', 'held/4.3.0/demo-app-1.1.0.tar.gz');
      await seeStatus(words.t('Confirming the upload'), '4.3.0');
      await workbench.runCommand(words.command('signOut'));
      const shown = await page();
      const unknown = words.t('Couldn’t confirm the upload');
      await picture('signed-out', shown.getByRole('alert').filter({ hasText: unknown }));
      const before = setup.platform.requests.length;
      await shown.getByRole('button', { name: words.t('Sign In') }).click();
      const input = workbench.quickInput();
      await input.pick(new URL(setup.platform.gatewayUrl).hostname);
      await input.waitForMessage(/./);
      assert.equal(setup.platform.requests.length, before, 'nothing is asked with a token that was signed out');
      setup.platform.releaseDownload('4.3.0');
      await input.fill(demoTokens.admin);
      await input.accept();
      await seeStatus(words.t('Uploaded'), '4.3.0');
    });

    it(
      'another window reports the outcome of an upload whose window was closed, and only one window does',
      { skip: !nightly },
      async () => {
        const { words } = user;
        const context = user.workbench.page.context();
        const closing = await setup.open(`history-closing-${language}`, { language, folder, context });
        await closing.workbench.openView(words.nls('view.container'));
        await upload(closing, '4.4.0', 'held/4.4.0/demo-app-1.1.0.tar.gz');
        await closing.workbench.page.getByText(words.t('Uploading')).first().waitFor();
        // Closes the tab as the user does, so that VS Code ends the extension host of this window.
        const closed = closing.workbench.page.waitForEvent('close');
        await closing.workbench.page.close({ runBeforeUnload: true });
        await closed;
        setup.platform.releaseDownload('4.4.0');
        await user.workbench.page.bringToFront();
        const name = words.t('{0} / {1}', 'demo-app', 'default');
        const told = new RegExp(words.t('Version {0} was uploaded to {1}.', '4.4.0', name));
        await user.workbench.waitForNotification(told);
        await seeStatus(words.t('Uploaded'), '4.4.0');
        await user.picture('taken-over', user.workbench.toast(told));
        const third = await setup.open(`history-third-${language}`, { language, folder, context });
        await third.workbench.openView(words.nls('view.container'));
        await third.workbench.tree.row(appName(third));
        await third.workbench.runCommand(words.command('showHistory'));
        await third.workbench.quickInput().waitForItem(/4\.4\.0/);
        assert.equal((await third.workbench.notifications()).filter(({ text }) => told.test(text)).length, 0);
        assert.equal(setup.platform.requests.filter(({ method }) => method === 'POST').length, 1);
        await third.workbench.close();
      },
    );

    it('a gateway over plain http is warned of once, however often it is signed in to', async () => {
      const { words, workbench, picture } = user;
      const nearby = await startForwarder(Number(new URL(setup.platform.gatewayUrl).port), addressInNetwork());
      try {
        const gatewayUrl = `http://${nearby.host}/api/bkpaas3/prod`;
        const name = new URL(gatewayUrl).hostname;
        const unencrypted = new RegExp(escapeRegExp(words.t(plainHttpWarning, name)));
        await signInToAnotherPlatform(user, { gatewayUrl, token: demoTokens.developer });
        await workbench.waitForNotification(unencrypted);
        await picture('plain-http', workbench.toast(unencrypted));
        await workbench.runCommand('Notifications: Clear All Notifications');
        await workbench.runCommand(words.command('signOut'));
        // Until the token is deleted, selecting the platform would sign in again with this token. So this waits for the
        // deletion.
        const signedOut = words.t('Signed out of {0}.', name);
        await workbench.waitForNotification(new RegExp(escapeRegExp(signedOut)));

        await workbench.runCommand(words.command('signIn'));
        const input = workbench.quickInput();
        await input.pick(name);
        await input.waitForMessage(/./);
        await input.fill(demoTokens.developer);
        await input.accept();
        await input.waitUntilClosed();
        await workbench.page
          .getByText(words.t('{0} on {1}', 'dev', name))
          .filter({ visible: true })
          .first()
          .waitFor();
        assert.ok((await workbench.notifications()).every(({ text }) => !unencrypted.test(text)));
      } finally {
        await nearby.close();
      }
    });

    it('Copy Diagnostics puts all that an administrator asks for on the clipboard, and no token', async () => {
      const { words, workbench, picture } = user;
      await workbench.page.bringToFront();
      await workbench.runCommand(words.command('copyDiagnostics'));
      await workbench.waitForNotification(
        new RegExp(
          words.t(
            'Diagnostics copied. They don’t contain tokens or passwords, so you can send them to your administrator.',
          ),
        ),
      );
      const text = await workbench.waitForClipboard(new RegExp(words.t('Connection check')));
      for (const part of [
        words.t('Versions'),
        words.t('Connection check'),
        words.t('Settings'),
        setup.platform.gatewayUrl,
      ])
        assert.ok(text.includes(part), part);
      assert.ok(!text.includes(demoTokens.admin));
      await workbench.clickNotificationButton(words.t('Show'));
      await picture(
        'diagnostics',
        workbench.page.locator('.monaco-editor .view-line', { hasText: words.t('Versions') }).first(),
      );
    });
  });
}
