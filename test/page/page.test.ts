import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import type { Browser } from 'playwright-core';
import { findViolations } from '../e2e/pageChecks.ts';
import { launchBrowser } from '../editor/harness/launchBrowser.ts';
import { bundlePage, openPage, waitForCondition, view, controlTexts, type TestPage } from './deploymentPage.ts';
import { themes, type ThemeName } from './themes.ts';

let browser: Browser;
const script = await bundlePage();
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

const logSelector = '#log';
const logBoxExpression = "document.getElementById('log')";
const scrollScript = (top: string): string => `((log) => { log.scrollTop = ${top}; })(${logBoxExpression})`;
const atEndCondition = `((log) => log.scrollTop + log.clientHeight >= log.scrollHeight - 1)(${logBoxExpression})`;

/** Sends a log as the extension does, in messages of 2,000 lines. */
async function sendLog({ page, send }: TestPage, count: number, text = 'line {0}'): Promise<void> {
  const piece = `for (let from = 0; from < ${count}; from += 2000) window.postMessage({ kind: 'log', from,
    lines: Array.from({ length: Math.min(2000, ${count} - from) }, (_, index) =>
      ${JSON.stringify(text)}.replace('{0}', String(from + index + 1))) }, '*')`;
  await page.evaluate(piece);
  // This message arrives after all pieces, and `send` waits until the page has drawn.
  await send({ kind: 'view', view });
}

/**
 * Defines a test that runs on a separate page. Afterwards, the test asserts that the page's content security policy
 * blocked nothing and that the page's script threw nothing.
 */
function testOnPage(
  name: string,
  check: (open: TestPage) => Promise<void>,
  look: Parameters<typeof openPage>[2] = {},
): void {
  test(name, async () => {
    const open = await openPage(browser, script, look);
    try {
      await check(open);
      assert.deepEqual(open.wrong, []);
    } finally {
      await open.page.context().close();
    }
  });
}

test('the script is at most 23.5 KB', () => {
  const kilobytes = Buffer.byteLength(script) / 1024;
  assert.ok(kilobytes <= 23.5, `${kilobytes.toFixed(1)} KB`);
});

testOnPage(
  'the page reports that it is ready, and keeps the state that the extension needs',
  async ({ said, state }) => {
    assert.deepEqual(await said(), [{ kind: 'ready' }]);
    assert.equal((await state())['deployment'], 'd-1');
  },
);

testOnPage('of 100,000 lines only those in view are drawn, in order, and the end is in view', async (open) => {
  await sendLog(open, 100_000);
  const drawn = await open.drawn();
  assert.ok(drawn.length < 300, `${drawn.length} rows`);
  assert.equal(drawn.at(-1), 100_000);
  assert.deepEqual(
    drawn,
    [...drawn].sort((one, other) => one - other),
  );
  assert.equal(await open.page.textContent('#line-count'), '100,000 lines');
  for (const line of [50_001, 1, 33_334]) {
    await open.page.evaluate(scrollScript(`${line - 1} * 20`));
    await waitForCondition(open.page, `document.querySelector('.row[data-line="${line}"]')`);
    assert.ok((await open.drawn()).length < 300);
  }
});

testOnPage('the lines in view stay unchanged when lines are added below them', async (open) => {
  await sendLog(open, 3000);
  await open.page.evaluate(scrollScript('0'));
  await open.page.locator('.row[data-line="1"]').waitFor();
  await open.page.evaluate(`window.row = document.querySelector('.row')`);
  await open.send({ kind: 'log', from: 3000, lines: ['more'] });
  assert.equal(
    await open.page.evaluate(`window.row.isConnected && window.row === document.querySelector('.row')`),
    true,
  );
});

testOnPage('a single line is counted in the singular', async (open) => {
  await open.send({ kind: 'log', from: 0, lines: ['a'] });
  assert.equal(await open.page.textContent('#line-count'), '1 line');
});

testOnPage('replaced lines are drawn again', async (open) => {
  await open.send({ kind: 'log', from: 0, lines: ['a', 'b', 'c'] }, { kind: 'log', from: 1, lines: ['B'] });
  assert.deepEqual(await open.drawn(), [1, 2]);
  assert.equal(await open.line(2), 'B');
});

