import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import type { Browser } from 'playwright-core';
import type { ApplicationLogView, LabelledLine } from '../../src/page/messages.ts';
import { findViolations } from '../e2e/pageChecks.ts';
import { launchBrowser } from '../editor/harness/launchBrowser.ts';
import { bundlePage, openPage, waitForCondition, controlTexts, type TestPage } from './deploymentPage.ts';
import { addLines, addManyLines, pageHeapBytes } from './manyLines.ts';

let browser: Browser;
const script = await bundlePage('applicationLog');
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

const logBoxExpression = "document.getElementById('log')";
const scrollScript = (top: string): string => `((log) => { log.scrollTop = ${top}; })(${logBoxExpression})`;
/** A JavaScript expression for the text of the first line that is completely in view. */
const firstVisibleLineExpression = `((log) => {
  const { top } = log.getBoundingClientRect();
  return [...log.querySelectorAll('.row')].find((row) => row.getBoundingClientRect().top >= top).textContent;
})(${logBoxExpression})`;

const view: ApplicationLogView = {
  title: 'Log of demo-app / default → Staging',
  query: { range: '1h', from: '', to: '', search: '', source: '', exclude: [] },
  known: { from: '2026-07-20T11:21:08', to: '2026-07-20T12:21:08' },
  sources: [
    { kind: 'process', value: 'process:web', name: 'web' },
    { kind: 'process', value: 'process:worker', name: 'worker' },
    { kind: 'instance', value: 'instance:web-1', name: 'web-1' },
  ],
  note: undefined,
  problem: undefined,
  canQuery: true,
  follows: true,
  older: 'no',
  empty: 'Loading…',
};

const viewMessage = (change: Partial<ApplicationLogView> = {}) =>
  ({ kind: 'applicationLog', view: { ...view, ...change } }) as const;

function linesOf(...texts: string[]): LabelledLine[] {
  return texts.map((text) => ({ text, label: '07-20 12:21:08 web 78jzf' }));
}

const numberedLines = (from: number, to: number): LabelledLine[] =>
  linesOf(...Array.from({ length: to - from + 1 }, (_, index) => `line ${from + index}`));

const spliceMessage = (at: number, removed: number, lines: readonly LabelledLine[]) =>
  ({ kind: 'splice', at, removed, lines }) as const;

/**
 * Defines a test that runs on a separate page. The test fails if the content security policy blocks something or the
 * page throws an error.
 */
function testOnPage(
  name: string,
  check: (open: TestPage) => Promise<void>,
  look: Parameters<typeof openPage>[2] = {},
): void {
  test(name, async () => {
    const open = await openPage(browser, script, { which: 'applicationLog', ...look });
    try {
      await check(open);
      assert.deepEqual(open.wrong, []);
    } finally {
      await open.page.context().close();
    }
  });
}

test('the script of the application log is at most 24 KB', () => {
  const kilobytes = Buffer.byteLength(script) / 1024;
  assert.ok(kilobytes <= 24, `${kilobytes.toFixed(1)} KB`);
});

testOnPage(
  'the newest lines are in view, with time, process and instance beside them, which are not copied',
  async (open) => {
    const { page, send } = open;
    await send(
      viewMessage(),
      spliceMessage(0, 0, numberedLines(501, 1000)),
      spliceMessage(0, 0, numberedLines(1, 500)),
    );
    assert.equal((await open.drawn()).at(-1), 1000);
    assert.equal(await open.line(1000), 'line 1000');
    const label = await page.evaluate(`getComputedStyle(document.querySelector('.row'), '::before').content`);
    assert.match(String(label), /07-20 12:21:08 web 78jzf/);
    assert.equal(await page.textContent('#line-count'), '1,000 lines');
    await page.focus('#log');
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+c');
    const copied = (await open.said()).find(({ kind }) => kind === 'copy');
    assert.equal(copied?.kind === 'copy' && copied.text.startsWith('line 1\nline 2\n'), true);
  },
);

