import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { waitUntil } from '../editor/harness/waitUntil.ts';
import { Gates } from '../platform/gates.ts';
import { moduleOf } from '../platform/state.ts';
import { assertAccessible, assertInView, assertNoToast } from './pageChecks.ts';
import { appName, signInFromWelcome, uploadFromModule, type User } from './steps.ts';
import { logOf, setUp, type Setup } from './setup.ts';

/** Tests what the user sees if an upload has a problem, and what the user can do next. */
describe('outcomes of an upload', () => {
  let setup: Setup;
  let user: User;

  before(async () => {
    setup = await setUp();
    user = await setup.open('outcomes', { folder: await setup.folder({ 'a.txt': 'hello\n' }) });
    await signInFromWelcome(user);
    await user.workbench.tree.expand(appName(user));
  });
  after(() => setup.close());
  afterEach(() => {
    setup.platform.faults.clear();
    setup.platform.requests.length = 0;
  });

  /**
   * Uploads with the module's inline button. `url` is the typed link. `warned` is the expected warning about the link.
   */
  async function upload(url: string, version: string, warned?: RegExp): Promise<void> {
    await uploadFromModule(user, { packageUrl: url, version, ...(warned ? { warned } : {}) });
  }

  /** Waits until the upload page shows this version, and returns the page. */
  async function pageOf(version: string) {
    const page = await user.workbench.webview(user.words.t('Upload: {0}', ''));
    await page.locator('.target', { hasText: version }).waitFor();
    return page;
  }

  const posts = (): number => setup.platform.requests.filter(({ method }) => method === 'POST').length;
  const isStored = (version: string): boolean =>
    moduleOf(setup.platform.state, 'demo-app', 'default').packages.some((each) => each.version === version);

  it('a host that is not allowed: what, why and what helps, with the platform’s own words folded away, and no toast', async () => {
    // `localhost` names the same package server, but the platform does not allow this host. This computer can read the
    // link, so the extension shows no warning.
    const host = `localhost:${new URL(setup.platform.packagesUrl).port}`;
    await upload(`http://${host}/demo-app-1.1.0.tar.gz`, '9.0.0');
    const { workbench, words } = user;
    const page = await workbench.webview(words.t('Upload: {0}', ''));
    await page.getByRole('alert').waitFor();
    const text = await page.locator('main').innerText();
    assert.ok(text.includes(`The platform isn’t allowed to download from “${host}”`), text);
    assert.equal(await page.locator('nav button').first().innerText(), words.t('Publish to BK-Repo and Upload…'));
    assert.ok(!text.includes(words.t('Contact')), 'nobody else is needed');
    assert.match(text, /packageHostNotAllowed/);
    const platformWords = page.locator('.said pre');
    assert.equal(await platformWords.isVisible(), false);
    await page.locator('.said summary').click();
    assert.match(await platformWords.innerText(), /白名单/);
    await user.picture('host-not-allowed', page.getByRole('alert').first());
    await assertNoToast(user);
    assert.match(logOf(user), /packageHostNotAllowed, HTTP 400, request id/);
  });

  it('“Upload Again…” on the page offers what was typed, and now tells that the platform refused this host', async () => {
    const { workbench, words } = user;
    const page = await workbench.webview(words.t('Upload: {0}', ''));
    await page.getByRole('button', { name: words.t('Upload Again…') }).click();
    const input = workbench.quickInput();
    const again = await input.waitForItem(/localhost/);
    assert.equal(again.description, words.t('last tried'));
    await input.accept();
    const said = await input.waitForMessage(/this platform rejected a download from “localhost:\d+”/);
    assert.match(said, /SRC_PACKAGE_UPLOAD_ALLOWED_HOSTS.*Press Enter again/);
    assert.equal(await input.value(), again.label, 'the link is in the box');
    await user.picture('probably-refused', input.messageLine);
    await input.accept();
    await input.waitForTitle(/2\/2/);
    assert.equal(await input.value(), '9.0.0');
    await input.escape();
    assert.equal(posts(), 0);
  });

  it('a link without a file causes a warning before the upload, and then a headline with the button that helps', async () => {
    const warned = /No file was found at the URL \(HTTP 404\)\..*Press Enter again/;
    await upload(`${setup.platform.packagesUrl}/status/404/demo-app-9.1.0.tar.gz`, '9.1.0', warned);
    const page = await pageOf('9.1.0');
    await page.getByRole('alert').filter({ hasText: 'Upload failed' }).waitFor();
    const { words } = user;
    const cause = words.t('No file was found at the URL (HTTP {0}).', 404);
    await page.getByRole('alert').filter({ hasText: cause }).waitFor();
    assert.equal(await page.locator('nav button').first().innerText(), words.t('Upload Again…'));
    const text = await page.locator('main').innerText();
    assert.ok(!text.includes(words.t('Publish to BK-Repo and Upload…')), 'it could not be downloaded from here either');
    assert.ok(!text.includes(words.t('Contact')), 'nobody else is needed');
    assert.match(text, /Platform response.*rejected the package/s);
    assert.equal(text.split(cause).length, 2, 'said once');
    assert.equal(posts(), 1, 'never sent twice');
    await assertNoToast(user);
    await assertInView(user, page, (shown) => ({
      title: shown.getByRole('heading', { level: 1 }),
      verdict: shown.locator('.verdict:visible'),
      actions: shown.locator('nav'),
    }));
    await assertAccessible(user, page, { name: 'failed', first: 'dark' });
    await user.picture('download-failed', page.getByRole('alert').filter({ hasText: 'Upload failed' }));
  });

  it('after a gateway timeout, if the versions cannot be read, the outcome is unknown until “Confirm Upload” finds it', async () => {
    const { workbench, words, picture } = user;
    const gate = new Gates();
    const fault = { kind: 'hangThen504', until: gate.pass('504') } as const;
    setup.platform.faults.next({ method: 'POST', fault });
    await upload(`${setup.platform.packagesUrl}/demo-app-1.1.0.tar.gz`, '9.2.0');
    await waitUntil(workbench.page, 'the upload', () => Promise.resolve(posts() > 0 || undefined));
    // The extension has read the versions that existed before the upload. From now on the token has no permission to
    // read versions.
    const notAllowed = { kind: 'gatewayError', codeName: 'APP_NO_PERMISSION' } as const;
    setup.platform.faults.always({ method: 'GET', path: /\/branches\/?$/, fault: notAllowed });
    gate.open('504');
    const page = await pageOf('9.2.0');
    await page.getByRole('alert').filter({ hasText: 'Couldn’t confirm the upload' }).waitFor();
    const text = await page.locator('main').innerText();
    assert.match(text, /isn’t allowed to read this module’s versions/);
    assert.match(text, /gatewayTimedOut/);
    await picture('unknown', page.getByRole('alert').filter({ hasText: 'Couldn’t confirm the upload' }));

    await setup.platform.settled();
    setup.platform.faults.clear();
    await page.getByRole('button', { name: words.t('Confirm Upload') }).click();
    await page.getByRole('status').filter({ hasText: 'Uploaded' }).waitFor();
    await assertNoToast(user);
    await workbench.openView(words.nls('view.container'));
    await workbench.tree.expand([appName(user), 'default']);
    await workbench.tree.row('9.2.0');
    assert.equal(posts(), 1, 'never sent twice');
  });

  it('a stored package that can be another user’s is shown, and no check reports it as this upload', async () => {
    // The platform stores the package and responds with its error page. The extension does not read a link that
    // contains a token, so the extension cannot find out whose package is stored.
    const fault = { kind: 'backendError', answer: 'serverError', backend: 'completes' } as const;
    setup.platform.packageRequests.length = 0;
    setup.platform.faults.next({ method: 'POST', fault });
    await upload(`${setup.platform.packagesUrl}/demo-app-1.1.0.tar.gz?token=planted-query`, '9.2.1');
    const { workbench, words, picture } = user;
    const page = await pageOf('9.2.1');
    await page.getByRole('alert').filter({ hasText: 'Couldn’t confirm the upload' }).waitFor();
    const text = await page.locator('main').innerText();
    assert.match(text, /unclear whether it’s yours or someone else’s/);
    assert.match(text, /Current package on the platform/);
    assert.ok(!text.includes('planted-query'), text);
    assert.ok(isStored('9.2.1'));
    assert.deepEqual(setup.platform.packageRequests, ['GET /demo-app-1.1.0.tar.gz'], 'only the platform has asked');
    await picture('maybe-anothers', page.getByText('Current package on the platform').first());

    const before = setup.platform.requests.length;
    await page.getByRole('button', { name: words.t('Confirm Upload') }).click();
    await waitUntil(workbench.page, 'another look', () =>
      Promise.resolve(setup.platform.requests.length > before || undefined),
    );
    await page.getByRole('alert').filter({ hasText: 'Couldn’t confirm the upload' }).waitFor();
    assert.equal(posts(), 1, 'never sent twice');
  });

  it('Cancel while the platform is at work aborts the request, says so, and reports the outcome', async () => {
    await upload(`${setup.platform.packagesUrl}/held/9.3.0/demo-app-1.1.0.tar.gz`, '9.3.0');
    const { workbench, words, picture } = user;
    await picture('progress', workbench.toast(/Waiting for the platform/), { progress: true });
    await workbench.clickNotificationButton('Cancel', /Uploading 9\.3\.0/);
    const page = await pageOf('9.3.0');
    await page.getByRole('status').filter({ hasText: 'Confirming the upload' }).waitFor();
    assert.equal(isStored('9.3.0'), false, 'the platform is still at work');
    assert.ok(!(await workbench.notifications()).some(({ text }) => text.includes('Uploading 9.3.0')));
    assert.match(
      await page.locator('main').innerText(),
      /You canceled, but the platform may already have received the request/,
    );
    await workbench.statusBar.item('Confirming the upload of 9.3.0 to demo-app / default').waitFor();
    await picture('cancelled', page.getByRole('status').filter({ hasText: 'Confirming the upload' }));
    setup.platform.releaseDownload('9.3.0');
    await page
      .getByRole('status')
      .filter({ hasText: words.t('Uploaded') })
      .waitFor();
    const told = words.t('You canceled, but the platform had already received the request and completed it.');
    await page.getByRole('status').filter({ hasText: told }).waitFor();
    assert.ok(isStored('9.3.0'));
    assert.equal(posts(), 1, 'never sent twice');
  });

  it('a package name with markup stays text, and the page runs no script of it', async () => {
    const hostile = '<img src=x onerror=alert(1)>';
    setup.platform.faults.next({
      method: 'POST',
      fault: {
        kind: 'backendError',
        answer: {
          status: 200,
          headers: {},
          body: {
            version: '9.4.0',
            package_name: hostile,
            package_size: '12',
            sha256_signature: null,
            updated: 'never',
            created: 'never',
            operator: '</td><script>1</script>',
          },
        },
      },
    });
    await upload(`${setup.platform.packagesUrl}/demo-app-1.1.0.tar.gz`, '9.4.0');
    const page = await pageOf('9.4.0');
    await page.getByRole('heading', { level: 1, name: 'Uploaded' }).waitFor();
    assert.match(await page.locator('main').innerText(), /<img src=x onerror=alert\(1\)>/);
    assert.equal(await page.locator('main img').count(), 0);
    assert.equal(await page.locator('main script').count(), 0);
    await user.picture('hostile', page.getByRole('heading', { level: 1, name: 'Uploaded' }));
  });

  it('the page’s buttons work with Space and Enter: copy as curl, copy the digest, open in console', async () => {
    await upload(`${setup.platform.packagesUrl}/demo-app-1.1.0.tar.gz`, '9.5.0');
    const { workbench, words } = user;
    const page = await pageOf('9.5.0');
    await page.getByRole('status').filter({ hasText: 'Uploaded' }).waitFor();
    await page.locator('#more summary').press('Space');
    await page.getByRole('button', { name: words.t('Copy as curl') }).press('Space');
    await workbench.waitForNotification(/BKPAAS_ACCESS_TOKEN/);
    const curl = await workbench.waitForClipboard(/\$BKPAAS_ACCESS_TOKEN/);
    assert.match(curl, /--form-string 'version=9\.5\.0'/);
    assert.doesNotMatch(curl, /demo-access-token/);
    await page.getByRole('button', { name: words.t('Copy'), exact: true }).press('Space');
    const stored = moduleOf(setup.platform.state, 'demo-app', 'default').packages.find(
      (candidate) => candidate.version === '9.5.0',
    );
    await assertClipboard(user, stored?.sha256 ?? '');
    const popup = workbench.page.waitForEvent('popup');
    await page.getByRole('button', { name: words.t('Open in Console') }).press('Enter');
    assert.match((await popup).url(), /\/developer-center\/apps\/demo-app\/default\/settings\/modules\/build$/);
    await (await popup).close();
  });

  it('an upload leaves the focus where the person is typing, when its page opens and when it says how it ended', async () => {
    const { workbench } = user;
    await workbench.explorer.open('a.txt');
    await workbench.page.keyboard.press('End');
    await upload(`${setup.platform.packagesUrl}/held/9.6.0/demo-app-1.1.0.tar.gz`, '9.6.0');
    const focused = (): Promise<string> => workbench.page.evaluate<string>('document.activeElement?.tagName ?? ""');
    for (const status of ['Uploading', 'Uploaded']) {
      const page = await workbench.webview();
      await page.locator('.target', { hasText: '9.6.0' }).waitFor();
      await page.getByRole('status').filter({ hasText: status }).waitFor();
      assert.notEqual(await focused(), 'IFRAME', `the page has not taken the focus when it says “${status}”`);
      setup.platform.releaseDownload('9.6.0');
    }
  });
});

async function assertClipboard(user: User, expected: string): Promise<void> {
  await user.workbench.page.waitForFunction(
    `navigator.clipboard.readText().then((text) => text === ${JSON.stringify(expected)})`,
  );
}