testOnPage(
  'the page follows the end until the user scrolls up, and again after a click on the button for new lines',
  async (open) => {
    const { page, send } = open;
    await sendLog(open, 3000);
    assert.equal(await page.textContent('#follow'), controlTexts.pause);
    await page.evaluate(scrollScript('500'));
    await page.locator('#follow', { hasText: controlTexts.follow }).waitFor();
    assert.equal(await page.isVisible('#new-lines'), false);
    await send({ kind: 'log', from: 3000, lines: ['more'] });
    assert.equal(await page.evaluate(`${logBoxExpression}.scrollTop`), 500);
    await page.click('#new-lines');
    await page.locator('#follow', { hasText: controlTexts.pause }).waitFor();
    await send({ kind: 'log', from: 3001, lines: ['and more'] });
    assert.equal(await page.evaluate(atEndCondition), true);
    assert.equal(await page.isVisible('#new-lines'), false);
  },
);

testOnPage('the button pauses and follows, and scrolling to the end follows too', async (open) => {
  const { page, send } = open;
  await sendLog(open, 3000);
  await page.click('#follow');
  await send({ kind: 'log', from: 3000, lines: ['more'] });
  assert.equal(await page.evaluate(atEndCondition), false);
  await page.click('#follow');
  await page.locator('#follow', { hasText: controlTexts.pause }).waitFor();
  assert.equal(await page.evaluate(atEndCondition), true);
  await page.focus(logSelector);
  await page.keyboard.press('Home');
  await page.locator('#follow', { hasText: controlTexts.follow }).waitFor();
  await waitForCondition(page, `${logBoxExpression}.scrollTop === 0`);
  await page.evaluate(scrollScript('log.scrollHeight'));
  await page.locator('#follow', { hasText: controlTexts.pause }).waitFor();
});

testOnPage(
  'Ctrl+F finds text during typing, Enter and Shift+Enter wrap around, Escape returns the focus to the log',
  async (open) => {
    const { page } = open;
    await sendLog(open, 20_000);
    await page.focus(logSelector);
    await page.keyboard.press('Control+f');
    await page.keyboard.type('LINE 1234');
    await waitForCount(open, '1 of 11');
    await page.locator('.row[data-line="1234"]').waitFor();
    assert.equal(await highlightedTexts(open, 'current-match'), 'line 1234');
    await page.keyboard.press('Enter');
    await waitForCount(open, '2 of 11');
    assert.equal(await page.locator('.row[data-line="12340"]').isVisible(), true);
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.press('Shift+Enter');
    await waitForCount(open, '11 of 11');
    await page.keyboard.type('x');
    await waitForCount(open, controlTexts.noMatches);
    await page.keyboard.press('Escape');
    assert.equal(await page.isVisible('#find'), false);
    assert.equal(await page.evaluate('document.activeElement.id'), 'log');
    assert.equal(await page.evaluate(`CSS.highlights.get('match').size`), 0);
  },
);

testOnPage('all matches in view are marked, also across a change of colour and far to the right', async (open) => {
  const { page, send } = open;
  const long = `${'x'.repeat(5000)}needle`;
  await send({ kind: 'log', from: 0, lines: ['a \x1b[31mnee\x1b[1mdle\x1b[0m and needle', 'none', long] });
  await page.keyboard.press('Control+f');
  await page.keyboard.type('needle');
  await waitForCount(open, '1 of 3');
  assert.equal(await page.evaluate(`CSS.highlights.get('match').size`), 3);
  assert.equal(await highlightedTexts(open, 'current-match'), 'needle');
  await page.keyboard.press('Shift+Enter');
  await waitForCount(open, '3 of 3');
  assert.ok(await page.evaluate(`${logBoxExpression}.scrollLeft > 1000`));
});

testOnPage('lines that arrive during a search are searched too', async (open) => {
  await sendLog(open, 5000, 'needle {0}');
  await open.page.keyboard.press('Control+f');
  await open.page.keyboard.type('needle');
  await open.page.locator('#find-count', { hasText: 'of 5000' }).waitFor();
  await open.send({ kind: 'log', from: 5000, lines: ['needle'] });
  await open.page.locator('#find-count', { hasText: 'of 5001' }).waitFor();
});

