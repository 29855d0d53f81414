import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { browserStorage } from '../editor/harness/browserStorage.ts';
import { demoTokens } from '../platform/seedDemo.ts';
import { startPlatform, type EmbeddedPlatform } from '../platform/startPlatform.ts';
import {
  answerNewPlatform,
  appName,
  waitUntilUploaded,
  signInFromWelcome,
  signInToAnotherPlatform,
  uploadFromPalette,
  type User,
} from './steps.ts';
import { logOf, setUp, type Setup } from './setup.ts';

/** An access token with a unique text, so that a search finds the token in any output. */
const plantedToken = 'planted-7f3c9e51d2-token';

describe('a session', () => {
  let setup: Setup;
  let second: EmbeddedPlatform;
  let user: User;
  let folder: string;

  before(async () => {
    setup = await setUp();
    second = await startPlatform();
    for (const platform of [setup.platform, second]) {
      const admin = platform.state.tokens.get(demoTokens.admin);
      assert.ok(admin);
      platform.state.tokens.set(plantedToken, { ...admin });
    }
    folder = await setup.folder({
      // These workspace settings try to send the token to another host.
      '.vscode/settings.json': JSON.stringify({
        'bkpaas.platforms': [{ name: 'evil', gatewayUrl: 'http://evil.example.com/api/bkpaas3/prod' }],
      }),
    });
    user = await setup.open('session', { folder });
  });
  after(async () => {
    await second.close();
    await setup.close();
  });

  it('is not offered a platform by the workspace’s settings', async () => {
    await user.workbench.openView(user.words.nls('view.container'));
    await user.workbench.tree.clickWelcome(user.words.t('Sign In'));
    // If the extension knew a platform, the first question would be a list. Here the first question is the gateway URL.
    await user.workbench.quickInput().waitForTitle(/1\/4/);
    assert.equal((await user.workbench.quickInput().placeholder()).startsWith('https://'), true);
    await user.workbench.quickInput().escape();
  });

  it('lasts over a reload of the window', async () => {
    await signInFromWelcome(user, plantedToken);
    await user.workbench.reload();
    await user.workbench.openView(user.words.nls('view.container'));
    await user.workbench.tree.row(appName(user));
  });

  it('whose token was not stored on this computer is reported after a reload', async () => {
    await user.workbench.page.evaluate("localStorage.removeItem('secrets.provider')");
    await user.workbench.reload();
    await user.workbench.openView(user.words.nls('view.container'));
    await user.workbench.page
      .locator('.welcome-view-content')
      .getByText('the access token couldn’t be saved')
      .waitFor();
    await user.workbench.tree.clickWelcome('Sign In Again');
    const input = user.workbench.quickInput();
    await input.waitForMessage(/Paste an access token for 127\.0\.0\.1/);
    await input.fill(plantedToken);
    await input.accept();
    await user.workbench.tree.row(appName(user));
  });

  it('is seen by a second window, and signing out in one signs out in both', async () => {
    const other = await setup.open('session-second', { folder, context: user.workbench.page.context() });
    await other.workbench.openView(other.words.nls('view.container'));
    await other.workbench.tree.row(appName(other));
    // The browser draws nothing in a page in the background, so no test can click there.
    await user.workbench.page.bringToFront();
    await user.workbench.runCommand(user.words.command('signOut'));
    await other.workbench.page.bringToFront();
    await other.workbench.page.locator('.welcome-view-content').getByText('Sign In').waitFor();
    await other.workbench.tree.clickWelcome('Sign In');
    await other.workbench.quickInput().pick(new URL(setup.platform.gatewayUrl).hostname);
    await other.workbench.quickInput().waitForMessage(/Paste an access token/);
    await other.workbench.quickInput().fill(plantedToken);
    await other.workbench.quickInput().accept();
    await user.workbench.page.bringToFront();
    // In a browser, VS Code does not pass a secret that one window stored to other open windows. The view reports that
    // the user signed in elsewhere, and a reload loads the secret.
    const elsewhere = user.workbench.page.locator('.welcome-view-content').getByText('signed in from another window');
    await user.picture('elsewhere', elsewhere);
    await user.workbench.reload();
    await user.workbench.tree.row(appName(user));
    await other.workbench.close();
  });

  it('on a second platform never sends the first one’s token there, nor touches it', async () => {
    const { workbench, words } = user;
    const before = setup.platform.requests.length;
    const input = workbench.quickInput();
    const { domainStyleGatewayUrl: gatewayUrl, consoleUrl } = second;
    await signInToAnotherPlatform(user, { gatewayUrl, consoleUrl, token: demoTokens.developer });
    await workbench.page.getByText('dev on localhost').first().waitFor();
    // The first request probes the gateway and has no token.
    const [probe, ...sent] = second.requests.map(headersOf);
    assert.ok(probe && !probe.includes('x-bkapi-authorization') && sent.length > 0);
    assert.ok(sent.every((headers) => headers.includes(demoTokens.developer) && !headers.includes(plantedToken)));
    assert.equal(setup.platform.requests.length, before);

    await workbench.runCommand(words.command('signIn'));
    await input.pick('127.0.0.1');
    await workbench.tree.row(appName(user));
    await input.waitUntilClosed();
    assert.ok(
      setup.platform.requests.slice(before).every((request) => !headersOf(request).includes(demoTokens.developer)),
    );
  });

  it('that ends with Sign Out leads to no other platform until the user chooses it', async () => {
    const { workbench, words } = user;
    const input = workbench.quickInput();
    await workbench.closeNotifications();
    await workbench.runCommand(words.command('signIn'));
    await input.waitForItem(/localhost/);
    assert.deepEqual(
      (await input.items()).map(({ description }) => description),
      [words.t('signed in'), words.t('access token stored'), ''],
    );
    await input.pick('localhost');
    await workbench.page.getByText('dev on localhost').first().waitFor();
    const before = setup.platform.requests.length;
    await workbench.runCommand(words.command('signOut'));
    await workbench.waitForNotification(/Signed out of localhost\. Access tokens are still stored for: 127\.0\.0\.1\./);
    const welcome = workbench.page.locator('.welcome-view-content');
    await user.picture('signed-out-of-one', welcome.getByText(words.command('signOutOfAll').replace(/^.*: /, '')));
    assert.equal(setup.platform.requests.length, before);
    await workbench.clickNotificationButton('Switch to 127.0.0.1');
    await workbench.tree.row(appName(user));
  });

  it('whose token the platform no longer accepts is reported in the view, with one button', async () => {
    const { workbench, words } = user;
    const token = setup.platform.state.tokens.get(plantedToken);
    assert.ok(token);
    setup.platform.state.tokens.set(plantedToken, { ...token, expires: new Date('2026-01-01T00:00:00Z') });
    await workbench.runCommand(words.command('refresh'));
    const rejected = workbench.page.locator('.welcome-view-content');
    await user.picture('rejected', rejected.getByText('no longer accepts your access token'));
    setup.platform.state.tokens.set(plantedToken, token);
    await workbench.tree.clickWelcome('Sign In Again');
    const input = workbench.quickInput();
    await input.fill(plantedToken);
    await input.accept();
    await workbench.tree.row(appName(user));
  });

  it('is not followed to another server by a redirect of the gateway', async () => {
    const { workbench, words } = user;
    second.requests.length = 0;
    setup.platform.faults.always({ path: /lists/, fault: { kind: 'redirect', location: second.gatewayUrl } });
    await workbench.runCommand(words.command('refresh'));
    await workbench.page.getByText('The extension didn’t follow the redirect.').first().waitFor();
    setup.platform.faults.clear();
    assert.equal(second.requests.length, 0);
    await workbench.runCommand(words.command('refresh'));
    await workbench.tree.row(appName(user));
  });

  it('never writes the token: not in logs, settings, state, pages, notifications or screens', async () => {
    const upload = { packageUrl: `${setup.platform.packagesUrl}/demo-app-1.1.0.tar.gz`, version: '7.0.0' };
    await uploadFromPalette(user, upload);
    const page = await waitUntilUploaded(user, upload);
    const { workbench } = user;
    const seen = [
      page,
      logOf(user),
      await workbench.page.content(),
      JSON.stringify(await workbench.notifications()),
      await browserStorage(user.workbench.page),
    ];
    for (const text of seen) assert.ok(!text.includes(plantedToken));
    const files = await filesBelow(setup.server.dataFolder);
    assert.ok(
      files.some((file) => file.endsWith('BlueKing PaaS.log')),
      'the log is among the files',
    );
    assert.ok(
      files.some((file) => /[/\\]uploads[/\\][^/\\]+\.json$/.test(file)),
      'the note of the upload is among the files',
    );
    const holding = [];
    for (const file of files)
      if ((await readFile(file)).includes(plantedToken)) holding.push(path.relative(setup.server.dataFolder, file));
    assert.deepEqual(holding, []);
    assert.match(logOf(user), /POST .*source_package\/link 200 \d+ ms request id [0-9a-f-]{36}/);
  });
});