for (const wraps of [false, true])
  testOnPage(
    `older and late lines, and lines that are dropped, do not move what is read${wraps ? ', wrapped' : ''}`,
    async (open) => {
      const { page, send } = open;
      await send(viewMessage(), spliceMessage(0, 0, numberedLines(1001, 2000)));
      if (wraps) await page.click('#wrap');
      await page.evaluate(scrollScript('300 * 20'));
      await page.locator('#follow', { hasText: controlTexts.follow }).waitFor();
      const before = await page.evaluate(firstVisibleLineExpression);
      await send(
        spliceMessage(0, 0, linesOf(...Array.from({ length: 500 }, (_, index) => `${index} ${'x'.repeat(300)}`))),
      );
      assert.equal(await page.evaluate(firstVisibleLineExpression), before);
      await send(spliceMessage(600, 0, linesOf('late')), spliceMessage(1501, 0, linesOf('new')));
      assert.equal(await page.evaluate(firstVisibleLineExpression), before);
      assert.equal(await page.isVisible('#new-lines'), true);
      await send(spliceMessage(0, 400, []));
      assert.equal(await page.evaluate(firstVisibleLineExpression), before);
      assert.equal(await page.textContent('#line-count'), '1,102 lines');
    },
  );

testOnPage('scrolling up near the first line loads older lines, once, and not again after a failure', async (open) => {
  const { page, send, said } = open;
  const asked = async (): Promise<number> =>
    (await said()).filter((message) => message.kind === 'run' && message.action === 'loadOlder').length;
  await send(viewMessage({ older: 'more' }), spliceMessage(0, 0, numberedLines(1, 1000)));
  assert.equal(await asked(), 0, 'while the end is followed');
  await page.evaluate(scrollScript('0'));
  await page.locator('#follow', { hasText: controlTexts.follow }).waitFor();
  await page.evaluate(scrollScript('20'));
  await waitForCondition(page, `said.some(({ action }) => action === 'loadOlder')`);
  assert.equal(await asked(), 1);
  await send(viewMessage({ older: 'no', note: 'Loading older lines…' }), spliceMessage(0, 0, numberedLines(1, 500)));
  await send(viewMessage({ older: 'more' }));
  assert.equal(await asked(), 1, 'the reader is now far from the first line');
  await page.evaluate(scrollScript('0'));
  await waitForCondition(page, `said.filter(({ action }) => action === 'loadOlder').length === 2`);
  await send(viewMessage({ older: 'onClick', note: 'Couldn’t load older lines.' }));
  await page.evaluate(scrollScript('20'));
  await send(viewMessage({ older: 'onClick' }));
  assert.equal(await asked(), 2);
  await page.click('#load-older');
  assert.equal(await asked(), 3);
});

testOnPage(
  'what the search has found is marked, also between colours, and shown without the marks',
  async ({ page, send, line }) => {
    const text = 'a \x1b[31mnee\x1b[1mdle\x1b[0m and needle';
    const marks = [[2, 17] as const, [26, 32] as const];
    await send(viewMessage(), spliceMessage(0, 0, [{ text, label: 'x', marks }]));
    assert.equal(await line(1), 'a needle and needle');
    assert.deepEqual(await page.evaluate(`[...CSS.highlights.get('mark')].map(String)`), ['needle', 'needle']);
  },
);

testOnPage('a gap is marked and explained', async ({ page, send }) => {
  await send(
    viewMessage(),
    spliceMessage(0, 0, [
      { text: 'a', label: 'x' },
      { text: 'b', label: 'x', gap: true },
    ]),
  );
  assert.match((await page.getAttribute('.row.gap', 'title')) ?? '', /Lines are missing here/);
  await send(spliceMessage(1, 1, linesOf('b')));
  assert.equal(await page.locator('.row.gap').count(), 0);
});

