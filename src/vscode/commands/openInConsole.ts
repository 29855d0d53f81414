import * as vscode from 'vscode';
import {
  applicationsPage,
  deployHistoryPage,
  deployPage,
  overviewPage,
  packagesPage,
  type ApplicationType,
} from '../../core/platform/consoleUrl.ts';
import type { Environment } from '../../core/platform/environment.ts';
import { readModuleName, type AppCode, type ModuleName } from '../../core/platform/names.ts';
import { PlatformError } from '../../core/platform/platformError.ts';
import { consoleUrlProblemText } from '../../texts/inputTexts.ts';
import { askText } from '../quickInput.ts';
import type { SignedIn } from '../session.ts';
import { savePlatform, type PlatformSetting } from '../settings.ts';
import { activeTarget } from '../views/statusBar.ts';
import { isNode } from '../views/nodes.ts';
import { ensureSignedIn } from './ensureSignedIn.ts';
import type { UploadServices } from './uploadServices.ts';

const { t } = vscode.l10n;

/** Opens the page of what the command was started on, else of the last upload, else of the folder's target. */
export async function openInConsole(services: UploadServices, argument?: unknown): Promise<void> {
  const session = await ensureSignedIn(services);
  if (!session) return;
  const { subject, platform } = pageSubject(services, session, argument);
  if (subject) {
    await openConsolePage(services, platform, subject.appCode, (consoleUrl, type) => pageOf(subject, consoleUrl, type));
    return;
  }
  const consoleUrl = platform.consoleUrl ?? (await askConsoleUrl(platform));
  if (consoleUrl !== undefined) await vscode.env.openExternal(vscode.Uri.parse(applicationsPage(consoleUrl)));
}

/** Opens a page of the console, whose layout depends on the application's type; asks for the console's address once. */
export async function openConsolePage(
  services: Pick<UploadServices, 'catalog' | 'log'>,
  platform: PlatformSetting,
  appCode: AppCode,
  page: (consoleUrl: string, type: ApplicationType) => string,
): Promise<void> {
  const consoleUrl = platform.consoleUrl ?? (await askConsoleUrl(platform));
  if (consoleUrl === undefined) return;
  const type = await typeOf(services, platform, appCode);
  await vscode.env.openExternal(vscode.Uri.parse(page(consoleUrl, type)));
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

/** The last upload may have gone to another platform than the one that is signed in to now. */
function pageSubject(
  services: UploadServices,
  session: SignedIn,
  argument: unknown,
): { subject: Subject | undefined; platform: PlatformSetting } {
  const chosen = subjectOf(argument);
  const last = services.uploads.reports.current;
  if (!chosen && last) return { subject: last.record.upload, platform: last.platform };
  return { subject: chosen ?? activeTarget(), platform: session.platform };
}

function subjectOf(argument: unknown): Subject | undefined {
  if (!isNode(argument)) return undefined;
  switch (argument.kind) {
    case 'application':
      return { appCode: argument.application.code, module: undefined };
    case 'module':
      return { appCode: argument.appCode, module: argument.module.name };
    case 'version':
      return { appCode: argument.appCode, module: argument.module };
    case 'environment':
      return { appCode: argument.appCode, module: argument.module, environment: argument.environment };
    case 'deployment':
      return { appCode: argument.appCode, module: argument.module, inHistory: true };
    case 'otherApplications':
    case 'more':
    case 'message':
      return undefined;
  }
}

/** The page's layout depends on the type; who may not read it gets the layout that most applications have. */
async function typeOf(
  { catalog, log }: Pick<UploadServices, 'catalog' | 'log'>,
  { gatewayUrl }: PlatformSetting,
  appCode: AppCode,
): Promise<ApplicationType> {
  try {
    const platform = await catalog.platform();
    if (platform.gatewayUrl === gatewayUrl) return await platform.applications.type(appCode);
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    log.warn(
      `The type of ${appCode} could not be read (${error.code}); opening the page of a cloud-native application.`,
    );
  }
  return 'cloud_native';
}

/** The console's address cannot be derived from the gateway's (platform-api.md 5), so it is asked for once. */
async function askConsoleUrl(platform: PlatformSetting): Promise<string | undefined> {
  const answer = await askText(
    {
      title: t('Open in Console'),
      prompt: t('The address of the console of {0}. It is kept in the setting bkpaas.platforms.', platform.name),
      placeholder: 'https://paas.example.com',
      value: '',
      validate: (text) =>
        /^https?:\/\/[^/]/i.test(text.trim()) && URL.canParse(text.trim())
          ? undefined
          : { text: consoleUrlProblemText(t), severity: 'error' },
    },
    { step: 1, total: 1, canGoBack: false },
  );
  if (answer.kind !== 'answer') return undefined;
  const consoleUrl = answer.value.trim();
  await savePlatform({ ...platform, consoleUrl });
  return consoleUrl;
}

function defaultModule(): ModuleName {
  const name = readModuleName('default');
  if (!name) throw new Error('“default” is a module name');
  return name;
}
