import * as vscode from 'vscode';
import { parseUploadLink, type UploadLink } from '../../core/operations/upload/uploadLink.ts';
import { unknownPlatformText, uploadLinkDetail, uploadLinkProblemText } from '../../texts/uploadLinkTexts.ts';
import { background } from '../editor/background.ts';
import { confirm } from '../editor/notifications.ts';
import { readPlatforms, type PlatformSetting } from '../editor/settings.ts';
import { refuseLink } from '../session/links.ts';
import { prepareUpload, reportingUpload, uploadPrepared } from '../upload/uploadByLink.ts';
import type { UploadServices } from '../upload/uploadServices.ts';

const { t } = vscode.l10n;

/**
 * Follows an upload link: shows what the link fills in, and after a confirmation opens the questions of an upload with
 * these answers. Sends nothing before the confirmation. The upload can never overwrite a version. Resolves when the
 * questions are answered, not when the upload has ended.
 */
export async function followUploadLink(services: UploadServices, { query }: vscode.Uri): Promise<void> {
  const parsed = parseUploadLink(query);
  if (!parsed.ok) {
    refuseLink(services, uploadLinkProblemText(t, parsed.problem));
    return;
  }
  const { link } = parsed;
  const platform = await platformOf(services, link);
  if (platform === 'unknown') {
    refuseLink(services, unknownPlatformText(t));
    return;
  }
  const { appCode, module } = link;
  const question =
    module === undefined
      ? t('Upload a package to {0}?', appCode)
      : t('Upload a package to {0}?', t('{0} / {1}', appCode, module));
  if (!(await confirm(question, uploadLinkDetail(t, link, platform?.name), t('Continue')))) return;
  const { packageUrl, version } = link;
  const given = { platform: platform?.gatewayUrl, appCode, module, allowOverwrite: false };
  const filled = { packageUrl, version, from: t('from the link') };
  const prepared = await prepareUpload(services, { arguments: given }, { filled });
  if (prepared?.kind !== 'link') return;
  background(
    'upload',
    reportingUpload(services, () => uploadPrepared(services, prepared)),
  );
}

/**
 * Returns the platform to which a link uploads: the platform that it names, which must be one of the user's, or the
 * platform of the session. Returns undefined if the user has to sign in first.
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
