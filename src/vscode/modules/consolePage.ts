import * as vscode from 'vscode';
import type { Log } from '../../core/http/log.ts';
import { trimPastedUrl } from '../../core/http/pastedText.ts';
import type { ApplicationType } from '../../core/platform/consoleUrl.ts';
import type { AppCode } from '../../core/platform/names.ts';
import { PlatformError } from '../../core/platform/platformError.ts';
import { consoleUrlProblemText } from '../../texts/inputTexts.ts';
import type { Catalog } from './catalog.ts';
import { askText } from '../editor/quickInput.ts';
import { savePlatform, type PlatformSetting } from '../editor/settings.ts';

const { t } = vscode.l10n;

interface ConsoleServices {
  catalog: Catalog;
  log: Log;
}

/**
 * Opens a page of the console. The page's address depends on the application's type. Asks for the console's URL if it
 * is unknown.
 */
export async function openConsolePage(
  services: ConsoleServices,
  platform: PlatformSetting,
  appCode: AppCode,
  page: (consoleUrl: string, type: ApplicationType) => string,
): Promise<void> {
  const consoleUrl = await resolveConsoleUrl(platform);
  if (consoleUrl === undefined) return;
  const type = await applicationTypeOf(services, platform, appCode);
  await vscode.env.openExternal(vscode.Uri.parse(page(consoleUrl, type)));
}

/**
 * Returns the application's type. If the type cannot be read, returns `cloud_native`, the type of most applications.
 */
async function applicationTypeOf(
  { catalog, log }: ConsoleServices,
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

/**
 * Returns the console's URL. If the settings have none, asks the user and saves the answer, because the console's URL
 * cannot be derived from the gateway's URL (platform-api.md 5). Resolves to undefined if the user cancels.
 */
export async function resolveConsoleUrl(platform: PlatformSetting): Promise<string | undefined> {
  if (platform.consoleUrl !== undefined) return platform.consoleUrl;
  const answer = await askText({
    title: t('Open in Console'),
    prompt: t('Console URL of {0}. It’s saved in the bkpaas.platforms setting.', platform.name),
    placeholder: 'https://paas.example.com',
    value: '',
    validate: (text) =>
      /^https?:\/\/[^/]/i.test(trimPastedUrl(text)) && URL.canParse(trimPastedUrl(text))
        ? undefined
        : { text: consoleUrlProblemText(t), severity: 'error' },
  });
  if (answer.kind !== 'answer') return undefined;
  const consoleUrl = trimPastedUrl(answer.value);
  await savePlatform({ ...platform, consoleUrl });
  return consoleUrl;
}
