import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { moduleOf } from '../platform/state.ts';
import { demoTokens } from '../platform/seedDemo.ts';
import {
  answerNewPlatform,
  appName,
  chooseInExplorer,
  openLinkInput,
  escapeRegExp,
  filterTree,
  waitUntilUploaded,
  type User,
} from './steps.ts';
import { logOf, setUp, type Setup } from './setup.ts';
import { refusedPort } from '../core/refusedPort.ts';
import { absoluteTime } from '../../src/texts/formats.ts';

describe('the questions of sign-in and upload', () => {
  let setup: Setup;
  let user: User;

  before(async () => {
    setup = await setUp();
    const { packagesUrl } = setup.platform;
    const links = `Old: ${packagesUrl}/demo-app-1.0.3.tar.gz\nNew: ${packagesUrl}/demo-app-1.1.0.tar.gz\n`;
    user = await setup.open('questions', { folder: await setup.folder({ 'a.txt': links, 'package.json': '{}' }) });
  });
  after(() => setup.close());
  beforeEach(() => {
    setup.platform.requests.length = 0;
    setup.platform.packageRequests.length = 0;
  });

  /** Returns whether the Explorer's menu of a file has the submenu of the extension. */
  async function explorerOffers(fileName: string): Promise<boolean> {
    return (await user.workbench.explorer.contextMenuTitles(fileName)).includes(user.words.nls('view.container'));
  }

  /** Opens a link as another program does, and allows VS Code to pass it on to the extension. */
  async function openLink(link: string): Promise<void> {
    const { workbench } = user;
    await workbench.runCommand('Developer: Open URL');
    const box = workbench.quickInput();
    await box.fill(`code-oss://bkpaas-vscode.bkpaas/${link}`);
    await box.accept();
    // The extension's own question can open at once, so this does not wait until all dialogs are closed.
    await workbench.page.locator('.monaco-dialog-box .monaco-button', { hasText: /^Open$/ }).click();
  }

  // This test must be the first, because it tests a window in which nothing has started the extension yet.
  it('a sign-in link starts the extension, which refuses one with a token', async () => {
    const { workbench } = user;
    await openLink(`sign-in?gateway=${setup.platform.gatewayUrl}&token=planted-in-a-link`);
    const refused = await workbench.waitForNotification(/contains a token or password/);
    assert.ok(!refused.text.includes('planted-in-a-link') && !logOf(user).includes('planted-in-a-link'));
    await workbench.closeNotifications();
  });

  it('the Explorer offers nothing on a text file of a project that has nothing to do with the platform', async () => {
    assert.equal(await explorerOffers('a.txt'), false);
  });

  it('an invalid gateway URL gets a message and stays in the box, and nothing is sent', async () => {
    const { workbench, words } = user;
    await workbench.openView(words.nls('view.container'));
    await workbench.tree.clickWelcome('Sign In');
    const input = workbench.quickInput();
    const cases: [string, RegExp][] = [
      ['', /Enter the gateway URL including the stage/],
      ['bkapi.example.com/api/bkpaas3/prod', /isn’t a URL/],
      ['https://bkapi.example.com/api/bkpaas3', /stage is missing/],
      ['ftp://bkapi.example.com/api/bkpaas3/prod', /must start with https/],
      ['https://me:secret@bkapi.example.com/api/bkpaas3/prod', /user name and password/],
    ];
    for (const [typed, sentence] of cases) {
      await input.fill(typed);
      await input.accept();
      await input.waitForMessage(sentence);
      assert.equal(await input.value(), typed);
      assert.match(await input.title(), /1\/4/);
    }
    assert.equal(setup.platform.requests.length, 0);
    await input.escape();
  });

  it('the console’s address is accepted: it leads to the gateway, which is shown before it is used', async () => {
    const { workbench, words } = user;
    await workbench.tree.clickWelcome('Sign In');
    const input = workbench.quickInput();
    await input.waitForTitle(/1\/4/);
    await input.fill(`${setup.platform.consoleUrl}/developer-center/apps`);
    await input.accept();
    await input.waitForMessage(/Found the gateway/);
    assert.equal(await input.value(), setup.platform.gatewayUrl);
    assert.match(await input.title(), /1\/4/);
    await user.picture('gateway-found', input.messageLine);
    await input.accept();
    await input.waitForTitle(/2\/4/);
    assert.equal(await input.value(), setup.platform.consoleUrl, 'the console is known already');
    assert.ok(setup.platform.requests.every(({ headers }) => !headers.has('x-bkapi-authorization')));
    await input.button(words.t('Where do I find the address?'));
    await (await workbench.webview()).getByRole('heading', { level: 1 }).waitFor();
    await input.escape();
    await workbench.runCommand('View: Close All Editors');
  });

  it('a wrong gateway URL is found at its own question; one that cannot be reached is used after a second Enter', async () => {
    const { workbench } = user;
    await workbench.openView(user.words.nls('view.container'));
    await workbench.tree.clickWelcome('Sign In');
    const input = workbench.quickInput();
    await input.fill(setup.platform.gatewayUrl.replace(/prod$/, 'stag'));
    await input.accept();
    await input.waitForMessage(/doesn’t know the gateway name or the stage/);
    await user.picture('wrong-stage', input.messageLine);
    await input.fill(`${setup.platform.packagesUrl}/api/bkpaas3/prod`);
    await input.accept();
    await input.waitForMessage(/isn’t a BlueKing API gateway/);
    await input.fill(setup.platform.packagesUrl);
    await input.accept();
    await input.waitForMessage(/Couldn’t find the gateway for “127\.0\.0\.1/);
    await user.picture('no-gateway', input.messageLine);
    await input.fill(`http://127.0.0.1:${refusedPort}/api/bkpaas3/prod`);
    await input.accept();
    await input.waitForMessage(/refused the connection.*Press Enter again/);
    assert.match(await input.title(), /1\/4/);
    await input.accept();
    await input.waitForTitle(/2\/4/);
    await input.escape();
  });

  it('a sign-in link asks with both hosts before anything is sent, then only for the token', async () => {
    const { workbench } = user;
    const { gatewayUrl, consoleUrl } = setup.platform;
    await openLink(`sign-in?gateway=${encodeURIComponent(gatewayUrl)}&console=${encodeURIComponent(consoleUrl)}`);
    const { host } = new URL(gatewayUrl);
    await workbench.page.locator('.monaco-dialog-box').getByText(`platform at ${host}?`).waitFor();
    const dialog = await workbench.modalDialog();
    assert.ok(dialog.detail.includes(gatewayUrl) && dialog.detail.includes(consoleUrl), dialog.detail);
    assert.equal(setup.platform.requests.length, 0);
    await user.picture('sign-in-link', dialog.box);
    await dialog.click('Continue');
    const input = workbench.quickInput();
    await input.waitForTitle(/1\/2/);
    assert.equal(await input.value(), gatewayUrl);
    await input.accept();
    await input.waitForTitle(/2\/2/);
    await input.waitForMessage(/Paste an access token/);
    await input.escape();
  });

  it('an unreadable token gets a sentence before anything is sent; a refused one stays in the box with the reason', async () => {
    const { workbench } = user;
    await workbench.tree.clickWelcome('Sign In');
    const input = workbench.quickInput();
    await input.fill(setup.platform.gatewayUrl);
    await input.accept();
    await input.waitForTitle(/2\/4/);
    await input.fill('not a web address');
    await input.accept();
    await input.waitForMessage(/Enter the URL of the platform’s console/);
    await input.fill(setup.platform.consoleUrl);
    await input.accept();
    await input.waitForTitle(/3\/4/);
    await input.accept();
    await input.waitForTitle(/4\/4/);
    await input.fill('{"access_token": "你的access_token"}');
    await input.accept();
    await input.waitForMessage(/No access token found/);
    assert.equal(setup.platform.requests.length, 1, 'only the probe of the gateway');

    await input.fill(demoTokens.expired);
    await input.accept();
    await input.waitForMessage(/has expired/);
    assert.equal(await input.value(), demoTokens.expired);
    await user.picture('token-refused', input.messageLine);

    await input.back(/3\/4/);
    await input.back(/2\/4/);
    assert.equal(await input.value(), setup.platform.consoleUrl, 'Back finds what was typed');
    await input.escape();
  });

  it('if a whole header line is pasted, the token is taken from it, and a message says so', async () => {
    const { workbench } = user;
    await workbench.tree.clickWelcome('Sign In');
    const { gatewayUrl, consoleUrl } = setup.platform;
    const token = `  X-BKAPI-AUTHORIZATION: {"access_token": "${demoTokens.admin}"}  `;
    await answerNewPlatform(workbench, { gatewayUrl, consoleUrl, token });
    await workbench.waitForNotification(/The token was read from the pasted header/);
    await workbench.tree.row(appName(user));
  });

  it('once signed in, the Explorer offers all links of a text file, and nothing for a package.json', async () => {
    assert.equal(await explorerOffers('package.json'), false);
    await chooseInExplorer(user, 'a.txt', 'uploadPackage');
    const { workbench, words } = user;
    const input = workbench.quickInput();
    await input.waitForTitle(/1\/4/);
    await input.pick(appName(user));
    await input.pick('default');
    await input.waitForTitle(/3\/4/);
    await input.waitForItem(/demo-app-1\.1\.0/);
    const labels = (await input.items()).map(({ label }) => label.split('/').at(-1));
    assert.deepEqual(labels, ['demo-app-1.0.3.tar.gz', 'demo-app-1.1.0.tar.gz', words.t('Enter another URL…')]);
    await user.picture('links-of-a-file', input.item(/demo-app-1\.1\.0/));
    // The extension removes the angle brackets that chat programs put around a link.
    await input.fill(`<${setup.platform.packagesUrl}/demo-app-1.1.0.tar.gz>`);
    await input.waitForItem(new RegExp(escapeRegExp(words.t('use this URL'))));
    await input.accept();
    await input.waitForTitle(/4\/4/);
    assert.equal(await input.value(), '1.1.0');
    await input.escape();
    await workbench.openView(words.nls('view.container'));
  });

  it('an upload link asks before anything is sent, and fills in the questions', async () => {
    const { workbench, words } = user;
    const packageUrl = `${setup.platform.packagesUrl}/demo-app-1.1.0.tar.gz`;
    const parts = new URLSearchParams({ app: 'demo-app', module: 'default', url: packageUrl, version: '1.0.2' });
    await openLink(`upload?${parts.toString()}`);
    const question = words.t('Upload a package to {0}?', 'demo-app / default');
    await workbench.page.locator('.monaco-dialog-box').getByText(question).waitFor();
    const dialog = await workbench.modalDialog();
    assert.ok(dialog.detail.includes(packageUrl) && dialog.detail.includes('1.0.2'), dialog.detail);
    assert.deepEqual([setup.platform.requests.length, setup.platform.packageRequests.length], [0, 0]);
    await user.picture('upload-link', dialog.box);
    await dialog.click('Continue');
    const input = workbench.quickInput();
    await input.waitForItem(/demo-app-1\.1\.0/);
    await input.accept();
    await input.waitForTitle(/2\/2/);
    assert.equal(await input.value(), '1.0.2');
    // The version exists, and an upload link never overwrites a version.
    await input.waitForMessage(/already exists .* Enter another version/);
    await input.accept();
    await input.escape();
    assert.deepEqual(
      setup.platform.requests.filter(({ method }) => method === 'POST'),
      [],
    );
  });

  it('Upload and Deploy asks for the environment before the link, under its own title', async () => {
    const { workbench, words } = user;
    await workbench.runCommand(words.command('uploadAndDeploy'));
    const input = workbench.quickInput();
    await input.waitForTitle(/^Upload and Deploy \(1\/5\)/);
    await input.pick(appName(user));
    await input.waitForTitle(/2\/5/);
    await input.pick('default');
    await input.waitForTitle(/3\/5/);
    await input.waitForItem(/Production/);
    await user.picture('upload-and-deploy', input.item('Staging'));
    await input.pick('Staging');
    await input.waitForTitle(/4\/5/);
    await input.waitForMessage(/./);
    await input.fill(`${setup.platform.packagesUrl}/demo-app-1.1.0.tar.gz`);
    await input.accept();
    await input.waitForTitle(/^Upload and Deploy \(5\/5\)/);
    await input.escape();
    assert.equal(postCount(setup), 0);
  });

  it('package URLs and versions that cannot be used get a sentence and stay in the box', async () => {
    const { workbench, words } = user;
    await workbench.tree.expand(appName(user));
    await workbench.tree.inlineAction([appName(user), 'default'], words.nls('command.uploadPackage'));
    const input = workbench.quickInput();
    await input.waitForTitle(/1\/2/);
    const links: [string, RegExp][] = [
      ['', /Enter the URL of the source package/],
      ['https://', /has no host/],
      ['ftp://files.example.com/a.tar.gz', /only from http/],
      ['https://bkrepo/a.tar.gz', /full domain name/],
      ['demo-app-1.0.3.tar.gz', /Enter a URL that starts with https/],
    ];
    for (const [typed, sentence] of links) {
      await input.fill(typed);
      await input.accept();
      await input.waitForMessage(sentence);
      assert.equal(await input.value(), typed);
    }
    assert.deepEqual(setup.platform.packageRequests, [], 'only a whole link is looked at');
    await input.fill(`  ${setup.platform.packagesUrl}/demo-app-1.1.0.tar.gz  `);
    await input.accept();
    await input.waitForTitle(/2\/2/);
    assert.equal(await input.value(), '1.1.0', 'suggested by the file name');
    assert.deepEqual(setup.platform.packageRequests, ['GET /demo-app-1.1.0.tar.gz'], 'looked at once, from here');
    const versions: [string, RegExp][] = [
      ['   ', /Enter a version, for example/],
      ['x'.repeat(65), /at most 64 characters/],
      ['1.0.1', /removed its package in a cleanup/],
    ];
    for (const [typed, sentence] of versions) {
      await input.fill(typed);
      await input.accept();
      await input.waitForMessage(sentence);
      assert.equal(await input.value(), typed);
    }
    assert.equal(postCount(setup), 0);
    await input.escape();
  });

  it('a warning about a link is shown once; a second Enter accepts the link, a good link needs only one', async () => {
    const { workbench, words } = user;
    await workbench.tree.inlineAction([appName(user), 'default'], words.nls('command.uploadPackage'));
    const input = workbench.quickInput();
    await input.waitForTitle(/1\/2/);
    const { packagesUrl } = setup.platform;
    const links: [string, RegExp][] = [
      [`${packagesUrl}/login-page/demo-app-1.1.0.tar.gz`, /leads to a web page, not an archive/],
      [`${packagesUrl}/status/403/demo-app-1.1.0.tar.gz`, /requires a sign-in to download the package \(HTTP 403\)/],
      [`${packagesUrl}/no-such-file.tar.gz`, /No file was found at the URL \(HTTP 404\)/],
    ];
    for (const [typed, sentence] of links) {
      await input.fill(typed);
      await input.accept();
      assert.match(await input.waitForMessage(sentence), /Press Enter again to use this URL anyway/);
      assert.equal(await input.value(), typed);
      assert.match(await input.title(), /1\/2/);
    }
    await user.picture('link-warned', input.messageLine);
    // The user enters the first link again. The extension has already shown the warning about this link, so one Enter
    // accepts the link.
    await input.fill(links[0]?.[0] ?? '');
    await input.accept();
    await input.waitForTitle(/2\/2/);
    await input.back(/1\/2/);
    await input.fill(`${packagesUrl}/demo-app-1.1.0.tar.gz`);
    await input.accept();
    await input.waitForTitle(/2\/2/);
    assert.equal(postCount(setup), 0);
    await input.escape();
  });

  it('an existing version is overwritten only after being asked, with what is there and the whole target in the button', async () => {
    const { workbench, words } = user;
    await workbench.tree.inlineAction([appName(user), 'default'], words.nls('command.uploadPackage'));
    const input = workbench.quickInput();
    await input.waitForTitle(/1\/2/);
    await input.fill(`${setup.platform.packagesUrl}/demo-app-1.1.0.tar.gz`);
    await input.accept();
    await input.waitForTitle(/2\/2/);
    await input.back(/1\/2/);
    const missing = `${setup.platform.packagesUrl}/status/404/demo-app-1.0.2.tar.gz`;
    await input.fill(missing);
    await input.accept();
    await input.waitForMessage(/HTTP 404/);
    await input.accept();
    await input.waitForTitle(/2\/2/);
    assert.equal(await input.value(), '1.0.2', 'suggested');
    await input.waitForMessage(/already exists \(1\.35 MB, uploaded 2026-07-20/);
    await input.back(/1\/2/);
    await input.fill(`${setup.platform.packagesUrl}/demo-app-1.1.0.tar.gz`);
    await input.accept();
    await input.waitForTitle(/2\/2/);
    await input.fill('1.0.2');
    await input.waitForMessage(/already exists \(1\.35 MB, uploaded 2026-07-20/);
    await input.accept();
    await input.waitForTitle(/3\/3/);
    await input.waitForItem(/Running in Staging/);
    const [first, second] = await input.items();
    assert.match(first?.label ?? '', /Use another version/);
    assert.match(second?.label ?? '', /Overwrite demo-app \/ default 1\.0\.2/);
    assert.match(
      second?.detail ?? '',
      new RegExp(escapeRegExp(`1.35 MB, uploaded ${absoluteTime(Date.UTC(2026, 6, 20, 2))}`)),
    );
    await user.picture('overwrite', input.item(/Overwrite demo-app/));

    await input.accept();
    await input.waitForTitle(/2\/2/);
    assert.equal(await input.value(), '1.0.2', 'a bare Enter goes back to the version');
    assert.equal(postCount(setup), 0);

    await input.accept();
    await input.waitForTitle(/3\/3/);
    await input.pick('Overwrite demo-app');
    await waitUntilUploaded(user, { packageUrl: '', version: '1.0.2' });
    const stored = moduleOf(setup.platform.state, 'demo-app', 'default').packages.filter(
      (candidate) => candidate.version === '1.0.2',
    );
    assert.equal(stored.length, 1);
    assert.equal(postCount(setup), 1);
  });

  it('a code that is not in the list can be typed', async () => {
    const { workbench, words } = user;
    await workbench.runCommand(words.command('uploadPackage'));
    const input = workbench.quickInput();
    await input.waitForItem(/demo-app/);
    await input.fill('hidden-app-code');
    assert.equal((await input.waitForItem(/hidden-app-code/)).label, words.t('Use this App ID'));
    await input.fill('../../../evil');
    const rows = workbench.page.locator('.quick-input-widget .monaco-list-row');
    await rows.filter({ hasText: 'hidden-app-code' }).waitFor({ state: 'detached' });
    assert.equal(await rows.filter({ hasText: 'evil' }).count(), 0, 'a path is no code');
    await input.fill('hidden-app-code');
    await input.accept();
    await input.waitForTitle(/2\/4/);
    await input.waitForItem(/The application doesn’t exist on this platform/);
    await input.back(/1\/4/);
    assert.equal(await input.value(), 'hidden-app-code', 'what was typed is still there');
    assert.equal(postCount(setup), 0);
    await input.escape();
  });

  it('the filter narrows the tree, opens unlisted codes, and is cleared with one click', async () => {
    const { workbench, words } = user;
    await workbench.openView(words.nls('view.container'));
    await filterTree(user, 'order');
    // “Order Center” is visible even without a filter. Only the disappearance of demo-app shows that the filter works.
    await workbench.page
      .locator('.part.sidebar .pane .monaco-list-row', { hasText: appName(user) })
      .waitFor({ state: 'detached' });
    const found = await workbench.tree.row('Order Center');
    await user.picture('filtered', found);
    await workbench.runCommand(words.command('clearFilter'));
    await workbench.tree.row(appName(user));
  });

  it('a user without permission to develop the application gets a message at the version, before anything is sent', async () => {
    const { workbench, words } = user;
    await workbench.runCommand(words.command('signOut'));
    await workbench.tree.clickWelcome('Sign In');
    const input = workbench.quickInput();
    await input.pick('127.0.0.1');
    await input.waitForMessage(/Paste an access token/);
    await input.fill(demoTokens.operator);
    await input.accept();
    await workbench.tree.expand(appName(user));
    await workbench.tree.inlineAction([appName(user), 'default'], words.nls('command.uploadPackage'));
    await input.waitForTitle(/1\/2/);
    if ((await input.placeholder()).includes('Select or paste')) await openLinkInput(user);
    await input.fill(`${setup.platform.packagesUrl}/demo-app-1.1.0.tar.gz`);
    await input.accept();
    await input.waitForTitle(/2\/2/);
    await input.fill('6.0.0');
    await input.accept();
    await input.waitForMessage(/You don’t have permission to develop/);
    await user.picture('not-a-developer', input.messageLine);
    assert.equal(await input.value(), '6.0.0');
    assert.match(await input.title(), /2\/2/);
    assert.equal(postCount(setup), 0);
    await input.escape();
  });
});

function postCount(setup: Setup): number {
  return setup.platform.requests.filter((request) => request.method === 'POST').length;
}
