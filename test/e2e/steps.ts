import type { Locator } from 'playwright-core';
import type { PictureOptions } from '../editor/harness/takePicture.ts';
import { waitUntil } from '../editor/harness/waitUntil.ts';
import type { Workbench } from '../editor/harness/workbench.ts';
import type { EmbeddedPlatform } from '../platform/startPlatform.ts';
import { demoTokens } from '../platform/seedDemo.ts';
import type { Words } from './words.ts';

/**
 * What the steps below need: the user's window, the platform and the texts on screen. Every step waits for the elements
 * that it uses.
 */
export interface User {
  workbench: Workbench;
  platform: EmbeddedPlatform;
  words: Words;
  /**
   * Waits until the subject is drawn and not covered. Then writes a picture, but only in the nightly run, in the main
   * story, or if PICTURES=1 is in the environment.
   */
  picture: (name: string, subject: Locator, options?: PictureOptions) => Promise<void>;
}

/** Signs in with the button of the welcome text and waits for the list of applications. */
export async function signInFromWelcome(user: User, token: string = demoTokens.admin): Promise<void> {
  const { workbench, words } = user;
  await workbench.openView(words.nls('view.container'));
  await user.picture('welcome', workbench.tree.welcomeButton(words.t('Sign In')));
  await workbench.tree.clickWelcome(words.t('Sign In'));
  await answerSignIn(user, token);
  await workbench.tree.row(appName(user));
}

/** Answers the four questions of a user's first sign-in, and closes a notification about the sign-in. */
export async function answerSignIn({ workbench, platform, words, picture }: User, token: string): Promise<void> {
  const input = workbench.quickInput();
  await input.waitForTitle(/1\/4/);
  await input.fill(platform.gatewayUrl);
  await picture('sign-in-gateway', input.messageLine);
  await input.accept();
  await input.waitForTitle(/2\/4/);
  await input.fill(platform.consoleUrl);
  await input.accept();
  await input.waitForTitle(/3\/4/);
  await input.accept();
  await input.waitForTitle(/4\/4/);
  await input.fill(token);
  await picture('sign-in-token', input.messageLine);
  await input.accept();
  await input.waitUntilClosed();
  // If the view of applications is visible, it shows the signed-in user. Otherwise a notification shows the user. The
  // notification would cover buttons of the next page. So this waits for either text and closes the notification.
  const { hostname } = new URL(platform.gatewayUrl);
  const inNotification = words.t(
    'Signed in to {0} as {1} (token for application {2}).',
    hostname,
    'admin',
    'bk_lesscode_dev',
  );
  const inView = workbench.page.getByText(words.t('{0} on {1}', 'admin', hostname));
  await workbench.page.getByText(inNotification).or(inView).filter({ visible: true }).first().waitFor();
  await workbench.closeNotifications();
}

/** Signs in with the command "Sign In" to a platform that is not in the settings. */
export async function signInToAnotherPlatform({ workbench, words }: User, platform: NewPlatform): Promise<void> {
  await workbench.runCommand(words.command('signIn'));
  await workbench.quickInput().pick(words.t('Add another platform…'));
  await answerNewPlatform(workbench, platform);
}

/** What the questions of a sign-in to a new platform ask for, except the tenant. */
export interface NewPlatform {
  gatewayUrl: string;
  consoleUrl?: string;
  token: string;
}

/** Answers the four questions of a sign-in to a new platform, without waiting for the result. */
export async function answerNewPlatform(
  workbench: Workbench,
  { gatewayUrl, consoleUrl = '', token }: NewPlatform,
): Promise<void> {
  const input = workbench.quickInput();
  for (const [index, answer] of [gatewayUrl, consoleUrl, '', token].entries()) {
    await input.waitForTitle(new RegExp(`${index + 1}/4`));
    await input.fill(answer);
    await input.accept();
  }
}

export interface UploadAnswers {
  packageUrl: string;
  version: string;
  /** A pattern for the expected warning about the link. A second Enter then accepts the link. */
  warned?: RegExp;
}

