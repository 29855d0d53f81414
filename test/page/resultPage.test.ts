import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import type { Browser } from 'playwright-core';
import type { UploadOutcome } from '../../src/core/operations/upload/uploadOutcome.ts';
import { PlatformError } from '../../src/core/platform/platformError.ts';
import { resultView } from '../../src/vscode/upload/page/resultPage.ts';
import { findViolations } from '../e2e/pageChecks.ts';
import { launchBrowser } from '../editor/harness/launchBrowser.ts';
import { translateToEnglish } from '../texts/translations.ts';
import { batchView } from '../../src/vscode/batch/page/batchPage.ts';
import { batchOf, failedOutcome } from '../vscode/batchReport.ts';
import { outcomes, reportOf } from '../vscode/report.ts';
import { bundlePage, openPage, type TestPage } from './deploymentPage.ts';
import { themes, type ThemeName } from './themes.ts';

let browser: Browser;
const script = await bundlePage('result');
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

const viewOf = (outcome: UploadOutcome | undefined) => resultView(translateToEnglish, reportOf(outcome));
const failedUpload: UploadOutcome = {
  status: 'failed',
  error: new PlatformError('packageHostNotAllowed', { subject: 'pkg.example.com', said: 'Not on the list' }),
};

function testOnPage(name: string, check: (open: TestPage) => Promise<void>, theme: ThemeName = 'dark'): void {
  test(name, async () => {
    const open = await openPage(browser, script, { which: 'result', theme });
    try {
      await check(open);
      assert.deepEqual(open.wrong, []);
    } finally {
      await open.page.context().close();
    }
  });
}

testOnPage('the headline is written into an existing region, so it is announced', async ({ page, send, said }) => {
  assert.deepEqual(await said(), [{ kind: 'ready' }]);
  await page.evaluate(`window.nodes = [...document.querySelectorAll('h1 span, .verdict')]`);
  await send(viewOf(undefined));
  assert.match(await page.locator('[role=status]').first().innerText(), /Confirming the upload/);
  await send(viewOf(failedUpload));
  assert.match(await page.locator('#alert').innerText(), /Upload failed\s+The platform isn’t allowed to download/);
  assert.equal(await page.locator('#status').innerText(), '');
  assert.equal(await page.evaluate(`window.nodes.every((node) => node.isConnected)`), true);
  assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1);
  assert.equal(await page.title(), 'Upload of 1.0.3 to demo-app / default');
});

testOnPage('the result of a check is written into an existing region, so it is announced', async ({ page, send }) => {
  await page.evaluate(`window.region = document.getElementById('announcement')`);
  await send(resultView(translateToEnglish, { ...reportOf(outcomes.uploaded), verifying: true }));
  const text = (): Promise<unknown> => page.evaluate(`window.region.isConnected && window.region.textContent`);
  assert.match(String(await text()), /Comparing the package/);
  await send(resultView(translateToEnglish, { ...reportOf(outcomes.uploaded), comparison: { now: undefined } }));
  assert.equal(await text(), 'This version doesn’t exist on the platform.');
  assert.equal(await page.getByText('This version doesn’t exist on the platform.').count(), 2);
  assert.equal(await page.locator('#content').locator('[role=alert], [role=status]').count(), 0);
});

testOnPage('Space and Enter press a button, and More unfolds with either', async ({ page, send, said }) => {
  await send(viewOf(failedUpload));
  await page.getByRole('button', { name: 'Publish to BK-Repo and Upload…' }).press('Space');
  await page.locator('#more summary').press('Space');
  await page.getByRole('button', { name: 'Copy as curl' }).press('Enter');
  assert.deepEqual(await said(), [
    { kind: 'ready' },
    { kind: 'run', action: 'bkpaas.relayUpload' },
    { kind: 'run', action: 'bkpaas.copyAsCurl' },
  ]);
});

testOnPage('an updated page keeps the focus and unfolded parts', async ({ page, send }) => {
  await send(viewOf(outcomes.uploaded));
  await page.locator('#more summary').click();
  await page.getByRole('button', { name: 'Copy as curl' }).focus();
  await send(resultView(translateToEnglish, { ...reportOf(outcomes.uploaded), verifying: true }));
  assert.equal(await page.evaluate('document.activeElement.dataset.action'), 'bkpaas.copyAsCurl');
  assert.equal(await page.locator('#more').getAttribute('open'), '');
  await page.locator('#more summary').focus();
  await send(viewOf(outcomes.uploaded));
  assert.equal(await page.evaluate(`document.activeElement.matches('#more > summary')`), true);
});

testOnPage('the page sends the selected text on request', async ({ page, send, said }) => {
  await send(viewOf(failedUpload));
  await page.evaluate(`document.getSelection().selectAllChildren(document.querySelector('h1'))`);
  await send({ kind: 'copySelection' });
  assert.deepEqual((await said()).at(-1), { kind: 'copy', text: '✗ Upload failed' });
});

for (const theme of Object.keys(themes) as ThemeName[]) {
  testOnPage(
    `axe finds nothing on the page of a success, a failure and an unknown outcome, ${theme}`,
    async ({ page, send }) => {
      for (const [name, outcome] of Object.entries({
        uploaded: outcomes.uploaded,
        failed: failedUpload,
        unknown: outcomes.unknown,
      })) {
        await send(viewOf(outcome));
        await page.evaluate(`for (const fold of document.querySelectorAll('details')) fold.open = true`);
        assert.deepEqual(await findViolations(page), [], name);
      }
    },
    theme,
  );
}

for (const theme of Object.keys(themes) as ThemeName[])
  testOnPage(
    `the table of a batch keeps the focus while it grows, and breaks no rule of axe in ${theme}`,
    async ({ page, send, said }) => {
      await send(
        batchView(
          translateToEnglish,
          batchOf([failedOutcome, outcomes.unknown, 'uploading', 'waiting'], { isRunning: true }),
        ),
      );
      await page.getByRole('button', { name: 'Cancel' }).focus();
      const grown = batchOf([failedOutcome, outcomes.unknown, outcomes.uploaded, 'uploading'], { isRunning: true });
      await send(batchView(translateToEnglish, grown));
      assert.equal(await page.evaluate('document.activeElement.dataset.action'), 'cancel');
      const name = 'Show the result of demo-app / module-1';
      await page.getByRole('button', { name }).press('Enter');
      await send(batchView(translateToEnglish, grown));
      const row = grown.batch.rows[1]?.record.id;
      assert.deepEqual((await said()).at(-1), { kind: 'run', action: 'showRow', row });
      assert.deepEqual(await findViolations(page), []);
    },
    theme,
  );