testOnPage(
  'Ctrl+A and Ctrl+C in the log copy every line, without codes, although only a few are drawn',
  async (open) => {
    await sendLog(open, 50_000, '\x1b[32mline\x1b[0m {0}');
    await open.page.focus(logSelector);
    await open.page.keyboard.press('Control+a');
    await open.page.keyboard.press('Control+c');
    const text = await copiedText(open);
    const lines = text.split('\n');
    assert.deepEqual(
      [lines.length, lines[0], lines[25_000], lines.at(-1)],
      [50_000, 'line 1', 'line 25001', 'line 50000'],
    );
    assert.ok((await open.drawn()).length < 300);
  },
);

testOnPage('a selection that is longer than the drawn lines is copied exactly', async (open) => {
  const { page } = open;
  await sendLog(open, 5000);
  await page.evaluate(scrollScript('0'));
  await page.locator('.row[data-line="2"]').waitFor();
  const from = await pointInCharacter(open, 2, 'lin'.length);
  await page.mouse.click(from.x, from.y);
  await page.evaluate(scrollScript('3000 * 20'));
  await page.locator('.row[data-line="3010"]').waitFor();
  assert.deepEqual(
    (await open.drawn()).filter((line) => line < 2900),
    [],
  );
  await page.evaluate(scrollScript('0'));
  await page.locator('.row[data-line="2"]').waitFor();
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 40, from.y + 40);
  await page.evaluate(scrollScript('3000 * 20'));
  await page.locator('.row[data-line="3010"]').waitFor();
  const to = await pointInCharacter(open, 3010, 'line 30'.length);
  await page.mouse.move(to.x - 5, to.y);
  await page.mouse.move(to.x, to.y);
  await page.mouse.up();
  await page.keyboard.press('Control+c');
  const lines = (await copiedText(open)).split('\n');
  assert.deepEqual([lines[0], lines[1], lines.at(-2), lines.at(-1)], ['e 2', 'line 3', 'line 3009', 'line 30']);
  assert.equal(lines.length, 3009);
});

testOnPage('a selection within one line, and one outside of the log, is copied by the browser', async (open) => {
  await open.send({ kind: 'view', view }, { kind: 'log', from: 0, lines: ['one two', 'three'] });
  await open.page.dblclick('.row[data-line="1"]', { position: { x: 80, y: 10 } });
  await open.page.keyboard.press('Control+c');
  await open.page.dblclick('#title');
  await open.page.keyboard.press('Control+c');
  assert.deepEqual(await open.said(), [{ kind: 'ready' }]);
});

testOnPage('texts of the platform stay text, whatever they look like', async ({ page, send, line }) => {
  const hostile = '<img src=x onerror="window.hit=1"></script><script>window.hit=1</script><b>&amp;{0}';
  const url = 'javascript:window.hit=1';
  const step = { name: hostile, state: 'failed', stateText: hostile, duration: hostile } as const;
  await send(
    { kind: 'log', from: 0, lines: [hostile, `\x1b[31m${hostile}`, `\x1b]8;;${url}\x07${hostile}\x1b]8;;\x07`] },
    {
      kind: 'view',
      view: {
        title: hostile,
        verdict: {
          state: 'failed',
          text: hostile,
          detail: hostile,
          tips: { heading: hostile, reason: hostile, links: [{ text: hostile, description: hostile, url }] },
          address: url,
        },
        facts: [{ name: hostile, value: hostile }],
        phases: [{ ...step, steps: [step] }],
        actions: [{ id: 'openConsole', label: hostile, primary: true }],
        note: hostile,
        readNow: hostile,
      },
    },
  );
  for (const number of [1, 2, 3]) assert.equal(await line(number), hostile);
  for (const id of ['title', 'verdict-text', 'detail', 'note-text', 'read-now'])
    assert.equal(await page.textContent(`#${id}`), hostile);
  assert.deepEqual(await page.evaluate(`[window.hit, document.querySelectorAll('img, b, a, script').length]`), [
    undefined,
    1,
  ]);
});

const failedVerdict = {
  state: 'failed',
  text: 'It failed.',
  detail: 'reason',
  tips: {
    heading: 'Tips',
    reason: 'No memory',
    links: [{ text: 'FAQ', description: 'Questions', url: 'https://e.com/faq?a=1&b=2' }],
  },
  address: 'https://app.e.com/',
} as const;

