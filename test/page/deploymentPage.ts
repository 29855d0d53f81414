import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import type { DeploymentView, FromPage, ResultView, ToLogPage, ToPage } from '../../src/page/messages.ts';
import { deploymentHtml } from '../../src/vscode/deploy/page/html.ts';
import { applicationLogHtml } from '../../src/vscode/running/page/html.ts';
import { translateToEnglish } from '../texts/translations.ts';
import { resultHtml } from '../../src/vscode/upload/page/resultPage.ts';
import type { PageFrame } from '../../src/vscode/editor/html.ts';
import type { ThemeName } from './themes.ts';
import { themes } from './themes.ts';

/** The texts by which the tests find the controls of the page. */
export const controlTexts = {
  noMatches: 'No results',
  follow: 'Follow Log',
  pause: 'Pause Scrolling',
  openLog: 'Open Log in Editor',
  copyLog: 'Copy Log',
  saveLog: 'Save Log…',
  details: 'Details',
};

export const view: DeploymentView = {
  title: 'demo-app / default → Staging',
  verdict: { state: 'running', text: 'Deploying', detail: undefined, tips: undefined, address: undefined },
  facts: [],
  phases: [],
  actions: [],
  note: undefined,
  readNow: undefined,
};

const origin = 'https://page.test';

/** Bundles the page's script from the current sources, with the options of the shipped bundle. */
export async function bundlePage(name: 'main' | 'result' | 'applicationLog' = 'main'): Promise<string> {
  const { outputFiles } = await esbuild.build({
    entryPoints: [fileURLToPath(new URL(`../../src/page/${name}.ts`, import.meta.url))],
    bundle: true,
    minify: true,
    charset: 'utf8',
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    legalComments: 'none',
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}

/** Bundles a page's style sheet with its imports. */
async function bundleStyle(name: string): Promise<string> {
  const entry = fileURLToPath(new URL(`../../media/${name}.css`, import.meta.url));
  const { outputFiles } = await esbuild.build({ entryPoints: [entry], bundle: true, write: false });
  return outputFiles[0]?.text ?? '';
}

export interface TestPage {
  page: Page;
  send: (...messages: (ToPage | ToLogPage | ResultView)[]) => Promise<void>;
  /** Returns the messages that the page has sent so far. */
  said: () => Promise<FromPage[]>;
  state: () => Promise<Record<string, unknown>>;
  /**
   * Violations of the content security policy of the page, and errors that its script threw. Empty if there were none.
   */
  wrong: string[];
  /** Returns the numbers of the drawn lines, counted from 1, in document order. */
  drawn: () => Promise<number[]>;
  /** Returns the text of a line. Fails if the line is not drawn. */
  line: (number: number) => Promise<string>;
}

const pageRenderers = {
  deployment: (frame: PageFrame) => deploymentHtml(translateToEnglish, frame, { deployment: 'd-1' }),
  result: resultHtml,
  applicationLog: (frame: PageFrame) => applicationLogHtml(translateToEnglish, frame, { appCode: 'demo-app' }),
};

interface PageOptions {
  /** Which of the pages to open. Default: the page of a deployment. */
  which?: keyof typeof pageRenderers;
  theme?: ThemeName;
  width?: number;
  height?: number;
  /** The state that the page saved before it was closed. */
  remembered?: object;
  language?: string;
}

/**
 * Opens the page in a browser with the colours of a theme, the page's content security policy and a mock of the VS Code
 * API.
 */
export async function openPage(browser: Browser, script: string, look: PageOptions = {}): Promise<TestPage> {
  const { which = 'deployment', theme = 'dark', width = 900, height = 700, remembered } = look;
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') wrong.push(message.text());
  });
  await page.addInitScript({ content: `(${mockScript})(${JSON.stringify({ ...themes[theme], remembered })})` });
  const style = await bundleStyle(which);
  const frame = {
    title: 'Deploy',
    cspSource: origin,
    nonce: 'of-this-page',
    scriptUri: `${origin}/page.js`,
    styleUri: `${origin}/page.css`,
    language: look.language ?? 'en',
  };
  const html = pageRenderers[which](frame);
  await page.route('**/*', (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/page.js') return route.fulfill({ body: script, contentType: 'text/javascript' });
    if (pathname === '/page.css') return route.fulfill({ body: style, contentType: 'text/css' });
    return route.fulfill({ body: pathname === '/' ? html : '', contentType: 'text/html; charset=utf-8' });
  });
  await page.goto(`${origin}/`);
  await page.evaluate(`document.body.className = ${JSON.stringify(themes[theme].className)}`);
  return {
    page,
    wrong,
    send: async (...messages) => {
      for (const message of messages) await page.evaluate(`(${sendAndDrawScript})(${JSON.stringify(message)})`);
    },
    said: () => page.evaluate('said'),
    state: () => page.evaluate('remembered'),
    drawn: () => page.evaluate("[...document.querySelectorAll('.row')].map((row) => Number(row.dataset.line))"),
    line: (number) => page.evaluate(`document.querySelector('.row[data-line="${number}"]').textContent`),
  };
}

/**
 * Waits until the JavaScript expression is true. Checks the expression at every frame. Playwright's `waitForFunction`
 * would need `eval`, which the page's content security policy forbids.
 */
export async function waitForCondition(page: Page, condition: string): Promise<void> {
  await page.evaluate(`new Promise((done, fail) => {
    setTimeout(() => fail(new Error(${JSON.stringify(condition)})), 30_000);
    const look = () => ((${condition}) ? done() : requestAnimationFrame(look));
    look();
  })`);
}

/**
 * The source of a function that posts a message and waits until the page has drawn it. The function posts a second
 * message to detect when the first one has arrived, because a timer can fire earlier.
 */
const sendAndDrawScript = `(message) => new Promise((done) => {
  window.addEventListener('message', function received({ data }) {
    if (data !== 'sent') return;
    window.removeEventListener('message', received);
    requestAnimationFrame(() => setTimeout(done));
  });
  window.postMessage(message, '*');
  window.postMessage('sent', '*');
})`;

const mockScript = `(given) => {
  window.said = [];
  window.remembered = given.remembered;
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => { window.said.push(structuredClone(message)); },
    getState: () => window.remembered,
    setState: (state) => { window.remembered = structuredClone(state); },
  });
  document.addEventListener('DOMContentLoaded', () => {
    const { style } = document.documentElement;
    for (const [name, value] of Object.entries(given.colours)) style.setProperty('--vscode-' + name, value);
  });
}`;
