import type { Environment, AppCode, ModuleName } from './names.ts';

/** `default` applications have a page per module, `cloud_native` ones a page for all modules (platform-api.md 5). */
export type ApplicationType = 'default' | 'cloud_native';

/** Returns the console page with a module's packages. `consoleUrl` can have a site path and a trailing slash. */
export function packagesPage(consoleUrl: string, type: ApplicationType, appCode: AppCode, module: ModuleName): string {
  const page = type === 'cloud_native' ? `${module}/settings/modules/build` : `${module}/package`;
  return `${applicationsPage(consoleUrl)}/${appCode}/${page}`;
}

/** Returns the console page that deploys to an environment; that of a cloud-native application shows all modules. */
export function deployPage(
  consoleUrl: string,
  type: ApplicationType,
  appCode: AppCode,
  module: ModuleName,
  environment: Environment,
): string {
  const page = type === 'cloud_native' ? `deployments/${environment}` : `${module}/deploy/${environment}`;
  return `${applicationsPage(consoleUrl)}/${appCode}/${page}`;
}

/** Returns the console page with the deployment history. */
export function deployHistoryPage(
  consoleUrl: string,
  type: ApplicationType,
  appCode: AppCode,
  module: ModuleName,
): string {
  const page = type === 'cloud_native' ? 'deployments/history' : `${module}/deploy/history`;
  return `${applicationsPage(consoleUrl)}/${appCode}/${page}`;
}

/** Returns the overview page of an application. */
export function overviewPage(consoleUrl: string, type: ApplicationType, appCode: AppCode, module: ModuleName): string {
  return `${applicationsPage(consoleUrl)}/${appCode}/${type === 'cloud_native' ? 'summary' : `${module}/summary`}`;
}

/** Returns the "Cloud API" page of an application, to apply for permissions and create tokens (platform-api.md 3.2). */
export function cloudApiPage(consoleUrl: string, appCode: string): string {
  return `${applicationsPage(consoleUrl)}/${encodeURIComponent(appCode)}/cloudapi`;
}

/** Returns the page that lists the user's applications. */
export function applicationsPage(consoleUrl: string): string {
  const base = consoleUrl.replace(/\/+$/, '').replace(/\/developer-center(\/.*)?$/, '');
  return `${base}/developer-center/apps`;
}
