import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { moduleOf } from '../platform/state.ts';
import { answerLinkAndVersion, appName, enterAnotherLink, signInFromWelcome, type Person } from './journey.ts';
import { logOf, setStage, type Stage } from './stage.ts';

/** What a person sees of an upload that did not simply work, and what they can do from there. */
describe('outcomes of an upload', () => {
  let stage: Stage;
  let person: Person;

  before(async () => {
    stage = await setStage();
    person = await stage.open('outcomes', { folder: await stage.folder({ 'a.txt': 'hello\n' }) });
    await signInFromWelcome(person);
    await person.workbench.tree.expand(appName(person));
  });
  after(() => stage.close());
  afterEach(() => {
    stage.platform.faults.clear();
    stage.platform.requests.length = 0;
  });

  /** From the module's inline button; `url` is the link, typed. */
  async function upload(url: string, version: string): Promise<void> {
    const { workbench, words } = person;
    await workbench.openView(words.nls('view.container'));
    await workbench.tree.inlineAction([appName(person), 'default'], words.nls('command.uploadPackage'));
    const input = workbench.quickInput();
    await input.waitForTitle(/1\/2/);
    if ((await input.placeholder()).includes('downloads it itself')) await enterAnotherLink(person);
    await answerLinkAndVersion(person, { packageUrl: url, version }, [/1\/2/, /2\/2/]);
  }

  it('a host that is not allowed: what, why, what to do and who, with the platform’s own words folded away', async () => {
    await upload('https://github.com/acme/demo/releases/download/v9.0.0/demo-9.0.0.tar.gz', '9.0.0');
    const { workbench, words } = person;
    const page = await workbench.webview(words.t('Upload: {0}', ''));
    await page.getByRole('alert').waitFor();
    const text = await page.locator('main').innerText();
    assert.match(text, /The platform is not allowed to download from “github\.com”/);
    assert.match(text, /administrator of the BlueKing PaaS platform/);
    assert.match(text, /packageHostNotAllowed/);
    const words1 = page.locator('details pre');
    assert.equal(await words1.isVisible(), false);
    await page.locator('details summary').click();
    assert.match(await words1.innerText(), /白名单/);
    await person.picture('host-not-allowed');
    const notification = await workbench.waitForNotification(/not allowed to download from “github\.com”/);
    assert.deepEqual(notification.buttons, ['Show Log']);
    assert.match(logOf(person), /packageHostNotAllowed, HTTP 400, request id/);
  });

  it('“Upload Again…” on the page offers what was typed', async () => {
    const { workbench, words } = person;
    const page = await workbench.webview(words.t('Upload: {0}', ''));
    await page.getByRole('button', { name: words.t('Upload Again…') }).click();
    const input = workbench.quickInput();
    const again = await input.waitForItem(/github\.com/);
    assert.equal(again.description, words.t('last tried'));
    await input.accept();
    await input.waitForTitle(/2\/2/);
    assert.equal(await input.value(), '9.0.0');
    await input.escape();
  });

  it('a download that fails is told from a duplicate, with the likely cause', async () => {
    await upload(`${stage.platform.packagesUrl}/status/404/demo-app-9.1.0.tar.gz`, '9.1.0');
    const page = await person.workbench.webview(person.words.t('Upload: {0}', ''));
    await page.locator('.target', { hasText: '9.1.0' }).waitFor();
    const text = await page.locator('main').innerText();
    assert.match(text, /did not take the package/);
    assert.match(text, /could not download the link from “127\.0\.0\.1/);
    await person.picture('download-failed');
  });

  it('a gateway that stops waiting is no failure: the page says that it is not known, and the version may be there', async () => {
    stage.platform.faults.next({ method: 'POST', fault: { kind: 'hangThen504' } });
    await upload(`${stage.platform.packagesUrl}/demo-app-1.1.0.tar.gz`, '9.2.0');
    const page = await person.workbench.webview(person.words.t('Upload: {0}', ''));
    await page.getByRole('alert').filter({ hasText: 'not known' }).waitFor();
    await person.picture('unknown');
    await stage.platform.settled();
    await page.getByRole('button', { name: person.words.t('Refresh Versions') }).click();
    await person.workbench.openView(person.words.nls('view.container'));
    await person.workbench.tree.expand([appName(person), 'default']);
    await person.workbench.tree.row('9.2.0');
    assert.equal(stage.platform.requests.filter((request) => request.method === 'POST').length, 1, 'never sent twice');
  });

  it('Cancel breaks off the request and says that the platform may still finish', async () => {
    stage.platform.faults.next({ method: 'POST', fault: { kind: 'delay', ms: 60_000 } });
    await upload(`${stage.platform.packagesUrl}/demo-app-1.1.0.tar.gz`, '9.3.0');
    const { workbench, words } = person;
    await workbench.waitForNotification(/the platform is downloading/);
    await person.picture('progress');
    await workbench.clickNotificationButton('Cancel', /Uploading 9\.3\.0/);
    await workbench.waitForNotification(/may still finish/);
    const page = await workbench.webview(words.t('Upload: {0}', ''));
    await page.getByRole('status').filter({ hasText: 'Cancelled' }).waitFor();
    await person.picture('cancelled');
  });

  it('a package name with markup stays text, and the page runs no script', async () => {
    const hostile = '<img src=x onerror=alert(1)>';
    stage.platform.faults.next({
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
    await upload(`${stage.platform.packagesUrl}/demo-app-1.1.0.tar.gz`, '9.4.0');
    const page = await person.workbench.webview(person.words.t('Upload: {0}', ''));
    await page.locator('.target', { hasText: '9.4.0' }).waitFor();
    assert.match(await page.locator('main').innerText(), /<img src=x onerror=alert\(1\)>/);
    assert.equal(await page.locator('main img').count(), 0);
    assert.equal(await page.locator('main script').count(), 0);
    await person.picture('hostile');
  });

  it('the page’s buttons work from the keyboard: copy as curl, copy the digest, open in console', async () => {
    await upload(`${stage.platform.packagesUrl}/demo-app-1.1.0.tar.gz`, '9.5.0');
    const { workbench, words } = person;
    const page = await workbench.webview(words.t('Upload: {0}', ''));
    await page.locator('.target', { hasText: '9.5.0' }).waitFor();
    await page.getByRole('button', { name: words.t('Copy as curl') }).press('Enter');
    await workbench.waitForNotification(/BKPAAS_ACCESS_TOKEN/);
    const curl = await workbench.clipboard();
    assert.match(curl, /\$BKPAAS_ACCESS_TOKEN/);
    assert.match(curl, /--form-string 'version=9\.5\.0'/);
    assert.doesNotMatch(curl, /demo-access-token/);
    await page.getByRole('button', { name: words.t('Copy'), exact: true }).press('Enter');
    const stored = moduleOf(stage.platform.state, 'demo-app', 'default').packages.find(
      (candidate) => candidate.version === '9.5.0',
    );
    await assertClipboard(person, stored?.sha256 ?? '');
    const popup = workbench.page.waitForEvent('popup');
    await page.getByRole('button', { name: words.t('Open in Console') }).press('Enter');
    assert.match((await popup).url(), /\/developer-center\/apps\/demo-app\/default\/settings\/modules\/build$/);
    await (await popup).close();
  });

  it('an upload leaves the focus where the person is typing', async () => {
    const { workbench } = person;
    await workbench.explorer.open('a.txt');
    await workbench.page.keyboard.press('End');
    stage.platform.faults.next({ method: 'POST', fault: { kind: 'delay', ms: 300 } });
    await upload(`${stage.platform.packagesUrl}/demo-app-1.1.0.tar.gz`, '9.6.0');
    const page = await workbench.webview();
    await page.locator('.target', { hasText: '9.6.0' }).waitFor();
    const focused = await workbench.page.evaluate<string>('document.activeElement?.tagName ?? ""');
    assert.notEqual(focused, 'IFRAME', 'the page has not taken the focus');
  });
});

async function assertClipboard(person: Person, expected: string): Promise<void> {
  await person.workbench.page.waitForFunction(
    `navigator.clipboard.readText().then((text) => text === ${JSON.stringify(expected)})`,
  );
}