testOnPage('each control asks for its query, and typing is kept while lines arrive', async (open) => {
  const { page, send, said } = open;
  await send(viewMessage());
  await page.selectOption('#range', '3d');
  await page.selectOption('#source', 'process:worker');
  await page.fill('#search', 'error AND NOT timeout');
  await send(viewMessage({ note: 'Something', sources: view.sources.slice(0, 2) }), spliceMessage(0, 0, linesOf('a')));
  assert.equal(await page.inputValue('#search'), 'error AND NOT timeout');
  await page.press('#search', 'Enter');
  await page.click('#exclude > summary');
  await page.getByRole('checkbox', { name: 'web' }).check();
  await page.selectOption('#range', 'custom');
  assert.equal(await page.inputValue('#from'), '2026-07-20T11:21:08');
  await page.fill('#to', '2026-07-20T12:00:00');
  await page.click('#apply');
  const queries = (await said()).flatMap((message) => (message.kind === 'query' ? [message.query] : []));
  const same = view.query;
  assert.deepEqual(queries, [
    { ...same, range: '3d' },
    { ...same, source: 'process:worker' },
    { ...same, search: 'error AND NOT timeout' },
    { ...same, exclude: ['process:web'] },
    { ...same, range: 'custom', from: '2026-07-20T11:21:08', to: queries.at(-1)?.to },
  ]);
  assert.match(queries.at(-1)?.to ?? '', /^2026-07-20T12:00/);
});

testOnPage(
  'without a grant, a sentence and a button for the page of the console replace the log',
  async ({ page, send, said }) => {
    const actions = [{ id: 'openConsole', label: 'Open Log in Console', primary: true }] as const;
    await send(viewMessage({ canQuery: false, problem: { text: 'An administrator must grant it.', actions } }));
    assert.equal(
      await page.getByRole('status').filter({ hasText: 'An administrator must grant it.' }).isVisible(),
      true,
    );
    assert.deepEqual([await page.isVisible('#log'), await page.isVisible('#filter')], [false, false]);
    await page.getByRole('button', { name: 'Open Log in Console' }).click();
    assert.deepEqual((await said()).at(-1), { kind: 'run', action: 'openConsole' });
    assert.deepEqual(await findViolations(page), []);
  },
);

testOnPage('texts of the application and the platform stay text', async ({ page, send, line }) => {
  const hostile = '<img src=x onerror="window.hit=1"></script><script>window.hit=1</script><b>&amp;{0}';
  const sources = [
    { kind: 'process', value: hostile, name: hostile },
    { kind: 'instance', value: 'instance:x', name: hostile },
  ] as const;
  await send(
    viewMessage({ title: hostile, note: hostile, empty: hostile, sources, problem: { text: hostile, actions: [] } }),
    spliceMessage(0, 0, [{ text: `\x1b[31m${hostile}`, label: hostile }]),
  );
  assert.equal(await line(1), hostile);
  for (const id of ['title', 'note', 'problem-text']) assert.equal(await page.textContent(`#${id}`), hostile);
  assert.deepEqual(await page.evaluate(`[window.hit, document.querySelectorAll('img, b, script').length]`), [
    undefined,
    1,
  ]);
});

for (const theme of ['light', 'dark'] as const)
  testOnPage(
    `axe finds nothing on the page of a log, ${theme}`,
    async ({ page, send }) => {
      await send(
        viewMessage({ note: 'Loading older lines…', older: 'onClick' }),
        spliceMessage(0, 0, linesOf('\x1b[31mred', 'plain')),
      );
      await page.click('#exclude > summary');
      await page.selectOption('#range', 'custom');
      assert.deepEqual(await findViolations(page), []);
    },
    { theme },
  );

testOnPage(
  'in a small page, the log keeps a few lines',
  async ({ page, send }) => {
    await send(viewMessage(), spliceMessage(0, 0, numberedLines(1, 100)));
    await page.setViewportSize({ width: 420, height: 533 });
    await waitForCondition(page, `${logBoxExpression}.clientHeight >= 100`);
  },
  { width: 420, height: 533 },
);

testOnPage('a log of 100,000 lines draws the lines in view only, and uses less than 35 MB', async (open) => {
  const { page, send, drawn } = open;
  await send(viewMessage({ older: 'more' }));
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable');
  const before = await pageHeapBytes(cdp);
  await addManyLines(open, 96_000);
  await page.evaluate(scrollScript('0'));
  await page.locator('#follow', { hasText: controlTexts.follow }).waitFor();
  for (let times = 0; times < 8; times += 1) await addLines(open, 0, 500);
  assert.equal(await page.textContent('#line-count'), '100,000 lines');
  const rows = (await drawn()).length;
  assert.ok(rows > 0 && rows < 200, `${rows} rows`);
  const megabytes = ((await pageHeapBytes(cdp)) - before) / 2 ** 20;
  assert.ok(megabytes < 35, `${megabytes.toFixed(1)} MB`);
});
