import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Locator } from 'playwright-core';
import { checkDescription } from '../../src/core/description/checkDescription.ts';
import { waitUntil } from '../editor/harness/waitUntil.ts';
import type { User } from './steps.ts';
import { languagesToTest, setUp, writesPictures, type Setup } from './setup.ts';

/** Tests that a user can write a description with completion alone, sees faults in it and can fix them. */
for (const language of languagesToTest()) {
  describe(`writing an app_desc.yaml in ${language}`, () => {
    let setup: Setup;
    let user: User;
    let file: string;

    before(async () => {
      setup = await setUp();
      const folder = await setup.folder({ 'app_desc.yaml': '' });
      file = path.join(folder, 'app_desc.yaml');
      user = await setup.open(`description-${language}`, {
        language,
        folder,
        theme: language === 'en' ? 'dark' : 'light',
      });
      await user.workbench.explorer.open('app_desc.yaml');
    });
    after(() => setup.close());

    it('an empty file offers a whole description, which its choices complete', async () => {
      const { words } = user;
      await suggest();
      await user.picture('empty', suggestion(words.t('New app description, version 3')));
      await accept(words.t('New app description, version 3'));
      // The inserted description has four tab stops: the name of the module, its language, the name of the process and
      // its command. Tab moves to the language. Accepting a language moves to the name of the process.
      await press('Tab');
      await suggestion('Python').waitFor();
      await user.picture('languages', suggestion('Python'));
      // If an extension registers a completion provider now, VS Code replaces the list with a new one and selects its
      // first row. Only one row matches the typed letters, so this row is selected in both lists.
      await type('Pyth');
      await accept('Python');
      await press('Tab', 'Tab', 'Escape');
      const text = await saved(/language: Python\n[^]*npm start$/);
      assert.match(text, /^specVersion: 3\nmodules:\n {2}- name: default\n/);
      assert.deepEqual(checkDescription(text), []);
    });

    it('a process gets a probe and the module a variable, by completion alone', async () => {
      const { words } = user;
      await goTo(9, 100);
      await press('Enter');
      await suggest();
      await user.picture('process', suggestion(words.t('Health probes')));
      await accept(words.t('Health probes'));
      await press('Escape', 'Control+End', 'Enter', 'Home');
      await type('      ');
      await suggest();
      await accept(words.t('Environment variable'));
      await press('Escape');
      const text = await saved(/configuration:\n {8}env:\n {10}- name: LOG_LEVEL/);
      assert.match(text, / {10}probes:\n {12}liveness:\n {14}httpGet:\n/);
      assert.deepEqual(checkDescription(text), []);
      assert.equal(await squiggles().count(), 0);
    });

    it('a key says what it is for and what the platform accepts', async () => {
      await goTo(5, 8);
      await press('Control+k', 'Control+i');
      const hover = user.workbench.page.locator('.monaco-hover:not(.hidden)', { hasText: 'language' }).first();
      await hover.waitFor();
      assert.match(await hover.innerText(), language === 'en' ? /Language.*\n[^]*Required/ : /开发语言.*\n[^]*必填/);
      // This does not call `user.picture`, which moves the mouse and so closes the hover.
      const picture = path.join(import.meta.dirname, '../../out/screenshots', `description-${language}-hover.png`);
      if (writesPictures) await user.workbench.screenshot(picture);
      await press('Escape');
    });

    it('three faults are underlined, and two are fixed by a quick fix', async () => {
      const { words } = user;
      await replace(5, 'Python', 'golang');
      await replace(8, 'web', 'Web_1');
      await replace(lineOf(await saved(/Web_1/), 'LOG_LEVEL'), 'LOG_LEVEL', 'BKPAAS_LEVEL');
      await waitFor(3);
      await user.picture('faults', user.workbench.page.locator('.view-line', { hasText: 'golang' }));
      await user.workbench.runCommand('View: Toggle Problems');
      const problems = user.workbench.page.locator('.markers-panel .monaco-list-row');
      await problems.filter({ hasText: 'golang' }).waitFor();
      await user.picture('problems', problems.filter({ hasText: 'golang' }));
      await user.workbench.runCommand('View: Toggle Problems');
      await fix(5, words.t('Change to “{0}”', 'go'), 'quick-fix');
      await waitFor(2);
      await fix(8, words.t('Change to “{0}”', 'web-1'));
      await waitFor(1);
      const text = await saved(/web-1/);
      assert.match(text, /language: go\n/);
      assert.deepEqual(
        checkDescription(text).map(({ code }) => code),
        ['variableNameReserved'],
      );
    });

    async function press(...keys: string[]): Promise<void> {
      for (const key of keys) await user.workbench.page.keyboard.press(key);
    }

    async function type(text: string): Promise<void> {
      await user.workbench.page.keyboard.type(text);
    }

    function suggestion(label: string): Locator {
      const rows = user.workbench.page.locator('.suggest-widget.visible .monaco-list-row');
      return rows.filter({ hasText: label }).first();
    }

    /** Requests completions until VS Code lists some. The first request starts the extension, so it can return none. */
    async function suggest(): Promise<void> {
      const list = user.workbench.page.locator('.suggest-widget.visible .monaco-list-row').first();
      await waitUntil(user.workbench.page, 'completions', async () => {
        if (await list.isVisible()) return true;
        await press('Control+Space');
        await list.waitFor({ timeout: 3000 }).catch(() => undefined);
        return undefined;
      });
    }

    /** Selects a completion with the arrow keys, as a user does, and accepts it. */
    async function accept(label: string): Promise<void> {
      await suggestion(label).waitFor();
      const isFocused = async (): Promise<boolean> =>
        (await suggestion(label).getAttribute('class'))?.includes('focused') ?? false;
      await waitUntil(user.workbench.page, `the completion ${label}`, async () => {
        if (await isFocused()) return true;
        await press('ArrowDown');
        return undefined;
      });
      await press('Enter');
      await user.workbench.page.locator('.suggest-widget.visible').waitFor({ state: 'hidden' });
    }

    async function goTo(line: number, column: number): Promise<void> {
      await press('Control+g');
      const input = user.workbench.quickInput();
      await input.fill(`:${line}:${column}`);
      await input.accept();
      await input.waitUntilClosed();
    }

    /** Replaces a word at the end of a line. */
    async function replace(line: number, word: string, other: string): Promise<void> {
      await goTo(line, 1000);
      await press(...Array.from(word, () => 'Backspace'));
      await type(other);
      await press('Escape');
    }

    function squiggles(): Locator {
      return user.workbench.page.locator('.squiggly-error');
    }

    async function waitFor(faults: number): Promise<void> {
      await waitUntil(
        user.workbench.page,
        `${faults} underlined faults`,
        async () => ((await squiggles().count()) === faults ? true : undefined),
        () => squiggles().count(),
      );
    }

    async function fix(line: number, title: string, picture?: string): Promise<void> {
      await goTo(line, 1000);
      const action = user.workbench.page.locator('.action-widget .monaco-list-row', { hasText: title }).first();
      await waitUntil(user.workbench.page, `the quick fix ${title}`, async () => {
        await press('Control+.');
        return action.waitFor({ timeout: 3000 }).then(
          () => true,
          () => undefined,
        );
      });
      if (picture !== undefined) await user.picture(picture, action);
      await action.click();
    }

    /** Saves the file, waits until its text matches, and returns the text. */
    async function saved(pattern: RegExp): Promise<string> {
      await press('Control+s');
      return waitUntil(
        user.workbench.page,
        `a file like ${String(pattern)}`,
        async () => {
          const text = await readFile(file, 'utf8');
          return pattern.test(text) ? text : undefined;
        },
        () => readFile(file, 'utf8'),
      );
    }

    function lineOf(text: string, part: string): number {
      return text.split('\n').findIndex((line) => line.includes(part)) + 1;
    }
  });
}
