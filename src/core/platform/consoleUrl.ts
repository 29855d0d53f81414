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
export function packagesPageUrl(
  consoleUrl: string,
  type: ApplicationType,
  appCode: AppCode,
  module: ModuleName,
): string {
  const page = type === 'cloud_native' ? `${module}/settings/modules/build` : `${module}/package`;
  return `${applicationsPageUrl(consoleUrl)}/${appCode}/${page}`;
}

/**
 * Returns the URL of the console page that deploys to an environment. For a cloud-native application, the page shows
 * all modules.
 */
export function deployPageUrl(
  consoleUrl: string,
  type: ApplicationType,
  appCode: AppCode,
  module: ModuleName,
  environment: Environment,
): string {
  const page = type === 'cloud_native' ? `deployments/${environment}` : `${module}/deploy/${environment}`;
  return `${applicationsPageUrl(consoleUrl)}/${appCode}/${page}`;
}

/** Returns the URL of the console page with the deployment history. */
export function deployHistoryPageUrl(
  consoleUrl: string,
  type: ApplicationType,
  appCode: AppCode,
  module: ModuleName,
): string {
  const page = type === 'cloud_native' ? 'deployments/history' : `${module}/deploy/history`;
  return `${applicationsPageUrl(consoleUrl)}/${appCode}/${page}`;
}

/** Returns the URL of the console page with a module's standard output log. */
export function logPageUrl(consoleUrl: string, appCode: AppCode, module: ModuleName): string {
  return `${applicationsPageUrl(consoleUrl)}/${appCode}/${module}/logging?tab=stream`;
}

/**
 * Returns the URL of the console page with the processes of an environment. On this page, users restart and scale
 * processes, and open a web console of an instance.
 */
export function processesPageUrl(
  consoleUrl: string,
  type: ApplicationType,
  appCode: AppCode,
  module: ModuleName,
  environment: Environment,
): string {
  if (type === 'cloud_native') return deployPageUrl(consoleUrl, type, appCode, module, environment);
  return `${applicationsPageUrl(consoleUrl)}/${appCode}/${module}/process`;
}

/** Returns the URL of the console page with a module's environment variables. */
export function variablesPageUrl(
  consoleUrl: string,
  type: ApplicationType,
  appCode: AppCode,
  module: ModuleName,
): string {
  const page = type === 'cloud_native' ? 'settings/modules/env' : 'environment_variable';
  return `${applicationsPageUrl(consoleUrl)}/${appCode}/${module}/${page}`;
}

/** Returns the URL of the console page with a module's add-ons, such as databases. */
export function addOnsPageUrl(consoleUrl: string, type: ApplicationType, appCode: AppCode, module: ModuleName): string {
  // 1 is the add-on category of data stores, such as databases.
  const page = type === 'cloud_native' ? 'settings/modules/services' : 'service/1';
  return `${applicationsPageUrl(consoleUrl)}/${appCode}/${module}/${page}`;
}

/** Returns the URL of an application's overview page. */
export function overviewPageUrl(
  consoleUrl: string,
  type: ApplicationType,
  appCode: AppCode,
  module: ModuleName,
): string {
  return `${applicationsPageUrl(consoleUrl)}/${appCode}/${type === 'cloud_native' ? 'summary' : `${module}/summary`}`;
}

/**
 * Returns the URL of an application's "Cloud API" page, on which users apply for permissions and create tokens
 * (platform-api.md 3.2).
 */
export function cloudApiPageUrl(consoleUrl: string, appCode: string): string {
  return `${applicationsPageUrl(consoleUrl)}/${encodeURIComponent(appCode)}/cloudapi`;
}

/** Returns the URL of the console page that lists the user's applications. */
export function applicationsPageUrl(consoleUrl: string): string {
  const base = consoleUrl.replace(/\/+$/, '').replace(/\/developer-center(\/.*)?$/, '');
  return `${base}/developer-center/apps`;
}