describe('Restricted Mode', () => {
  it('offers no file of the workspace and reads nothing from it that could pick a target', async () => {
    const setup = await setUp({
      workspaceTrust: true,
      settings: { 'security.workspace.trust.startupPrompt': 'never' },
    });
    try {
      const folder = await setup.folder({
        '.vscode/settings.json': JSON.stringify({ 'bkpaas.target': { appCode: 'orders', module: 'default' } }),
        'app_desc.yaml': 'spec_version: 2\napp:\n  bk_app_code: orders\nmodules:\n  default: {}\n',
      });
      const user = await setup.open('restricted', { folder });
      const { workbench, words } = user;
      await signInFromWelcome(user);
      const offered = await workbench.explorer.contextMenuTitles('app_desc.yaml');
      assert.ok(!offered.includes(words.nls('view.container')), 'the Explorer’s menu would know nothing');
      await workbench.runCommand(words.command('uploadPackage'));
      const input = workbench.quickInput();
      await input.waitForItem(/demo-app/);
      const [first] = await input.items();
      assert.notEqual(first?.label, 'orders / default');
      assert.ok(!(await workbench.statusBar.texts()).some((text) => text.includes('orders')));
      await user.picture('questions', input.item(/demo-app/));
    } finally {
      await setup.close();
    }
  });
});