testOnPage(
  'a failed deployment has the platform’s message and tips, and buttons for the next steps',
  async ({ page, send, said }) => {
    const detail = Array.from({ length: 9 }, (_, index) => `reason ${index}`).join('\n');
    await send({
      kind: 'view',
      view: {
        ...view,
        verdict: { ...failedVerdict, detail },
        facts: [{ name: 'Version', value: '1.0.3' }],
        actions: [{ id: 'deployAgain', label: 'Deploy Again…', primary: true }],
        note: 'The log is large.',
        readNow: 'Read Now',
      },
    });
    assert.equal(await page.getByRole('status').filter({ hasText: 'It failed.' }).count(), 1);
    assert.equal(await page.getByRole('status').filter({ hasText: 'The log is large.' }).count(), 1);
    assert.equal(await page.textContent('#facts'), 'Version1.0.3');
    const toggle = page.getByRole('button', { name: controlTexts.details });
    assert.equal(await toggle.getAttribute('aria-expanded'), 'false');
    await toggle.click();
    assert.ok(
      await page.evaluate(`((box) => box.scrollHeight <= box.clientHeight)(document.getElementById('detail'))`),
    );
    await page.getByRole('link', { name: 'FAQ' }).click();
    await page.getByRole('link', { name: 'https://app.e.com/' }).click();
    for (const name of ['Deploy Again…', 'Read Now', controlTexts.copyLog, controlTexts.saveLog])
      await page.getByRole('button', { name }).click();
    assert.deepEqual(await said(), [
      { kind: 'ready' },
      { kind: 'open', url: 'https://e.com/faq?a=1&b=2' },
      { kind: 'open', url: 'https://app.e.com/' },
      { kind: 'run', action: 'deployAgain' },
      { kind: 'run', action: 'readNow' },
      { kind: 'run', action: 'copyLog' },
      { kind: 'run', action: 'saveLog' },
    ]);
    assert.equal(page.url(), 'https://page.test/', 'no link leads away from the page');
  },
);

testOnPage('an updated view keeps the focus, folded phases and elements', async ({ page, send }) => {
  const steps = [{ name: 'Build', state: 'running', stateText: 'running', duration: '1 s' }] as const;
  const phase = { name: 'Build Phase', state: 'running', stateText: 'running', duration: '1 s', steps } as const;
  const actions = [{ id: 'openAddress', label: 'Stop', primary: false }] as const;
  await send({ kind: 'view', view: { ...view, phases: [phase], actions } });
  await page.click('.phase > summary');
  await page.getByRole('button', { name: 'Stop' }).focus();
  await page.evaluate(`window.step = document.querySelector('.step')`);
  const later = { ...phase, duration: '2 s' };
  await send({
    kind: 'view',
    view: { ...view, phases: [later], actions: [...actions, { id: 'copyAddress', label: 'B', primary: true }] },
  });
  assert.equal(await page.textContent('.phase > summary'), 'Build Phase running 2 s');
  assert.equal(await page.locator('.phase').getAttribute('open'), null);
  assert.equal(await page.evaluate('window.step.isConnected'), true);
  assert.equal(await page.evaluate('document.activeElement.dataset.action'), 'openAddress');
});

testOnPage('changed actions keep an open More menu and the focus', async ({ page, send }) => {
  const all = ['signIn', 'deployAgain', 'openConsole', 'openAddress', 'copyAddress'] as const;
  const actions = all.map((id) => ({ id, label: id, primary: false }));
  await send({ kind: 'view', view: { ...view, actions } });
  await page.click('.more > summary');
  await send({ kind: 'view', view: { ...view, actions: actions.slice(1) } });
  assert.equal(await page.locator('.more').getAttribute('open'), '');
  assert.equal(await page.evaluate(`document.activeElement.matches('.more > summary')`), true);
  await page.getByRole('button', { name: 'openAddress' }).focus();
  await send({ kind: 'view', view: { ...view, actions: actions.slice(3) } });
  assert.equal(await page.evaluate('document.activeElement.dataset.action'), 'openAddress');
});

