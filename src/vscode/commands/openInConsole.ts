import * as vscode from 'vscode';
import {
  applicationsPage,
  deployHistoryPage,
  deployPage,
  overviewPage,
  packagesPage,
  type ApplicationType,
} from '../../core/platform/consoleUrl.ts';
import { type Environment, parseModuleName, type AppCode, type ModuleName } from '../../core/platform/names.ts';
import { activeTarget } from '../modules/activeTarget.ts';
import { consoleUrlOf, openConsolePage } from '../modules/consolePage.ts';
import { isNode } from '../modules/nodes.ts';
import { ensureSignedIn } from '../session/signIn.ts';
import type { UploadServices } from '../upload/uploadServices.ts';

/**
 * Implements `bkpaas.openInConsole`. Opens the console page of the given tree node. Without a node, opens the page of
 * the upload on the result page, otherwise of the folder's target, otherwise the list of applications.
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
    await openConsolePage(services, platform, subject.appCode, (consoleUrl, type) => pageOf(subject, consoleUrl, type));
    return;
  }
  const consoleUrl = await consoleUrlOf(platform);
  if (consoleUrl !== undefined) await vscode.env.openExternal(vscode.Uri.parse(applicationsPage(consoleUrl)));
}

function pageOf(
  { appCode, module, environment, inHistory }: Subject,
  consoleUrl: string,
  type: ApplicationType,
): string {
  if (!module) return overviewPage(consoleUrl, type, appCode, defaultModule());
  if (inHistory) return deployHistoryPage(consoleUrl, type, appCode, module);
  if (environment) return deployPage(consoleUrl, type, appCode, module, environment);
  return packagesPage(consoleUrl, type, appCode, module);
}

interface Subject {
  appCode: AppCode;
  module: ModuleName | undefined;
  environment?: Environment;
  inHistory?: boolean;
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
