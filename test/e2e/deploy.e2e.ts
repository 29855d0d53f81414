import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { environmentName } from '../../src/texts/targetNames.ts';
import { buildFailure, successfulDeployment } from '../platform/deployments/readyPlans.ts';
import { addPastDeployment } from '../platform/seedDeployments.ts';
import type { Deployment } from '../platform/state.ts';
import { moduleOf } from '../platform/state.ts';
import {
  chooseEnvironment,
  confirmDeploy,
  deployFromTree,
  deploymentPage,
  openEnvironments,
  waitUntilDeployed,
} from './deploySteps.ts';
import { assertAccessible, assertInView } from './pageChecks.ts';
import {
  appName,
  escapeRegExp,
  waitUntilUploaded,
  signInFromWelcome,
  uploadFromModule,
  uploadFromPalette,
  type User,
} from './steps.ts';
import { languagesToTest, setUp, type Setup } from './setup.ts';

for (const language of languagesToTest()) {
  describe(`deploying, in ${language}`, () => {
    let setup: Setup;
    let user: User;

    before(async () => {
      setup = await setUp({ platform: { switches: { deploySeconds: 4, deployLog: 'node' } } });
      user = await setup.open(`deploy-${language}`, { language, theme: language === 'en' ? 'light' : 'dark' });
      await signInFromWelcome(user);
    });
    after(() => setup.close());
    beforeEach(() => {
      setup.platform.faults.clear();
      setup.platform.state.deployScripts.length = 0;
      setup.platform.requests.length = 0;
    });
    // Closes all pages. An older page of the same version and environment has the same title as the new page, so a test
    // would find the older page.
    const closePages = (): Promise<void> => user.workbench.runCommand('View: Close All Editors');

    it('upload, deploy, follow, address', async () => {
      const { words, picture, workbench } = user;
      const upload = { packageUrl: `${setup.platform.packagesUrl}/demo-app-1.0.3.tar.gz`, version: '1.0.3' };
      await uploadFromPalette(user, upload);
      await waitUntilUploaded(user, upload);
      await workbench.runCommand('Notifications: Clear All Notifications');
      await deployFromTree(user, '1.0.3', 'stag');
      // The test checks the status bar first, because the entry disappears when the deployment ends.
      await workbench.statusBar.item('1.0.3 →').waitFor();
      const badge = words.t('Deployments in progress: {0}', 1);
      await workbench.page.locator(`.activitybar [aria-label*="${badge}"]`).first().waitFor();
      const page = await deploymentPage(user, '1.0.3', 'stag');
      await picture('readme-deploy', page.locator('#rows').getByText('npm').first());
      await waitUntilDeployed(user, '1.0.3', 'stag');
      await page.locator('#address a').waitFor();
      assert.equal(newest().environment, 'stag');
      await picture('runs', await workbench.tree.row(['default', words.t('Staging')]));
      assert.equal(posts(), 2, 'one upload, one deployment');
    });

    it('the address of what runs is copied and opened from its row', async () => {
      const { words, workbench } = user;
      const row = await openEnvironments(user, 'stag');
      await workbench.tree.contextMenu(row, words.nls('command.copyAddress'));
      await workbench.statusBar.item(words.t('Address copied.')).waitFor();
      const address = await workbench.waitForClipboard(/^https?:\/\/.*demo-app/);
      await workbench.tree.inlineAction(row, words.nls('command.openAddress'));
      const dialog = await workbench.modalDialog();
      assert.ok(
        `${dialog.message}${dialog.detail}`.includes(new URL(address).host),
        'the editor asks before it goes there',
      );
      await dialog.click('Cancel');
    });

    it('the page of a failed build says where it failed, with the platform’s tips and the log', async () => {
      const { words, picture } = user;
      setup.platform.state.deployScripts.push({ plan: buildFailure({ durationMs: 2000 }) });
      // Staging is running 1.0.3, so this is a rollback.
      await deployFromTree(user, '1.0.2', 'stag', { confirm: true });
      const page = await deploymentPage(user, '1.0.2', 'stag');
      const [failed = ''] = words
        .t('Deployment of version {0} to {1} failed at “{2}”.', '1.0.2', stagName(), '')
        .split('“');
      await page.locator('#verdict-text', { hasText: failed }).waitFor();
      await page.locator('#detail', { hasText: 'Building failed' }).waitFor();
      await page.locator('#tips a').first().waitFor();
      await page.locator('#tips', { hasText: words.t('This is a known error') }).waitFor();
      await page.locator('#rows').getByText('npm error').first().waitFor();
      await picture('failed', page.locator('#verdict-text'));
      await page.locator('#find-open').click();
      await page.locator('#find-input').fill('npm error');
      await picture('found', page.locator('#find-count', { hasText: /\d/ }));
      await page.locator('#find-close').click();
    });

    it('a small window shows title, verdict, actions and five lines of the log of a failed deployment', async () => {
      const page = await deploymentPage(user, '1.0.2', 'stag');
      const parts = (shown: typeof page) => ({
        title: shown.locator('#title'),
        verdict: shown.locator('#verdict-text'),
        actions: shown.locator('#actions'),
      });
      await assertInView(user, page, parts, async (size) => {
        const rows: number = await page.locator('#log').evaluate(`(() => {
          const log = document.getElementById('log');
          const { top, bottom } = log.getBoundingClientRect();
          return [...log.querySelectorAll('.row')].filter((row) => {
            const box = row.getBoundingClientRect();
            return box.top >= top && box.bottom <= Math.min(bottom, innerHeight);
          }).length;
        })()`);
        assert.ok(rows >= 5, `${rows} lines at ${size}`);
      });
    });

    it('axe finds nothing on the page in four themes, with the colours of the log', async () => {
      const page = await deploymentPage(user, '1.0.2', 'stag');
      await assertAccessible(user, page, { name: 'failed', first: language === 'en' ? 'light' : 'dark' });
    });

    it('the log opens as a document with its sections, named after the deployment', async () => {
      const { words, workbench, picture } = user;
      const page = await deploymentPage(user, '1.0.2', 'stag');
      await page.getByRole('button', { name: words.t('Open Log in Editor') }).click();
      const title = `demo-app 1.0.2 → ${stagName()}.log`;
      await workbench.page.locator('.tab.active', { hasText: title }).waitFor();
      const editor = workbench.page.locator('.editor-instance .monaco-editor');
      await editor.getByText('-----> ').first().waitFor();
      await editor.locator('.codicon-folding-expanded').first().waitFor();
      assert.ok(!(await editor.innerText()).includes('\u001b'), 'without ANSI codes');
      await picture('log-document', editor.getByText('-----> ').first());
      await workbench.runCommand('View: Close Editor');
    });

    it('a deployment is rejected while another user’s is in progress, which is then followed to its end', async () => {
      const { words, workbench, picture } = user;
      const application = setup.platform.state.applications.get('demo-app') ?? assert.fail();
      const module = moduleOf(setup.platform.state, 'demo-app', 'default');
      addPastDeployment(
        setup.platform.state,
        { application, module },
        {
          environment: 'stag',
          version: '1.0.0',
          plan: successfulDeployment({ durationMs: 12_000 }),
          created: Date.now(),
          operator: 'dev',
        },
      );
      await deployFromTree(user, '1.0.3', 'stag');
      const refused = new RegExp(
        escapeRegExp(words.t('Version {0} wasn’t deployed to {1}. {2}', '1.0.3', stagName(), '').trim()),
      );
      await workbench.waitForNotification(refused);
      await picture('refused', workbench.toast(refused));
      await workbench.clickNotificationButton(words.t('Show Deployment'), refused);
      await waitUntilDeployed(user, '1.0.0', 'stag');
      assert.equal(newest().operator, 'dev', 'nothing else was begun');
    });

    it('processes that do not start are reported on the page of the successful deployment, and in the tree', async () => {
      const { words, workbench, picture } = user;
      await closePages();
      const module = moduleOf(setup.platform.state, 'demo-app', 'default');
      const before = module.processes;
      module.processes = { stag: [{ name: 'web', replicas: 1, plan: 'default', behaviour: 'crashes' }] };
      await deployFromTree(user, '1.0.3', 'stag');
      const page = await deploymentPage(user, '1.0.3', 'stag');
      await page.locator('#verdict[data-state="notStarting"]').waitFor({ timeout: 60_000 });
      await page.locator('#note-text', { hasText: 'CrashLoopBackOff' }).waitFor();
      await picture('not-starting', page.getByRole('button', { name: words.t('Show Application Log') }));
      const row = await openEnvironments(user, 'stag');
      await workbench.tree.expand(row);
      await workbench.tree.expand([...row, 'web']);
      await picture('not-starting-tree', await workbench.tree.row([...row, 'web']));
      if (before) module.processes = before;
      else delete module.processes;
    });

    it('a version is compared with what runs: the files and the description of both', async () => {
      const { words, workbench, picture } = user;
      await closePages();
      const upload = { packageUrl: `${setup.platform.packagesUrl}/demo-app-1.1.0.tar.gz`, version: '1.1.0' };
      await uploadFromModule(user, upload);
      await waitUntilUploaded(user, upload);
      await closePages();
      await openEnvironments(user, 'stag');
      await workbench.tree.contextMenu([appName(user), 'default', '1.1.0'], words.nls('command.compareWithRunning'));
      await chooseEnvironment(user, 'stag');
      const title = words.t('{0} / {1}: {2} ({3}) ↔ {4}', 'demo-app', 'default', '1.0.3', stagName(), '1.1.0');
      await workbench.page.locator('.tab.active', { hasText: title }).waitFor();
      const editors = workbench.page.locator('.editor-instance .monaco-diff-editor');
      await editors.getByText('app_desc.yaml').first().waitFor();
      await picture('compared', editors.first());
      await closePages();
    });

    it('the application’s log shows new lines, is searched on the platform, and says who can grant access', async () => {
      const { words, workbench, picture } = user;
      await closePages();
      const row = await openEnvironments(user, 'stag');
      const openLog = async () => {
        await workbench.tree.contextMenu(row, words.nls('command.showApplicationLog'));
        return workbench.webview(words.t('Log: {0} → {1}', 'demo-app', stagName()));
      };
      const page = await openLog();
      await page.locator('#rows .row').first().waitFor();
      await picture('application-log', page.locator('#rows .row').first());
      await page.locator('#search').fill('request');
      await page.locator('#search').press('Enter');
      await page.locator('#rows').getByText('request').first().waitFor();
      assert.equal(await page.locator('.row', { hasText: 'bk-mark' }).count(), 0);
      await assertAccessible(user, page, { name: 'application-log', first: language === 'en' ? 'light' : 'dark' });
      await closePages();
      setup.platform.switches.applicationLogsGranted = false;
      const refused = await openLog();
      await refused.locator('#problem-text', { hasText: 'search_standard_log_with_get' }).waitFor();
      await picture('application-log-refused', refused.getByRole('button', { name: words.t('Open Log in Console') }));
      setup.platform.switches.applicationLogsGranted = true;
    });

    it('after a reload during a deployment, the page is restored and follows the same deployment', async () => {
      const { words, workbench, picture } = user;
      await closePages();
      setup.platform.state.deployScripts.push({ plan: successfulDeployment({ durationMs: 15_000 }) });
      await deployFromTree(user, '1.0.3', 'stag');
      const page = await deploymentPage(user, '1.0.3', 'stag');
      await page.locator('#phases li').first().waitFor();
      const { id } = newest();
      await workbench.reload([id]);
      await workbench.openView(words.nls('view.container'));
      const again = await waitUntilDeployed(user, '1.0.3', 'stag');
      await picture('after-reload', again.locator('#facts', { hasText: id }));
      assert.equal(posts(), 1);
      assert.equal(newest().id, id);
    });

    it('the button of an older version asks before a roll-back as well', async () => {
      const { words, workbench } = user;
      await closePages();
      await deployFromTreeAsking('1.0.0');
      await chooseEnvironment(user, 'stag');
      const dialog = await workbench.modalDialog();
      const said = words.t('This is a rollback: {0} was uploaded before {1}.', '1.0.0', '1.0.3');
      assert.ok(dialog.detail.includes(said), dialog.detail);
      assert.ok(dialog.buttons.includes(words.t('Roll Back to {0}', '1.0.0')), dialog.buttons.join());
      await dialog.click('Cancel');
      assert.equal(posts(), 0, 'nothing was sent');
    });

    it('a rollback from the history says what changes, and is confirmed', async () => {
      const { words, workbench, picture } = user;
      await closePages();
      const row = await openEnvironments(user, 'stag');
      await workbench.tree.expand(row);
      await picture('environment-history', await workbench.tree.row([...row, '1.0.0']));
      // This row is the newest deployment of a version other than 1.0.3. Another user started this deployment in an
      // earlier test.
      await workbench.tree.inlineAction([...row, '1.0.0'], words.nls('command.rollBack'));
      const said = await confirmDeploy(user);
      const question = words.t(
        'Roll back {0} of {1} / {2} to version {3}?',
        stagName(),
        'demo-app',
        'default',
        '1.0.0',
      );
      assert.ok(said.includes(question), said);
      assert.ok(said.includes(words.t('This is a rollback: {0} was uploaded before {1}.', '1.0.0', '1.0.3')), said);
      await waitUntilDeployed(user, '1.0.0', 'stag');
      assert.equal(newest().source.name, '1.0.0');
    });

    it('a version that was overwritten after a newer one is a rollback too, by its own command', async () => {
      const { words, workbench } = user;
      await closePages();
      const module = moduleOf(setup.platform.state, 'demo-app', 'default');
      const overwritten = module.packages.find(({ version }) => version === '1.0.2') ?? assert.fail();
      overwritten.order = setup.platform.state.nextOrder++;
      addPastDeployment(
        setup.platform.state,
        { application: setup.platform.state.applications.get('demo-app') ?? assert.fail(), module },
        {
          environment: 'stag',
          version: '1.0.3',
          plan: successfulDeployment({ durationMs: 1 }),
          created: Date.now() - 1000,
        },
      );
      await workbench.runCommand(words.command('refresh'));
      await openEnvironments(user, 'stag');
      await workbench.tree.contextMenu([appName(user), 'default', '1.0.2'], words.nls('command.rollBack'));
      const dialog = await workbench.modalDialog();
      await user.picture('roll-back', dialog.box);
      assert.ok(
        dialog.detail.includes(words.t('This is a rollback: {0} is a lower version than {1}.', '1.0.2', '1.0.3')),
        dialog.detail,
      );
      await dialog.click('Cancel');
      assert.equal(posts(), 0, 'nothing was sent');
    });

    it('production is confirmed with application, module, version and what runs there now', async () => {
      const { words, workbench } = user;
      await deployFromTreeAsking('1.0.3');
      await chooseEnvironment(user, 'prod', { confirm: false });
      const dialog = await workbench.modalDialog();
      await user.picture('production', dialog.box);
      const prod = environmentName(words.t, 'prod');
      const asked = words.t('Deploy version {0} of {1} / {2} to {3}?', '1.0.3', 'demo-app', 'default', prod);
      assert.ok(dialog.message.includes(asked), dialog.message);
      assert.match(dialog.detail, /1\.0\.0/);
      await dialog.click('Cancel');
      assert.equal(posts(), 0, 'nothing was sent');
    });

    it('taking staging offline is confirmed, and the row then says so', async () => {
      const { words, workbench, picture } = user;
      const row = await openEnvironments(user, 'stag');
      await workbench.tree.contextMenu(row, words.nls('command.takeOffline'));
      const dialog = await workbench.modalDialog();
      await picture('offline-confirm', dialog.box);
      await dialog.click(words.t('Take Offline'));
      await workbench.waitForNotification(new RegExp(escapeRegExp(words.t('Taken offline: {0}', ''))));
      await describedAs(row, words.t('offline'));
      await picture('offline', await workbench.tree.row(row));
    });

    it('to take production offline, the user must type the App ID', async () => {
      const { words, workbench, picture } = user;
      const row = await openEnvironments(user, 'prod');
      await workbench.tree.contextMenu(row, words.nls('command.takeOffline'));
      const input = workbench.quickInput();
      await input.waitForTitle(
        new RegExp(escapeRegExp(words.t('Take Production of {0} / {1} Offline', 'demo-app', 'default'))),
      );
      await input.fill('demo');
      await input.accept();
      await input.waitForMessage(new RegExp(escapeRegExp(words.t('This doesn’t match the App ID “{0}”.', 'demo-app'))));
      assert.equal(posts(), 0, 'nothing was sent');
      await picture('offline-typed', input.messageLine);
      await input.fill('demo-app');
      await input.accept();
      await input.waitUntilClosed();
      await workbench.waitForNotification(new RegExp(escapeRegExp(words.t('Taken offline: {0}', ''))));
      await describedAs(row, words.t('offline'));
    });

    function stagName(): string {
      return environmentName(user.words.t, 'stag');
    }

    function newest(): Deployment {
      return moduleOf(setup.platform.state, 'demo-app', 'default').deployments.at(-1) ?? assert.fail();
    }

    function posts(): number {
      return setup.platform.requests.filter(({ method }) => method === 'POST').length;
    }

    async function deployFromTreeAsking(version: string): Promise<void> {
      const { workbench, words } = user;
      await openEnvironments(user, 'prod');
      await workbench.tree.inlineAction([appName(user), 'default', version], words.nls('command.deploy'));
    }

    async function describedAs(row: string[], text: string): Promise<void> {
      await (await user.workbench.tree.row(row)).locator('.label-description', { hasText: text }).waitFor();
    }
  });
}