testOnPage('a removed phase no longer reacts to the size of the page', async ({ page, send }) => {
  const phase = (name: string) =>
    ({ name, state: 'successful', stateText: '', duration: undefined, steps: [] }) as const;
  await send({ kind: 'view', view: { ...view, phases: [phase('old')] } });
  await page.evaluate(`window.old = document.querySelector('.phase')`);
  await send({ kind: 'view', view: { ...view, phases: [phase('new')] } });
  await page.setViewportSize({ width: 420, height: 700 });
  await waitForCondition(page, `!document.querySelector('.phase').open`);
  assert.equal(await page.evaluate('window.old.open'), true);
});

testOnPage(
  'in a narrow page, only the phase in progress is unfolded',
  async ({ page, send }) => {
    const steps = [{ name: 'Step', state: 'successful', stateText: 'done', duration: undefined }] as const;
    const phase = { name: 'P', stateText: '', duration: undefined, steps };
    const phases = [{ ...phase, state: 'successful' } as const, { ...phase, state: 'running' } as const];
    await send({ kind: 'view', view: { ...view, phases } });
    const open = `[...document.querySelectorAll('.phase')].map((phase) => phase.open)`;
    assert.deepEqual(await page.evaluate(open), [false, true]);
    await page.setViewportSize({ width: 900, height: 700 });
    await waitForCondition(page, `document.querySelector('.phase').open`);
    assert.deepEqual(await page.evaluate(open), [true, true]);
  },
  { width: 420 },
);

testOnPage('every control is reached with Tab, in the order of the page', async ({ page, send }) => {
  const actions = [{ id: 'openConsole', label: 'A', primary: true }] as const;
  const verdict = { ...view.verdict, address: 'https://app.e.com/' };
  await send({ kind: 'view', view: { ...view, verdict, actions, readNow: 'Read Now' } });
  const reached: unknown[] = [];
  for (let index = 0; index < 11; index += 1) {
    await page.keyboard.press('Tab');
    reached.push(await page.evaluate('document.activeElement.id || document.activeElement.textContent'));
  }
  assert.deepEqual(reached, [
    'A',
    'read-now',
    'https://app.e.com/',
    'find-open',
    'first-error',
    'follow',
    'wrap',
    controlTexts.openLog,
    controlTexts.copyLog,
    controlTexts.saveLog,
    'log',
  ]);
});

testOnPage(
  'after a reload, the scroll position is restored as soon as the log is loaded',
  async (open) => {
    await sendLog(open, 5000);
    const top = await open.page.evaluate(`${logBoxExpression}.scrollTop`);
    assert.equal(top, 3210 * 20);
    assert.equal(await open.page.textContent('#follow'), controlTexts.follow);
  },
  { remembered: { deployment: 'd-1', place: { follow: false, top: 3210 } } },
);

testOnPage(
  'the scroll position of another deployment is not restored',
  async (open) => {
    await sendLog(open, 5000);
    assert.equal(await open.page.evaluate(atEndCondition), true);
  },
  { remembered: { deployment: 'another', place: { follow: false, top: 3210 } } },
);

testOnPage('the scroll position is saved', async (open) => {
  await sendLog(open, 5000);
  await open.page.evaluate(scrollScript('2000'));
  await waitForCondition(open.page, `window.remembered.place?.top === 100 && window.remembered.place.follow === false`);
  assert.equal((await open.state())['deployment'], 'd-1');
});

const colouredLines = [
  '\x1b[31mred',
  '\x1b[33myellow',
  '\x1b[2mdim',
  '\x1b[38;2;58;132;255mblue',
  '\x1b[7;34minverse',
  '\x1b[97;41mwhite',
];
const failedView = {
  ...view,
  verdict: failedVerdict,
  facts: [{ name: 'Version', value: '1.0.3' }],
  phases: (['successful', 'failed', 'notStarted', 'skipped'] as const).map((state) => ({
    ...{ name: state, state, stateText: state, duration: '1 s' },
    steps: [{ name: `step ${state}`, state, stateText: state, duration: '1 s' }],
  })),
  actions: (['deployAgain', 'openConsole', 'openAddress', 'copyAddress'] as const).map((id, index) => ({
    ...{ id, label: id, primary: index === 0 },
  })),
} as const;

for (const theme of Object.keys(themes) as ThemeName[]) {
  testOnPage(
    `axe finds nothing on the page and in a colourful log, ${theme}`,
    async ({ page, send }) => {
      await send({ kind: 'log', from: 0, lines: colouredLines }, { kind: 'view', view: failedView });
      await page.locator('.more > summary').click();
      assert.deepEqual(await findViolations(page), []);
    },
    { theme },
  );
}