/** Uploads with the command in the palette, which asks for application, module, link and version. */
export async function uploadFromPalette(user: User, upload: UploadAnswers): Promise<void> {
  const { workbench, words, picture } = user;
  await workbench.runCommand(words.command('uploadPackage'));
  const input = workbench.quickInput();
  await input.waitForTitle(/1\/4/);
  await input.waitForItem(/demo-app/);
  await picture('upload-application', input.item(/demo-app/));
  await input.type('demo-app');
  await input.pick(appName(user));
  await input.waitForTitle(/2\/4/);
  await input.waitForItem(/default/);
  await picture('upload-module', input.item('default'));
  await input.pick('default');
  await answerLinkAndVersion(user, upload, [/3\/4/, /4\/4/]);
}

/** Uploads with the inline button of demo-app's default module. Types the link and the version. */
export async function uploadFromModule(user: User, upload: UploadAnswers): Promise<void> {
  const { workbench, words } = user;
  await workbench.closeNotifications();
  await workbench.openView(words.nls('view.container'));
  await workbench.tree.expand(appName(user));
  await workbench.tree.inlineAction([appName(user), 'default'], words.nls('command.uploadPackage'));
  const input = workbench.quickInput();
  await input.waitForTitle(/1\/2/);
  if (
    (await input.placeholder()) === words.t('Select or paste the URL of the source package. The platform downloads it.')
  )
    await openLinkInput(user);
  await answerLinkAndVersion(user, upload, [/1\/2/, /2\/2/]);
}

/** Selects an item of the submenu *BlueKing PaaS* in the Explorer's menu of a file or folder. */
export async function chooseInExplorer({ workbench, words }: User, fileName: string, command: string): Promise<void> {
  await workbench.explorer.contextMenu(fileName, [words.nls('view.container'), words.nls(`command.${command}`)]);
}

/** Selects “Enter another URL…” in the list of suggested URLs and waits for the input box. */
export async function openLinkInput({ workbench, words }: User): Promise<void> {
  const input = workbench.quickInput();
  await input.pick(words.t('Enter another URL…'));
  // The list and the input box have the same title, but only the input box has a message below it.
  await input.waitForMessage(/./);
}

/**
 * Answers the questions for link and version. `titles` are patterns for the titles of these two questions, because the
 * numbers in the titles depend on the entry point.
 */
export async function answerLinkAndVersion(
  { workbench, picture }: User,
  upload: UploadAnswers,
  titles: readonly [RegExp, RegExp],
): Promise<void> {
  const input = workbench.quickInput();
  await input.waitForTitle(titles[0]);
  await input.fill(upload.packageUrl);
  await picture('upload-link', input.messageLine);
  await input.accept();
  if (upload.warned) {
    await input.waitForMessage(upload.warned);
    await picture('upload-link-warned', input.messageLine.filter({ hasText: upload.warned }));
    await input.accept();
  }
  await input.waitForTitle(titles[1]);
  await picture('upload-version', input.messageLine);
  await input.fill(upload.version);
  await input.accept();
}

/** Waits until the result page reports that the version is stored. Resolves with the whole text of the page. */
export async function waitUntilUploaded(user: User, upload: UploadAnswers): Promise<string> {
  const { workbench, words, picture } = user;
  const page = await workbench.webview(words.t('Upload: {0}', ''));
  const uploaded = page.getByRole('status').filter({ hasText: words.t('Uploaded') });
  const whole = (): Promise<string> => page.locator('main').innerText({ timeout: 2000 });
  await waitUntil(
    workbench.page,
    'the page of a stored upload',
    async () => ((await uploaded.isVisible()) ? true : undefined),
    whole,
  );
  await page.locator('.target', { hasText: upload.version }).waitFor();
  await picture('result', uploaded);
  return whole();
}

/**
 * Filters the tree of applications. Waits for the input box of the filter before it enters the text, because the text
 * would otherwise go into the input box of the palette.
 */
export async function filterTree({ workbench, words }: User, text: string): Promise<void> {
  await workbench.runCommand(words.command('filterApplications'));
  const input = workbench.quickInput();
  await input.waitForTitle(new RegExp(escapeRegExp(words.t('Filter Applications'))));
  await input.fill(text);
  await input.accept();
  await input.waitUntilClosed();
}

/** Returns the name of demo-app in the window's language. The platform has the name in both languages. */
export function appName({ words }: Pick<User, 'words'>): string {
  return words.language === 'en' ? 'Demo App' : '演示应用';
}

export function escapeRegExp(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
