import * as vscode from 'vscode';
import {
  addOnsPageUrl,
  applicationsPageUrl,
  deployHistoryPageUrl,
  deployPageUrl,
  logPageUrl,
  overviewPageUrl,
  packagesPageUrl,
  processesPageUrl,
  variablesPageUrl,
  type ApplicationType,
} from '../../core/platform/consoleUrl.ts';
import { type Environment, parseModuleName, type AppCode, type ModuleName } from '../../core/platform/names.ts';
import type { DeployTarget } from '../../core/platform/paths.ts';
import { activeTarget } from '../modules/activeTarget.ts';
import { resolveConsoleUrl, openConsolePage } from '../modules/consolePage.ts';
import { isNode } from '../modules/nodes.ts';
import { pickChoice } from '../editor/quickInput.ts';
import { ensureSignedIn } from '../session/signIn.ts';
import type { UploadServices } from '../upload/uploadServices.ts';

const { t } = vscode.l10n;

/**
 * Implements `bkpaas.openInConsole`. Opens the console page of the given tree node. Without a node, opens the page for
 * the upload that the result page shows. If there is no such upload, opens the page for the folder's target, or else
 * the list of applications.
 */
export async function openInConsole(services: UploadServices, argument?: unknown): Promise<void> {
  const session = await ensureSignedIn(services);
  if (!session) return;
  const chosen = subjectOf(argument);
  const last = chosen ? undefined : services.uploads.reports.current;
  const subject = chosen ?? last?.record.upload ?? activeTarget();
  // The upload on the result page can belong to another platform than the session.
  const platform = last?.platform ?? session.platform;
  if (subject) {
    await openConsolePage(services, platform, subject.appCode, (consoleUrl, type) =>
      consolePageUrl(subject, consoleUrl, type),
    );
    return;
  }
  const consoleUrl = await resolveConsoleUrl(platform);
  if (consoleUrl !== undefined) await vscode.env.openExternal(vscode.Uri.parse(applicationsPageUrl(consoleUrl)));
}

/** A page of the console that the user can pick. `page` returns its URL. */
interface ConsolePage {
  label: string;
  detail: string;
  icon: string;
  page: (consoleUrl: string, type: ApplicationType) => string;
}

/** Implements `bkpaas.openConsolePage`: asks for a console page of a module or environment, and opens it. */
export async function pickConsolePage(services: UploadServices, argument?: unknown): Promise<void> {
  const session = await ensureSignedIn(services);
  if (!session) return;
  const subject: Partial<Subject> = subjectOf(argument) ?? activeTarget() ?? {};
  const { appCode, module, environment = 'stag' } = subject;
  if (!appCode || !module) return;
  const items = consolePages({ appCode, module, environment }).map(({ label, detail, icon, page }) => ({
    label,
    detail,
    iconPath: new vscode.ThemeIcon(icon),
    choice: page,
  }));
  const title = t('Open Console Page');
  const placeholder = t('Select a page of {0} / {1}', appCode, module);
  const answer = await pickChoice(
    { title, placeholder, items: Promise.resolve(items) },
    { step: 1, total: 1, canGoBack: false },
  );
  if (answer.kind === 'answer') await openConsolePage(services, session.platform, appCode, answer.value);
}

function consolePages({ appCode, module, environment }: DeployTarget): ConsolePage[] {
  const processes: ConsolePage['page'] = (url, type) => processesPageUrl(url, type, appCode, module, environment);
  return [
    { label: t('Processes'), detail: t('Restart, scale, start and stop'), icon: 'server-process', page: processes },
    {
      label: t('Web Console'),
      detail: t('On the page of the processes, for each instance'),
      icon: 'terminal',
      page: processes,
    },
    {
      label: t('Environment Variables'),
      detail: t('Add and change variables'),
      icon: 'symbol-variable',
      page: (url, type) => variablesPageUrl(url, type, appCode, module),
    },
    {
      label: t('Add-ons'),
      detail: t('Databases, caches and storage'),
      icon: 'database',
      page: (url, type) => addOnsPageUrl(url, type, appCode, module),
    },
    {
      label: t('Application Log'),
      detail: t('The standard output of all processes'),
      icon: 'list-flat',
      page: (url) => logPageUrl(url, appCode, module),
    },
  ];
}

function consolePageUrl(
  { appCode, module, environment, inHistory, isProcess }: Subject,
  consoleUrl: string,
  type: ApplicationType,
): string {
  if (!module) return overviewPageUrl(consoleUrl, type, appCode, defaultModule());
  if (inHistory) return deployHistoryPageUrl(consoleUrl, type, appCode, module);
  if (environment && isProcess) return processesPageUrl(consoleUrl, type, appCode, module, environment);
  if (environment) return deployPageUrl(consoleUrl, type, appCode, module, environment);
  return packagesPageUrl(consoleUrl, type, appCode, module);
}

interface Subject {
  appCode: AppCode;
  module: ModuleName | undefined;
  environment?: Environment;
  inHistory?: boolean;
  isProcess?: boolean;
}

function subjectOf(argument: unknown): Subject | undefined {
  if (!isNode(argument)) return undefined;
  switch (argument.kind) {
    case 'application':
      return { appCode: argument.application.code, module: undefined };
    case 'module':
      return { appCode: argument.appCode, module: argument.module.name };
    case 'version':
    case 'versions':
    case 'environment':
      return argument;
    case 'process':
    case 'instance':
      return { ...argument, isProcess: true };
    case 'deployment':
      return { ...argument, inHistory: true };
    case 'otherApplications':
    case 'more':
    case 'message':
      return undefined;
  }
}

function defaultModule(): ModuleName {
  const name = parseModuleName('default');
  if (!name) throw new Error('“default” is a module name');
  return name;
}