testOnPage('another theme draws the log again with its colours, and the log is never empty', async ({ page, send }) => {
  await send({ kind: 'log', from: 0, lines: colouredLines });
  const colour = `getComputedStyle(document.querySelector('.row span')).color`;
  const before = await page.evaluate(colour);
  // The code after `await` runs after the page's observer of the theme, but before the next frame.
  const after = await page.evaluate(`(async ({ style }) => {
    style.setProperty('--vscode-editor-background', '#ffffff');
    style.setProperty('--vscode-terminal-ansiRed', '#00ff00');
    await undefined;
    return ${colour};
  })(document.documentElement)`);
  assert.notEqual(after, before);
});

testOnPage('wrapped lines need no scrolling to the side, and find and copy give the same text', async (open) => {
  const { page, send } = open;
  const long = Array.from({ length: 60 }, (_, index) => `word${index}`).join(' ');
  await send({ kind: 'log', from: 0, lines: [`\x1b[31m${long}`, 'second', '安装'.repeat(200)] });
  await page.click('#wrap');
  assert.equal(await page.getAttribute('#wrap', 'aria-pressed'), 'true');
  assert.equal(await page.evaluate(`${logBoxExpression}.scrollWidth <= ${logBoxExpression}.clientWidth`), true);
  assert.equal(await open.line(1), long);
  const overlaps = await page.evaluate(`[...document.querySelectorAll('.row')].some((row) =>
    row.nextElementSibling && row.getBoundingClientRect().bottom > row.nextElementSibling.getBoundingClientRect().top)`);
  assert.equal(overlaps, false);
  const hidden = await page.evaluate(`(() => {
    const row = document.querySelector('.row');
    const number = getComputedStyle(row, '::before');
    const end = [number.width, number.paddingLeft, number.paddingRight].reduce((sum, text) => sum + parseFloat(text), 0);
    return row.firstElementChild.getClientRects()[0].left < row.getBoundingClientRect().left + end;
  })()`);
  assert.equal(hidden, false, 'the line number covers no text');
  await page.focus(logSelector);
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+c');
  assert.equal(await copiedText(open), [long, 'second', '安装'.repeat(200)].join('\n'));
  await waitForCondition(page, `window.remembered.place?.wrap === true`);
});

testOnPage('a wrapped log stays as wide as the page when the line numbers become wider', async ({ page, send }) => {
  await send({ kind: 'log', from: 0, lines: Array<string>(9).fill('x'.repeat(900)) });
  await page.click('#wrap');
  await page.evaluate(scrollScript('0'));
  await page.locator('#follow', { hasText: controlTexts.follow }).waitFor();
  await send({ kind: 'log', from: 9, lines: Array<string>(12_000).fill('line') });
  assert.equal(await page.evaluate(`${logBoxExpression}.scrollWidth <= ${logBoxExpression}.clientWidth`), true);
});

testOnPage('find scrolls to a match in a wrapped log, also far down in one long line', async (open) => {
  const { page, send } = open;
  const lines = Array<string>(100).fill('x'.repeat(300));
  lines[12] = 'needle';
  lines[13] = `${'x'.repeat(4000)}needle`;
  await send({ kind: 'log', from: 0, lines });
  await page.click('#wrap');
  await page.evaluate(scrollScript('0'));
  await page.locator('#follow', { hasText: controlTexts.follow }).waitFor();
  await page.keyboard.press('Control+f');
  await page.keyboard.type('needle');
  for (const found of ['1 of 2', '2 of 2']) {
    await waitForCount(open, found);
    assert.equal(await highlightedTexts(open, 'current-match'), 'needle');
    const isInView = await page.evaluate(`(() => {
      const [match] = [...CSS.highlights.get('current-match')];
      const [piece, box] = [match.getBoundingClientRect(), ${logBoxExpression}.getBoundingClientRect()];
      return piece.top >= box.top && piece.bottom <= box.bottom;
    })()`);
    assert.equal(isInView, true, found);
    await page.keyboard.press('Enter');
  }
});

