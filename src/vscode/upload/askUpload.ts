import * as vscode from 'vscode';
import { parseUploadRequest } from '../../core/operations/upload/parseUploadRequest.ts';
import type { UploadByLink } from '../../core/platform/sourcePackages.ts';
import { runWizard } from '../editor/wizard.ts';
import type { Catalog } from '../modules/catalog.ts';
import { askLink } from './askLink.ts';
import { suggestedVersion, targetAndVersionSteps } from './askVersion.ts';
import type { UploadContext, UploadDraft, UploadSource } from './uploadContext.ts';

const { t } = vscode.l10n;

/** The answers: a validated upload by link, or another source of the package. */
export type AskedUpload =
  | { kind: 'link'; request: UploadByLink }
  | { kind: 'other'; source: UploadSource; target: Pick<UploadDraft, 'appCode' | 'module'> };

/** Asks for what the draft lacks. Resolves to undefined if the user cancels. */
export async function askUpload(
  services: { catalog: Catalog },
  given: UploadDraft,
  context: UploadContext,
): Promise<AskedUpload | undefined> {
  const draft = { ...given };
  const title = t('Upload Source Package by Link');
  let source: UploadSource | undefined;
  const link = askLink(title, draft, context, (chosen) => (source = chosen));
  const { target, version } = await targetAndVersionSteps(services, draft, {
    title,
    offers: context.offers,
    typed: context.again?.version,
    suggested: () => context.suggested ?? suggestedVersion(draft.packageUrl ?? '', context.folder),
  });
  const finished = await runWizard([...target, link, ...version]);
  if (source) return { kind: 'other', source, target: { appCode: draft.appCode, module: draft.module } };
  if (!finished) return undefined;
  const request = parseUploadRequest({
    appCode: draft.appCode ?? '',
    module: draft.module ?? '',
    packageUrl: draft.packageUrl ?? '',
    version: draft.version ?? '',
    allowOverwrite: draft.allowOverwrite ?? false,
  });
  return { kind: 'link', request };
}
