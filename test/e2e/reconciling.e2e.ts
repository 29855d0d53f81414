import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { moduleOf } from '../platform/state.ts';
import type { Fault, FaultRule } from '../platform/faults.ts';
import { assertNoToast } from './pageChecks.ts';
import { appName, openLinkInput, escapeRegExp, signInFromWelcome, uploadFromModule, type User } from './steps.ts';
import { until } from '../core/until.ts';
import { languagesToTest, setUp, type Setup } from './setup.ts';

/**
 * Tests uploads whose response was lost. The extension confirms the outcome of such an upload, even after a reload of
 * the window and after the user canceled the upload.
 */
for (const language of languagesToTest()) {
  describe(`uploads whose outcome is confirmed afterwards, in ${language}`, () => {
    let setup: Setup;
    let user: User;

    before(async () => {
      setup = await setUp();
      user = await setup.open(`settling-${language}`, {
        language,
        theme: language === 'en' ? 'dark' : 'light',
        folder: await setup.folder({ 'a.txt': 'hello\n' }),
      });
      await signInFromWelcome(user);
      await user.workbench.tree.expand(appName(user));
    });
    after(() => setup.close());
    afterEach(() => {
      setup.platform.faults.clear();
      setup.platform.requests.length = 0;
    });

    interface UploadOptions {
      /** The fault of the POST request or, if `on` is given, of the request that `on` describes. */
      fault?: Fault;
      on?: Omit<FaultRule, 'fault'>;
      path?: string;
      warned?: RegExp;
    }

    /** Uploads with the module's inline button. */
    async function upload(version: string, options: UploadOptions = {}): Promise<void> {
      const { fault, on = { method: 'POST' }, path = 'demo-app-1.1.0.tar.gz', warned } = options;
      // The tree is expanded before the fault is planned, so that the fault does not apply to a request for the tree.
      await user.workbench.openView(user.words.nls('view.container'));
      await user.workbench.tree.expand(appName(user));
      if (fault) setup.platform.faults.next({ ...on, fault });
      const packageUrl = `${setup.platform.packagesUrl}/${path}`;
      await uploadFromModule(user, { packageUrl, version, ...(warned ? { warned } : {}) });
    }

    async function page() {
      return user.workbench.webview(user.words.t('Upload: {0}', ''));
    }

    const posts = (): number => setup.platform.requests.filter(({ method }) => method === 'POST').length;

    it('a gateway timeout before the platform has finished: “confirming”, “uploaded”, and no notification beside the page', async () => {
      const { words, picture } = user;
      // The gateway responds with 504 immediately, while the platform is still downloading.
      await upload('2.0.0', { fault: { kind: 'hangThen504' }, path: 'held/2.0.0/demo-app-1.1.0.tar.gz' });
      const shown = await page();
      const checking = shown.getByRole('status').filter({ hasText: words.t('Confirming the upload') });
      await picture('checking', checking, { progress: true });
      setup.platform.releaseDownload('2.0.0');
      await shown
        .getByRole('status')
        .filter({ hasText: words.t('Uploaded') })
        .waitFor();
      const text = await shown.locator('main').innerText();
      assert.ok(
        text.includes(
          words.t('The platform’s response was lost, but the version was found on the platform afterwards.'),
        ),
      );
      await picture('found', shown.getByRole('status').filter({ hasText: words.t('Uploaded') }));
      await assertNoToast(user);
      assert.equal(posts(), 1, 'never sent twice');
    });

    it('the window is reloaded during an upload: the page is restored, and the outcome is confirmed and reported', async () => {
      const { words, workbench, picture } = user;
      await upload('2.1.0', { path: 'held/2.1.0/demo-app-1.1.0.tar.gz' });
      const shown = await page();
      const uploadingNow = shown.getByRole('status').filter({ hasText: words.t('Uploading') });
      await picture('uploading', uploadingNow, { progress: true });
      await workbench.reload();
      const again = await page();
      await picture('after-reload', again.locator('.target', { hasText: '2.1.0' }), { progress: true });
      // If the page is not in view, a notification reports the outcome of the upload.
      await workbench.runCommand('View: Close All Editors');
      setup.platform.releaseDownload('2.1.0');
      const name = words.t('{0} / {1}', 'demo-app', 'default');
      const told = new RegExp(escapeRegExp(words.t('Version {0} was uploaded to {1}.', '2.1.0', name)));
      await workbench.waitForNotification(told);
      await workbench.clickNotificationButton(words.t('Show Result'), told);
      await (
        await page()
      )
        .getByRole('status')
        .filter({ hasText: words.t('Uploaded') })
        .waitFor();
      assert.equal(posts(), 1, 'never sent twice');
      assert.ok(
        moduleOf(setup.platform.state, 'demo-app', 'default').packages.some(({ version }) => version === '2.1.0'),
      );
    });

    it('cancelled while the extension reads from the platform: nothing is sent, and the page says so', async () => {
      const { words, workbench } = user;
      await upload('2.2.0', {
        fault: { kind: 'delay', ms: 60_000 },
        on: { method: 'GET', path: /\/modules\/?$/ },
      });
      await workbench.waitForNotification(new RegExp(words.t('Checking existing versions…')));
      await workbench.clickNotificationButton(cancelLabel(), new RegExp(escapeRegExp(uploadingText(words, '2.2.0'))));
      const shown = await page();
      await shown
        .getByRole('status')
        .filter({ hasText: words.t('Canceled') })
        .waitFor();
      assert.ok((await shown.locator('main').innerText()).includes(words.t('Canceled before the request was sent.')));
      assert.equal(posts(), 0);
    });

    it('cancelled while the platform downloads: the upload is followed, and the page says it was stored', async () => {
      const { words, workbench, picture } = user;
      await upload('2.3.0', { path: 'held/2.3.0/demo-app-1.1.0.tar.gz' });
      await workbench.waitForNotification(new RegExp(words.t('Waiting for the platform to download the package…')));
      await workbench.clickNotificationButton(cancelLabel(), new RegExp(escapeRegExp(uploadingText(words, '2.3.0'))));
      const shown = await page();
      await shown
        .getByRole('status')
        .filter({ hasText: words.t('Confirming the upload') })
        .waitFor();
      setup.platform.releaseDownload('2.3.0');
      await shown
        .getByRole('status')
        .filter({ hasText: words.t('Uploaded') })
        .waitFor();
      const told = words.t('You canceled, but the platform had already received the request and completed it.');
      assert.ok((await shown.locator('main').innerText()).includes(told));
      await picture('cancelled-and-stored', shown.getByText(told));
      assert.equal(posts(), 1);
    });

    it('cancelled while the response arrives: the page says that the version was uploaded', async () => {
      const { words, workbench } = user;
      await upload('2.4.0', { fault: { kind: 'slowDrip', ms: 60_000 } });
      await workbench.waitForNotification(new RegExp(words.t('Waiting for the platform to download the package…')));
      await stored('2.4.0');
      await workbench.clickNotificationButton(cancelLabel(), new RegExp(escapeRegExp(uploadingText(words, '2.4.0'))));
      const shown = await page();
      await shown.locator('.target', { hasText: '2.4.0' }).waitFor();
      await shown
        .getByRole('status')
        .filter({ hasText: words.t('Uploaded') })
        .waitFor();
      assert.equal(posts(), 1);
    });

    const lost: [version: string, fault: Fault][] = [
      ['3.0.0', { kind: 'dropAfterHeaders' }],
      ['3.1.0', { kind: 'halfJson' }],
      ['3.2.0', { kind: 'proxyLoginPage', backend: 'completes' }],
    ];
    for (const [version, fault] of lost) {
      it(`after a lost response (${fault.kind}), the stored version confirms the outcome`, async () => {
        await upload(version, { fault });
        const shown = await page();
        await shown.locator('.target', { hasText: version }).waitFor();
        await shown
          .getByRole('status')
          .filter({ hasText: user.words.t('Uploaded') })
          .waitFor();
        assert.equal(posts(), 1);
        assert.ok(isStored(version));
      });
    }

    it('the platform’s own error page is shown as “Not uploaded”, with what was found at the link', async () => {
      const { words, picture } = user;
      await upload('3.3.0', { path: 'status/404/demo-app-3.3.0.tar.gz', warned: /404/ });
      // The first Enter on the link showed the warning, and `upload` pressed Enter again to accept the warning.
      await user.workbench.quickInput().waitUntilClosed();
      const shown = await page();
      await shown.locator('.target', { hasText: '3.3.0' }).waitFor();
      await shown
        .getByRole('alert')
        .filter({ hasText: words.t('Upload failed') })
        .waitFor();
      const text = await shown.locator('main').innerText();
      assert.ok(text.includes(words.t('No file was found at the URL (HTTP {0}).', 404)), text);
      await picture('not-taken', shown.getByRole('alert').filter({ hasText: words.t('Upload failed') }));
      assert.equal(isStored('3.3.0'), false);
    });

    it('a host that the platform refused is warned of the next time, with what has to be added, until it is let in', async () => {
      const { words, workbench, picture } = user;
      const { switches, packagesUrl } = setup.platform;
      const allowed = switches.allowedHosts;
      const entry = new URL(packagesUrl).host;
      switches.allowedHosts = ['packages.example.com'];
      await upload('3.4.0');
      const shown = await page();
      await shown.locator('.target', { hasText: '3.4.0' }).waitFor();
      const text = await shown.locator('main').innerText();
      assert.ok(text.includes(words.t('The platform isn’t allowed to download from “{0}”.', entry)), text);
      await picture('host-refused', shown.getByRole('alert').first());

      switches.allowedHosts = allowed;
      // The warning also contains the date, so this matches only the quoted host.
      await upload('3.5.0', { warned: new RegExp(escapeRegExp(`“${entry}”`)) });
      await shown.locator('.target', { hasText: '3.5.0' }).waitFor();
      await shown
        .getByRole('status')
        .filter({ hasText: words.t('Uploaded') })
        .waitFor();
      await upload('3.6.0');
      await workbench.quickInput().waitUntilClosed();
      await shown.locator('.target', { hasText: '3.6.0' }).waitFor();
    });

    it('the window is reloaded while one package goes to several modules: each is uploaded once, and the page says so', async () => {
      const { words, workbench, picture } = user;
      const applications = {
        en: ['Demo App', 'Flow Designer', 'AI Assistant'],
        'zh-cn': ['演示应用', '流程设计器', '智能助手'],
      }[words.language];
      await workbench.runCommand(words.command('uploadToModules'));
      const input = workbench.quickInput();
      await input.waitForTitle(/1\/3/);
      for (const name of applications) await input.pick(name);
      await picture('batch-applications', input.item(applications[1] ?? ''));
      await input.accept();
      await input.waitForTitle(/2\/4/);
      // If an application has only one module, this module is already selected.
      for (const name of ['demo-app / default', 'demo-app / api']) await input.pick(name);
      await picture('batch-modules', input.item('demo-app / api'));
      await input.accept();
      await input.waitForTitle(/3\/4/);
      if (
        (await input.placeholder()) ===
        words.t('Select or paste the URL of the source package. The platform downloads it.')
      )
        await openLinkInput(user);
      await input.fill(`${setup.platform.packagesUrl}/held/5.0.0/demo-app-1.1.0.tar.gz`);
      await input.accept();
      await input.waitForTitle(/4\/4/);
      await input.fill('5.0.0');
      await input.accept();
      const title = words.t('Upload to Several Modules');
      const shown = await workbench.webview(title);
      await picture('batch', shown.locator('td', { hasText: words.t('Waiting') }), { progress: true });
      await until(() => posts() === 3);
      await workbench.reload();
      const again = await workbench.webview(title);
      await again.locator('table.batch').waitFor();
      setup.platform.releaseDownload('5.0.0');
      const all = again.getByRole('status').filter({ hasText: words.t('Uploaded to all {0} modules', 4) });
      await all.waitFor();
      await picture('batch-done', all);
      assert.equal(posts(), 4, 'never sent twice');
      assert.ok(isStored('5.0.0'));
    });

    const isStored = (version: string): boolean =>
      moduleOf(setup.platform.state, 'demo-app', 'default').packages.some((each) => each.version === version);

    /** Waits until the platform has stored the version. */
    async function stored(version: string): Promise<void> {
      await until(() => isStored(version));
    }
  });
}

/** Returns the label of VS Code's own Cancel button, which is English even in a Chinese window. */
function cancelLabel(): string {
  return 'Cancel';
}

function uploadingText(words: User['words'], version: string): string {
  return words.t('Uploading {0} to {1} / {2}', version, 'demo-app', 'default');
}
