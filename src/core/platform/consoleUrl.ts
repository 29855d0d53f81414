import type { AppCode, ModuleName } from './names.ts';

/** `default` applications have one page a module, `cloud_native` ones one page for all (API reference 5). */
export type ApplicationType = 'default' | 'cloud_native';

/** The page of the console that lists a module's packages. `consoleUrl` may carry a site path and a trailing slash. */
export function packagesPage(consoleUrl: string, type: ApplicationType, appCode: AppCode, module: ModuleName): string {
  const page = type === 'cloud_native' ? `${module}/settings/modules/build` : `${module}/package`;
  return `${applicationsRoot(consoleUrl)}/${appCode}/${page}`;
}

/** The overview page of an application. */
export function overviewPage(consoleUrl: string, type: ApplicationType, appCode: AppCode, module: ModuleName): string {
  return `${applicationsRoot(consoleUrl)}/${appCode}/${type === 'cloud_native' ? 'summary' : `${module}/summary`}`;
}

/** The "Cloud API" page of an application: where permissions are applied for and tokens are made (API reference 3.2). */
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
