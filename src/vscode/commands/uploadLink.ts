import * as vscode from 'vscode';
import { parseUploadLink, type UploadLink } from '../../core/operations/upload/uploadLink.ts';
import { unknownPlatformText, uploadLinkDetail, uploadLinkProblemText } from '../../texts/uploadLinkTexts.ts';
import { background } from '../editor/background.ts';
import { askConfirmation } from '../editor/notifications.ts';
import { readPlatforms, type PlatformSetting } from '../editor/settings.ts';
import { showLinkProblem } from '../session/links.ts';
import { prepareUpload, runUploadCommand, uploadPrepared } from '../upload/uploadByLink.ts';
import type { UploadServices } from '../upload/uploadServices.ts';

const { t } = vscode.l10n;

/**
 * Follows an upload link. Shows the answers that the link contains and asks for confirmation. Then asks the questions
 * of an upload, with these answers filled in. Sends nothing before the confirmation, and never overwrites a version.
 * Resolves when the questions are answered. The upload then continues in the background.
 */
export async function followUploadLink(services: UploadServices, { query }: vscode.Uri): Promise<void> {
  const parsed = parseUploadLink(query);
  if (!parsed.ok) {
    showLinkProblem(services, uploadLinkProblemText(t, parsed.problem));
    return;
  }
  const { link } = parsed;
  const platform = await platformOf(services, link);
  if (platform === 'unknown') {
    showLinkProblem(services, unknownPlatformText(t));
    return;
  }
  const { appCode, module } = link;
  const question =
    module === undefined
      ? t('Upload a package to {0}?', appCode)
      : t('Upload a package to {0}?', t('{0} / {1}', appCode, module));
  if (!(await askConfirmation(question, uploadLinkDetail(t, link, platform?.name), t('Continue')))) return;
  const { packageUrl, version } = link;
  const given = { platform: platform?.gatewayUrl, appCode, module, allowOverwrite: false };
  const filled = { packageUrl, version, from: t('from the link') };
  const prepared = await prepareUpload(services, { arguments: given }, { filled });
  if (prepared?.kind !== 'link') return;
  background(
    'upload',
    runUploadCommand(services, () => uploadPrepared(services, prepared)),
  );
}

/**
 * Returns the platform that a link names. Returns `'unknown'` if it is neither the session's platform nor one in the
 * user's settings. If the link names no platform, returns the session's platform, or undefined if the user is signed
 * out.
 */
async function platformOf(
  { session }: UploadServices,
  { gatewayUrl }: UploadLink,
): Promise<PlatformSetting | 'unknown' | undefined> {
  const state = await session.read();
  const current = state.state === 'signedOut' ? undefined : state.platform;
  if (gatewayUrl === undefined) return current;
  const known = [...(current ? [current] : []), ...readPlatforms()];
  return known.find((candidate) => candidate.gatewayUrl === gatewayUrl) ?? 'unknown';
}
