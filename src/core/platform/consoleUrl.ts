import type { Environment, AppCode, ModuleName } from './names.ts';

/**
 * Type of an application. In the console, `default` applications have one page per module, and `cloud_native`
 * applications have one page for all modules (platform-api.md 5).
 */
export type ApplicationType = 'default' | 'cloud_native';

/**
 * Returns the URL of the console page with a module's packages. `consoleUrl` can contain a site path and end with a
 * slash.
 */
export function packagesPage(consoleUrl: string, type: ApplicationType, appCode: AppCode, module: ModuleName): string {
  const page = type === 'cloud_native' ? `${module}/settings/modules/build` : `${module}/package`;
  return `${applicationsPage(consoleUrl)}/${appCode}/${page}`;
}

/**
 * Returns the URL of the console page that deploys to an environment. For a cloud-native application, the page shows
 * all modules.
 */
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

/** Returns the URL of the console page with the deployment history. */
export function deployHistoryPage(
  consoleUrl: string,
  type: ApplicationType,
  appCode: AppCode,
  module: ModuleName,
): string {
  const page = type === 'cloud_native' ? 'deployments/history' : `${module}/deploy/history`;
  return `${applicationsPage(consoleUrl)}/${appCode}/${page}`;
}

/** Returns the URL of the console page with a module's standard output log. */
export function logPage(consoleUrl: string, appCode: AppCode, module: ModuleName): string {
  return `${applicationsPage(consoleUrl)}/${appCode}/${module}/logging?tab=stream`;
}

/**
 * Returns the URL of the console page with the processes of an environment, on which users restart and scale them and
 * open a web console of an instance.
 */
export function processesPage(
  consoleUrl: string,
  type: ApplicationType,
  appCode: AppCode,
  module: ModuleName,
  environment: Environment,
): string {
  if (type === 'cloud_native') return deployPage(consoleUrl, type, appCode, module, environment);
  return `${applicationsPage(consoleUrl)}/${appCode}/${module}/process`;
}

/** Returns the URL of the console page with a module's environment variables. */
export function variablesPage(consoleUrl: string, type: ApplicationType, appCode: AppCode, module: ModuleName): string {
  const page = type === 'cloud_native' ? 'settings/modules/env' : 'environment_variable';
  return `${applicationsPage(consoleUrl)}/${appCode}/${module}/${page}`;
}

/** Returns the URL of the console page with a module's add-ons, such as databases. */
export function addOnsPage(consoleUrl: string, type: ApplicationType, appCode: AppCode, module: ModuleName): string {
  // 1 is the add-on category of data stores, such as databases.
  const page = type === 'cloud_native' ? 'settings/modules/services' : 'service/1';
  return `${applicationsPage(consoleUrl)}/${appCode}/${module}/${page}`;
}

/** Returns the URL of an application's overview page. */
export function overviewPage(consoleUrl: string, type: ApplicationType, appCode: AppCode, module: ModuleName): string {
  return `${applicationsPage(consoleUrl)}/${appCode}/${type === 'cloud_native' ? 'summary' : `${module}/summary`}`;
}

/**
 * Returns the URL of an application's "Cloud API" page, on which users apply for permissions and create tokens
 * (platform-api.md 3.2).
 */
export function cloudApiPage(consoleUrl: string, appCode: string): string {
  return `${applicationsPage(consoleUrl)}/${encodeURIComponent(appCode)}/cloudapi`;
}

/** Returns the URL of the console page that lists the user's applications. */
export function applicationsPage(consoleUrl: string): string {
  const base = consoleUrl.replace(/\/+$/, '').replace(/\/developer-center(\/.*)?$/, '');
  return `${base}/developer-center/apps`;
}
