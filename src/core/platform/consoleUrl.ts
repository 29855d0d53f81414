import type { Environment, AppCode, ModuleName } from './names.ts';

/** `default` applications have one page a module, `cloud_native` ones one page for all (platform-api.md 5). */
export type ApplicationType = 'default' | 'cloud_native';

/** The page of the console that lists a module's packages. `consoleUrl` may carry a site path and a trailing slash. */
export function packagesPage(consoleUrl: string, type: ApplicationType, appCode: AppCode, module: ModuleName): string {
  const page = type === 'cloud_native' ? `${module}/settings/modules/build` : `${module}/package`;
  return `${applicationsRoot(consoleUrl)}/${appCode}/${page}`;
}

/** The page of the console that deploys to an environment; that of a cloud-native application shows all modules. */
export function deployPage(
  consoleUrl: string,
  type: ApplicationType,
  appCode: AppCode,
  module: ModuleName,
  environment: Environment,
): string {
  const page = type === 'cloud_native' ? `deployments/${environment}` : `${module}/deploy/${environment}`;
  return `${applicationsRoot(consoleUrl)}/${appCode}/${page}`;
}

/** The page of the console with the history of deployments. */
export function deployHistoryPage(
  consoleUrl: string,
  type: ApplicationType,
  appCode: AppCode,
  module: ModuleName,
): string {
  const page = type === 'cloud_native' ? 'deployments/history' : `${module}/deploy/history`;
  return `${applicationsRoot(consoleUrl)}/${appCode}/${page}`;
}

/** The overview page of an application. */
export function overviewPage(consoleUrl: string, type: ApplicationType, appCode: AppCode, module: ModuleName): string {
  return `${applicationsRoot(consoleUrl)}/${appCode}/${type === 'cloud_native' ? 'summary' : `${module}/summary`}`;
}

/**
 * The "Cloud API" page of an application: where permissions are applied for and tokens are made (platform-api.md 3.2).
 */
export function cloudApiPage(consoleUrl: string, appCode: string): string {
  return `${applicationsRoot(consoleUrl)}/${encodeURIComponent(appCode)}/cloudapi`;
}

/** The page that lists the person's applications. */
export function applicationsPage(consoleUrl: string): string {
  return applicationsRoot(consoleUrl);
}

function applicationsRoot(consoleUrl: string): string {
  const base = consoleUrl.replace(/\/+$/, '').replace(/\/developer-center(\/.*)?$/, '');
  return `${base}/developer-center/apps`;
}