describe('a token whose application has no grant', () => {
  let setup: Setup;
  let user: User;

  before(async () => {
    setup = await setUp();
    user = await setup.open('not-permitted');
  });
  after(() => setup.close());

  it('is a state of the view: what is missing, and four buttons; the notification has a button too', async () => {
    const { workbench, words } = user;
    await workbench.openView(words.nls('view.container'));
    await workbench.tree.clickWelcome('Sign In');
    const { gatewayUrl, consoleUrl } = setup.platform;
    const token = demoTokens.noGrant;
    await answerNewPlatform(workbench, { gatewayUrl, consoleUrl, token });
    const notification = /Signed in to 127\.0\.0\.1\. Your token’s application, “my-own-app”/;
    await workbench.waitForNotification(notification);
    const shown = workbench.tree.welcomeButton(words.nls('command.openCloudApi'));
    await user.picture('state', shown);
    await workbench.clickNotificationButton(words.t('Show Applications View'), notification);
    const { text, buttons } = await workbench.tree.welcome();
    assert.match(text, /isn’t allowed to call the platform’s API/);
    assert.deepEqual(buttons, ['Open Cloud API Page', 'Try Again', 'Use Another Token', 'Copy Diagnostics']);
  });

  it('its first button opens the Cloud API page of the token’s application', async () => {
    const { workbench } = user;
    const popup = workbench.page.waitForEvent('popup');
    await workbench.tree.clickWelcome('Open Cloud API Page');
    const opened = await popup;
    assert.match(opened.url(), /\/apps\/my-own-app\/cloudapi$/);
    await opened.close();
    await workbench.page.bringToFront();
  });

  it('Copy Diagnostics copies, and Try Again shows the applications once the grant is there', async () => {
    const { workbench } = user;
    await workbench.tree.clickWelcome('Copy Diagnostics');
    await workbench.waitForNotification(/[Dd]iagnostics/);
    await workbench.waitForClipboard(/appNotPermitted|BlueKing PaaS/);
    setup.platform.state.grants.push({
      appCode: 'my-own-app',
      operationId: 'get_minimal_app_list',
      expires: grantExpiry,
    });
    await workbench.tree.clickWelcome('Try Again');
    await workbench.tree.row(appName(user));
  });

  it('an error row below an application can be clicked and has a menu', async () => {
    const { workbench, words } = user;
    await workbench.tree.expand(appName(user));
    const rows = await workbench.tree.rows();
    const refused = rows[rows.findIndex(({ label }) => label === appName(user)) + 1]?.label ?? '';
    assert.match(refused, /my-own-app/);
    await workbench.tree.click([appName(user), refused]);
    await workbench.waitForNotification(/my-own-app/);
    const titles = await workbench.tree.contextMenuTitles([appName(user), refused]);
    for (const name of ['openCloudApi', 'tryAgain', 'useAnotherToken', 'copyDiagnostics', 'showLog'])
      assert.ok(titles.includes(words.nls(`command.${name}`)), `${name} in ${titles.join()}`);
    await workbench.closeNotifications();
  });

  it('Use Another Token asks for the token alone', async () => {
    const { workbench } = user;
    setup.platform.state.grants.pop();
    await workbench.runCommand(user.words.command('refresh'));
    await workbench.tree.clickWelcome('Use Another Token');
    const input = workbench.quickInput();
    await input.waitForMessage(/Paste an access token for 127\.0\.0\.1/);
    await input.fill(demoTokens.guest);
    await input.accept();
  });

  it('a user without applications gets a message with a next step', async () => {
    const { workbench } = user;
    const shown = workbench.tree.welcomeButton('Open Console');
    await user.picture('empty', shown);
    const { buttons } = await workbench.tree.welcome();
    assert.deepEqual(buttons, ['Open Console', 'Try Again']);
    await workbench.page.locator('.welcome-view-content a', { hasText: 'open one by its App ID' }).waitFor();
  });
});

/** The date at which a valid grant expires. */
const grantExpiry = new Date('2099-12-31T00:00:00Z');

function headersOf(request: EmbeddedPlatform['requests'][number]): string {
  return JSON.stringify([...request.headers]);
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}
