import type { FrameLocator } from 'playwright-core';
import type { Environment } from '../../src/core/platform/names.ts';
import { environmentName } from '../../src/texts/targetNames.ts';
import { appName, type User } from './steps.ts';

// The user's steps with deployments. Every step waits for the elements that it uses.

/**
 * Deploys a version with the button of the version's row in the tree. Selects the environment and, for production or if
 * `confirm` is true, confirms the deployment.
 */
export async function deployFromTree(
  user: User,
  version: string,
  environment: Environment,
  options?: { confirm: boolean },
): Promise<void> {
  const { workbench, words } = user;
  await workbench.closeNotifications();
  await openEnvironments(user, environment);
  await workbench.tree.inlineAction([appName(user), 'default', version], words.nls('command.deploy'));
  await chooseEnvironment(user, environment, options);
}

/** Expands demo-app's default module in the tree. Returns the path of the row of this environment. */
export async function openEnvironments(user: User, environment: Environment): Promise<string[]> {
  const { workbench, words } = user;
  await workbench.openView(words.nls('view.container'));
  await workbench.tree.expand(appName(user));
  const module = [appName(user), 'default'];
  await workbench.tree.expand(module);
  return [...module, environmentName(words.t, environment)];
}

/** Selects the environment. Confirms the deployment if `confirm` is true, by default only for production. */
export async function chooseEnvironment(
  user: User,
  environment: Environment,
  { confirm = environment === 'prod' } = {},
): Promise<void> {
  const { workbench, words, picture } = user;
  const input = workbench.quickInput();
  await input.waitForItem(new RegExp(environment));
  await picture('deploy-environment', input.item(environmentName(words.t, environment)));
  await input.pick(environmentName(words.t, environment));
  await input.waitUntilClosed();
  if (confirm) await confirmDeploy(user);
}

/** Clicks the button that confirms the deployment. Returns the dialog's text, which names version and environment. */
export async function confirmDeploy(user: User): Promise<string> {
  const { workbench, picture } = user;
  const dialog = await workbench.modalDialog();
  await picture('deploy-confirm', dialog.box);
  // The order of the buttons differs between operating systems, so this looks for the button that is not Cancel.
  await dialog.click(dialog.buttons.find((button) => button.trim() !== 'Cancel') ?? '');
  return `${dialog.message}\n${dialog.detail}`;
}

export async function deploymentPage(
  { workbench, words }: User,
  version: string,
  environment: Environment,
): Promise<FrameLocator> {
  return workbench.webview(words.t('Deploy: {0} → {1}', version, environmentName(words.t, environment)));
}

/** Waits until the deployment page reports that the version was deployed, and returns the page. */
export async function waitUntilDeployed(user: User, version: string, environment: Environment): Promise<FrameLocator> {
  const { words, picture } = user;
  const page = await deploymentPage(user, version, environment);
  const done = words.t('Version {0} was deployed to {1}.', version, environmentName(words.t, environment));
  const verdict = page.locator('#verdict-text', { hasText: done });
  await verdict.waitFor({ timeout: 60_000 });
  await picture(`deployed-${environment}`, verdict);
  return page;
}