testOnPage('lines are wrapped again after the size of the page has stopped changing', async ({ page, send }) => {
  await send({ kind: 'log', from: 0, lines: ['x'.repeat(900)] });
  await page.click('#wrap');
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 60_000);
  await page.evaluate(`window.row = document.querySelector('.row')`);
  for (const width of [880, 820, 760]) {
    await page.setViewportSize({ width, height: 700 });
    await page.evaluate(`new Promise((done) => new ResizeObserver(done).observe(${logBoxExpression}))`);
  }
  assert.equal(await page.evaluate('window.row.isConnected'), true);
  await page.clock.runFor(200);
  assert.equal(await page.evaluate('window.row.isConnected'), false);
  assert.equal(await page.evaluate(`${logBoxExpression}.scrollWidth <= ${logBoxExpression}.clientWidth`), true);
});

testOnPage('the message that there is no error is shown for a few seconds', async ({ page, send }) => {
  await send({ kind: 'log', from: 0, lines: ['a'] });
  await page.clock.install();
  await page.click('#first-error');
  assert.equal(await page.locator('#log-status').innerText(), 'No errors in the log');
  await page.clock.fastForward(10_000);
  assert.equal(await page.locator('#log-status').innerText(), '');
});

testOnPage('First Error goes to the first error and selects it, or says that there is none', async (open) => {
  const { page } = open;
  await sendLog(open, 3000);
  await page.click('#first-error');
  assert.equal(await page.locator('#log-status').innerText(), 'No errors in the log');
  await open.send({ kind: 'log', from: 1500, lines: ['npm error code', ...Array<string>(500).fill('line')] });
  await page.click('#first-error');
  await page.locator('.row[data-line="1501"]').waitFor();
  assert.equal(await page.evaluate('document.getSelection().toString()'), 'npm error code');
  await open.send({ kind: 'copySelection' });
  assert.equal(await copiedText(open), 'npm error code');
});

testOnPage('the focus returns to the log after the page had lost it', async ({ page, send }) => {
  await send({ kind: 'log', from: 0, lines: ['a'] });
  await page.focus(logSelector);
  await page.evaluate(`(document.activeElement.blur(), window.dispatchEvent(new Event('focus')))`);
  assert.equal(await page.evaluate('document.activeElement.id'), 'log');
});

testOnPage(
  'a small page shows title, verdict, actions and seven lines of the log of a failed deployment',
  async (open) => {
    const detail = Array.from({ length: 30 }, (_, index) => `reason ${index}`).join('\n');
    await sendLog(open, 3000);
    await open.send({ kind: 'view', view: { ...failedView, verdict: { ...failedView.verdict, detail } } });
    const bottoms = await open.page.evaluate<number[]>(`['title', 'verdict', 'actions'].map((id) =>
      document.getElementById(id).getBoundingClientRect().bottom)`);
    for (const bottom of bottoms) assert.ok(bottom < 440, String(bottom));
    const lines = await open.page.evaluate<number>(`[...document.querySelectorAll('.row')].filter((row) => {
      const { top, bottom } = row.getBoundingClientRect();
      return top >= ${logBoxExpression}.getBoundingClientRect().top && bottom <= innerHeight;
    }).length`);
    assert.ok(lines >= 7, `${lines} lines`);
  },
  { width: 505, height: 440 },
);

async function waitForCount({ page }: TestPage, text: string): Promise<void> {
  await waitForCondition(page, `document.getElementById('find-count').textContent === ${JSON.stringify(text)}`);
}

function highlightedTexts({ page }: TestPage, name: string): Promise<string> {
  return page.evaluate(`[...CSS.highlights.get('${name}')].map(String).join()`);
}

/**
 * Returns a point inside a character of a line, relative to the viewport. `column` counts from 0. The line must be
 * drawn.
 */
async function pointInCharacter({ page }: TestPage, number: number, column: number): Promise<{ x: number; y: number }> {
  return page.evaluate(`(() => {
    const row = document.querySelector('.row[data-line="${number}"]');
    const range = document.createRange();
    range.setStart(row.firstChild, ${column});
    range.setEnd(row.firstChild, ${column} + 1);
    const { left, top, height } = range.getBoundingClientRect();
    return { x: left + 1, y: top + height / 2 };
  })()`);
}

async function copiedText({ said }: TestPage): Promise<string> {
  const last = (await said()).at(-1);
  assert.equal(last?.kind, 'copy');
  return last.text;
}
