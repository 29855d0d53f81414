import type { Locator } from 'playwright-core';
import { clickReachable, exactPattern } from '../editor/harness/waitUntil.ts';
import type { User } from './steps.ts';
import type { Language } from './words.ts';

// The user's steps in the walkthrough. Every step waits for the elements that it uses.

export const walkthroughSteps = ['platform', 'token', 'upload', 'deploy', 'publish'] as const;

export type WalkthroughStep = (typeof walkthroughSteps)[number];

/** A word that occurs only in the picture of this step. */
const pictureWords: Record<Language, Record<WalkthroughStep, string>> = {
  en: { platform: 'Console', token: 'Cloud API', upload: 'Uploaded', deploy: 'Preparation', publish: 'Your folder' },
  'zh-cn': { platform: '开发者中心', token: '云 API', upload: '上传成功', deploy: '准备阶段', publish: '你的文件夹' },
};

/** Opens the walkthrough with the link in the welcome text of the applications. */
export async function openWalkthrough({ workbench, words }: User): Promise<void> {
  await workbench.openView(words.nls('view.container'));
  const title = words.nls('command.openWalkthrough');
  const link = workbench.page.locator('.welcome-view-content a', { hasText: exactPattern(title) });
  await clickReachable(workbench.page, `the link "${title}"`, link);
  await stepOf(workbench.page, 'platform').waitFor();
}

/** Selects a step of the walkthrough, in the editor tab of the walkthrough. Returns the step. */
export async function selectStep({ workbench }: User, step: WalkthroughStep): Promise<Locator> {
  const { page } = workbench;
  await showWalkthrough(page);
  const found = stepOf(page, step);
  await found.waitFor();
  if ((await found.getAttribute('aria-expanded')) !== 'true') await clickReachable(page, `the step ${step}`, found);
  return found;
}

/** Clicks the button of a step, which is the first button of the step's text. */
export async function clickStepButton(user: User, step: WalkthroughStep): Promise<void> {
  const button = (await selectStep(user, step)).locator('.monaco-button').first();
  await user.picture(`walkthrough-${step}`, button);
  await clickReachable(user.workbench.page, `the button of the step ${step}`, button);
}

/** Shows the walkthrough. Waits until the step is marked as done, or as not done if `isDone` is false. */
export async function waitUntilStepDone({ workbench }: User, step: WalkthroughStep, isDone = true): Promise<void> {
  const { page } = workbench;
  await showWalkthrough(page);
  await page.locator(`.getting-started-step[data-step-id$="#${step}"][aria-checked="${isDone}"]`).waitFor({
    state: 'attached',
  });
}

/** Waits until the picture of the selected step is drawn, and returns the picture. */
export async function pictureOfStep({ workbench }: User, step: WalkthroughStep, language: Language): Promise<Locator> {
  const word = pictureWords[language][step];
  const picture = (await workbench.webview()).locator('svg', { hasText: word });
  await picture.waitFor();
  return picture;
}

async function showWalkthrough(page: User['workbench']['page']): Promise<void> {
  // The title of the tab depends on the version of VS Code. A click on the active tab would leave the walkthrough.
  const tab = page.locator('.tab', { hasText: /Welcome|Walkthrough/ }).first();
  await tab.waitFor();
  const isActive = ((await tab.getAttribute('class')) ?? '').split(' ').includes('active');
  if (!isActive) await clickReachable(page, 'the tab of the walkthrough', tab);
}

function stepOf(page: User['workbench']['page'], step: WalkthroughStep): Locator {
  return page.locator(`.getting-started-step[data-step-id$="#${step}"]`);
}
