import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import type { Locator } from 'playwright-core';
import { retryUntilDone } from '../editor/harness/waitUntil.ts';
import { packTarGz } from '../platform/archives.ts';
import { moduleOf, type SourcePackage } from '../platform/state.ts';
import { startRepository, repositorySeed, type EmbeddedRepository } from '../repository/startRepository.ts';
import { sourceToken, startSources, type EmbeddedSources } from '../sources/startSources.ts';
import { chooseInExplorer, escapeRegExp, signInFromWelcome, type User } from './steps.ts';
import { answerRepository, answerTarget, confirmPackage } from './publishSteps.ts';
import { languagesToTest, logOf, setUp, type Setup } from './setup.ts';
import { waitUntilStepDone } from './walkthroughSteps.ts';

const createDescription = (language: string, process: string, more = ''): string =>
  `spec_version: 2\napp_version: '2.5.0'\napp:\n  bk_app_code: demo-app\nmodules:\n  default:\n    language: ${language}\n${more}    processes:\n      ${process}:\n        command: ./bin/start\n`;

for (const language of languagesToTest()) {
  describe(`publishing, in ${language}`, () => {
    let setup: Setup;
    let repository: EmbeddedRepository;
    let sources: EmbeddedSources;
    let user: User;
    let folder: string;

    before(async () => {
      [repository, sources] = await Promise.all([startRepository(), startSources()]);
      setup = await setUp();
      const { allowedHosts } = setup.platform.switches;
      if (allowedHosts !== 'any') allowedHosts.push(repository.host);
      folder = await setup.folder({
        'project/app_desc.yaml': createDescription('Python', 'web'),
        'project/bin/start': '#!/bin/sh\nexec python -m http.server\n',
        'project/config/local.env.js': `module.exports = { key: 'AKIA${'A'.repeat(16)}' };\n`,
        'project/id_rsa': ['-----BEGIN OPENSSH', 'PRIVATE', 'KEY-----'].join(' '),
        'project/.gitignore': '*.log\n',
        'project/debug.log': 'never packed\n',
        'broken/app_desc.yaml': createDescription('golang', 'Web', '    source_dir: src\n'),
        '.vscode/settings.json': JSON.stringify({
          'bkpaas.releaseSources': [
            { kind: 'github', url: `${sources.baseUrl}/octo/demo` },
            { kind: 'gitlab', url: `${sources.baseUrl}/team/sub/private`, name: 'Private' },
          ],
        }),
      });
      const broken = packTarGz([
        { path: './app_desc.yaml', content: createDescription('golang', 'Web', '    source_dir: src\n') },
      ]);
      await writeFile(path.join(folder, 'broken-1.0.0.tar.gz'), broken);
      user = await setup.open(`publish-${language}`, {
        language,
        theme: language === 'en' ? 'dark' : 'light',
        folder,
      });
      await signInFromWelcome(user);
    });
    after(async () => {
      await setup.close();
      await repository.close();
      await sources.close();
    });
    beforeEach(() => {
      repository.requests.length = 0;
    });

    it('a folder is packed without its secrets, published, uploaded and verified', async () => {
      const { workbench, words, picture } = user;
      await chooseInExplorer(user, 'project', 'packAndUpload');
      await answerRepository(user, repository);
      await answerTarget(user);
      const input = workbench.quickInput();
      const secret = words.t('“{0}” seems to contain a secret: {1}', 'config/local.env.js', words.t('AWS access key'));
      await input.waitForItem(new RegExp(escapeRegExp(secret)));
      const listed = await input.items();
      assert.ok(
        listed.every(({ label }) => !label.includes('debug.log')),
        'git’s rules are kept',
      );
      assert.equal(listed.filter(({ label }) => label.includes('“id_rsa”')).length, 1, 'each secret is listed once');
      await picture('readme-publish', input.item(secret));
      // Picking a finding shows its file and does not end the publication.
      await input.pick(secret);
      await workbench.page.locator('.tab[data-resource-name="local.env.js"]').waitFor();
      await input.itemButton(secret, words.t('Leave Out'));
      await input.waitForItem(new RegExp(escapeRegExp(words.t('Leave out “{0}” and publish', 'id_rsa'))));
      assert.equal(await readFile(ignoreFile(), 'utf8'), '/config/local.env.js\n');
      await picture('publish-left-out', input.item(words.t('Leave out “{0}” and publish', 'id_rsa')));
      await input.accept();
      await picture('published', await seeVerified('2.5.0'));
      assert.equal(await readFile(ignoreFile(), 'utf8'), '/config/local.env.js\n/id_rsa\n');
      const [node] = repository.nodes.values();
      const packed = gunzipSync(node?.bytes ?? Buffer.alloc(0)).toString('latin1');
      assert.ok(packed.includes('./bin/start'));
      for (const secretName of ['./id_rsa', './config/local.env.js'])
        assert.ok(!packed.includes(secretName), secretName);
      assert.equal(stored('2.5.0')?.sha256, node?.sha256);
      assert.deepEqual(
        [...repository.nodes.keys()],
        ['/demo/packages/releases/demo-app/default/2.5.0/demo-app.tar.gz'],
      );
    });

    it('uploading a folder completes the last step of the walkthrough', async () => {
      await user.workbench.runCommand(user.words.command('openWalkthrough'));
      await waitUntilStepDone(user, 'publish');
      await waitUntilStepDone(user, 'deploy', false);
    });

    it('publishing the same folder again sends no file', async () => {
      const { workbench, words, picture } = user;
      await workbench.runCommand('Notifications: Clear All Notifications');
      await chooseInExplorer(user, 'project', 'packAndUpload');
      await answerTarget(user);
      const input = workbench.quickInput();
      await input.pick(words.t('Overwrite {0} / {1} {2}', 'demo-app', 'default', '2.5.0'));
      await confirmPackage(user, 'pack');
      const name = 'demo / packages';
      await workbench.waitForNotification(
        new RegExp(escapeRegExp(words.t('The same package was already in {0}, so it wasn’t sent again.', name))),
      );
      await picture('already-there', await seeVerified('2.5.0'));
      assert.equal(repository.requests.filter(({ method }) => method === 'PUT').length, 0);
    });

    it('an archive with three faults is rejected with three messages, and quick fixes correct two faults', async () => {
      const { workbench, words, picture } = user;
      await chooseInExplorer(user, 'broken-1.0.0.tar.gz', 'publishAndUpload');
      await answerTarget(user, '3.0.0');
      const input = workbench.quickInput();
      await input.waitForItem(new RegExp(escapeRegExp(words.t('Can’t publish: {0} errors', 3))));
      for (const sentence of [
        words.t('The platform doesn’t support the language “{0}”.', 'golang'),
        words.t('“{0}” isn’t a valid name for a process.', 'Web'),
        words.t('The source directory “{0}” isn’t in the package.', 'src'),
      ]) {
        await input.waitForItem(new RegExp(escapeRegExp(sentence)));
      }
      await picture('refused', input.item(words.t('Can’t publish: {0} errors', 3)));
      await input.escape();
      assert.equal(repository.requests.length, 0, 'nothing was sent');
      await workbench.explorer.expand('broken');
      await workbench.explorer.open('app_desc.yaml');
      await quickFix(/golang/, /language:\s*go\s*$/, words.t('Change to “{0}”', 'go'));
      await quickFix(/\bWeb:/, /\bweb:/, words.t('Change to “{0}”', 'web'));
      await picture('fixed', workbench.page.locator('.monaco-editor .view-line', { hasText: 'language: go' }));
    });

    it('a release of GitHub is published and uploaded, with the version of its tag', async () => {
      const { workbench, words, picture } = user;
      await workbench.runCommand(words.command('pickRelease'));
      const input = workbench.quickInput();
      await input.waitForItem(/octo\/demo/);
      await picture('release-sources', input.item(/octo\/demo/));
      await input.pick(`${sources.host}/octo/demo`);
      const file = await input.waitForItem(/demo-app-1\.2\.0\.tar\.gz/);
      assert.ok(file.description.includes(words.t('from the tag')));
      await picture('release-files', input.item('demo-app-1.2.0.tar.gz'));
      await input.pick('demo-app-1.2.0.tar.gz');
      await input.waitForTitle(/3\/3/);
      await picture('release-way', input.item(words.t('Publish to BK-Repo and Upload')));
      const [likeliest] = await input.items();
      assert.ok(likeliest?.label.endsWith(words.t('Publish to BK-Repo and Upload')), 'no upload by link worked yet');
      await input.back(/2\/3/);
      await input.pick('demo-app-1.2.0.tar.gz');
      await input.waitForTitle(/3\/3/);
      await input.accept();
      await answerTarget(user);
      await picture('release-uploaded', await seeVerified('1.2.0'));
    });

    it('a private release of GitLab is signed in to, and brought to the platform', async () => {
      const { workbench, words, picture } = user;
      await workbench.runCommand(words.command('pickRelease'));
      const input = workbench.quickInput();
      await input.pick('Private');
      await input.waitForItem(new RegExp(escapeRegExp(words.t('Sign In…'))));
      await picture('release-private', input.item(words.t('Sign In…')));
      await input.pick(words.t('Sign In…'));
      await input.waitForTitle(new RegExp(escapeRegExp(words.t('Sign In to {0}', sources.host))));
      await input.fill(sourceToken);
      await input.accept();
      await picture('release-signed-in', input.item('demo-app-1.2.0.tar.gz'));
      await input.pick('demo-app-1.2.0.tar.gz');
      await answerTarget(user, '1.2.1');
      await seeVerified('1.2.1');
      assert.ok(stored('1.2.1'));
      const written = logOf(user);
      for (const secret of [sourceToken, repositorySeed.secret, 'token=']) assert.ok(!written.includes(secret), secret);
    });

    it('a pasted block of BKREPO_* variables answers all questions, and its password is never to be seen', async () => {
      const { workbench, words, picture } = user;
      const { project, repositories, secret, user: userName } = repositorySeed;
      await workbench.runCommand('Notifications: Clear All Notifications');
      await workbench.runCommand(words.command('addRepository'));
      const input = workbench.quickInput();
      await input.waitForMessage(/BKREPO_\*/);
      await picture('repository-why', input.messageLine);
      const block = (password: string): string =>
        [
          `export BKREPO_PASSWORD="${password}"`,
          `BKREPO_USERNAME: ${userName}`,
          `BKREPO_PROJECT：${project}`,
          `BKREPO_PRIVATE_BUCKET=${repositories[0]}`,
          `BKREPO_ENDPOINT_URL='${repository.baseUrl}'`,
          'BKREPO_OTHER=1',
        ].join('\r\n');
      await input.paste(block('wrong'));
      await input.waitForMessage(new RegExp(escapeRegExp(words.t('password (hidden)'))));
      assert.equal(await input.value(), repository.baseUrl);
      await picture('repository-pasted', input.messageLine);
      await input.accept();
      await input.waitForMessage(new RegExp(escapeRegExp(words.t('{0} Press Enter to correct it.', ''))));
      await input.paste(block(secret));
      await input.waitForMessage(new RegExp(escapeRegExp(words.t('password (hidden)'))));
      assert.ok(!(await workbench.page.content()).includes(secret));
      await input.accept();
      const signedIn = words.t('Signed in to BK-Repo repository {0}.', `${project} / ${repositories[0]}`);
      await workbench.waitForNotification(new RegExp(escapeRegExp(signedIn)));
      assert.ok(!logOf(user).includes(secret));
    });
    function ignoreFile(): string {
      return path.join(folder, 'project', '.bkpaasignore');
    }

    function stored(version: string): SourcePackage | undefined {
      return moduleOf(setup.platform.state, 'demo-app', 'default').packages.find((each) => each.version === version);
    }

    async function seeVerified(version: string): Promise<Locator> {
      const { workbench, words } = user;
      const page = await workbench.webview(words.t('Upload: {0}', ''));
      await page.locator('.target', { hasText: version }).waitFor();
      const verified = words.t('Verified: the stored package has the same size and SHA-256 as the file at the URL.');
      const sentence = page.getByText(verified).first();
      await sentence.waitFor();
      return sentence;
    }

    /**
     * Puts the cursor on the text that matches `faulty`, applies the quick fix with this title and waits for a text
     * that matches `fixed`. Retries all three steps until they succeed.
     */
    async function quickFix(faulty: RegExp, fixed: RegExp, title: string): Promise<void> {
      const { page } = user.workbench;
      const lineWith = (text: RegExp): Locator =>
        page.locator('.monaco-editor .view-line', { hasText: text }).getByText(text).first();
      const list = page.locator('.action-widget .monaco-list');
      const row = list.locator('.monaco-list-row', { hasText: title }).first();
      const timeout = 2000;
      await retryUntilDone(page, `the fix “${title}”`, async () => {
        if (await lineWith(fixed).isVisible()) return;
        // VS Code closes the list when the diagnostics change, for example after the previous fix. So this opens the
        // list again if needed.
        if (!(await row.isVisible())) {
          await page.keyboard.press('Escape');
          // The click is forced, because in a second attempt the caret covers the word. A forced click fails if VS Code
          // redraws the line at this moment. Then all steps are retried.
          await lineWith(faulty).click({ force: true, timeout });
          await page.keyboard.press('Control+.');
          await row.waitFor({ timeout });
        }
        // Enter applies the list's only row, which is already selected. A click is not possible, because the oldest VS
        // Code blocks a test's clicks on the row. The key goes to the list and not to the page, because the editor must
        // not get the key if the list has just closed.
        await list.press('Enter', { timeout });
        await lineWith(fixed).waitFor({ timeout });
      });
    }
  });
}
