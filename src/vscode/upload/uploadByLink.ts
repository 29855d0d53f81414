import * as vscode from 'vscode';
import { parseUploadRequest } from '../../core/operations/upload/parseUploadRequest.ts';
import type { UploadByLink } from '../../core/platform/sourcePackages.ts';
import { commandIds } from '../editor/ids.ts';
import { verifyUpToBytes } from '../editor/settings.ts';
import { ensureSignedIn } from '../session/signIn.ts';
import { outcomeOf } from '../session/presentError.ts';
import type { SignedIn } from '../session/session.ts';
import { askUpload } from './askUpload.ts';
import { LinkInspector } from './linkInspector.ts';
import { publicOutcome, type PublicUploadOutcome } from './publicOutcome.ts';
import { runUpload } from './runUpload.ts';
import type { UploadArguments, UploadStart } from './uploadArguments.ts';
import { parseDraft, uploadContext, type UploadContext, type UploadDraft, type UploadSource } from './uploadContext.ts';
import type { UploadServices } from './uploadServices.ts';

const { t } = vscode.l10n;

/** What an upload by link can start with, besides its arguments. */
export type UploadOffers = Pick<UploadContext, 'again' | 'clipboard' | 'sources'>;

/** An upload by link with nothing left to ask. */
export interface PreparedUpload {
  kind: 'link';
  session: SignedIn;
  request: UploadByLink;
  inspector: LinkInspector;
}

/** Another source that the user chose instead of a link. */
export interface OtherSource {
  kind: 'other';
  session: SignedIn;
  source: UploadSource;
  target: Pick<UploadDraft, 'appCode' | 'module'>;
}

/** Asks for what is missing and uploads by link. Errors are shown; the outcome is for the caller. */
export function uploadByLink(
  services: UploadServices,
  given: UploadArguments,
  again?: UploadByLink,
): Promise<PublicUploadOutcome> {
  return reportingUpload(services, async () => {
    const prepared = await prepareUpload(services, { arguments: given }, { again });
    return prepared?.kind === 'link' ? uploadPrepared(services, prepared) : { status: 'cancelled' };
  });
}

/** Implements `bkpaas.uploadAgain`: repeats the upload on the result page, with everything that was typed for it. */
export function uploadAgain(services: UploadServices): Promise<PublicUploadOutcome> {
  const report = services.uploads.reports.current;
  if (!report) return uploadByLink(services, {});
  const { upload } = report.record;
  const { appCode, module } = upload;
  return uploadByLink(services, { platform: report.platform.gatewayUrl, appCode, module }, upload);
}

/** Runs an upload. An error is shown and becomes an outcome. */
export function reportingUpload<Outcome>(
  services: UploadServices,
  run: () => Promise<Outcome>,
): Promise<Outcome | PublicUploadOutcome> {
  return outcomeOf(services, commandIds.uploadPackage, run, (error) => publicOutcome(t, { status: 'failed', error }));
}

export async function uploadPrepared(
  services: UploadServices,
  { session, request, inspector }: PreparedUpload,
): Promise<PublicUploadOutcome> {
  return publicOutcome(t, await runUpload(services, session, request, () => inspector.at(request.packageUrl)));
}

/**
 * Asks for what is missing. Resolves to undefined if the user cancels. Throws `PlatformError` for an invalid argument.
 */
export async function prepareUpload(
  services: UploadServices,
  start: UploadStart,
  offers: UploadOffers = {},
): Promise<PreparedUpload | OtherSource | undefined> {
  const draft = parseDraft(start.arguments);
  const session = await ensureSignedIn(services, start.arguments.platform);
  if (!session) return undefined;
  const request = complete(draft);
  if (request) return { kind: 'link', session, request, inspector: new LinkInspector(services.log, verifyUpToBytes) };
  const context = { ...(await uploadContext(services, session, start)), ...offers };
  const asked = await askUpload(services, draft, context);
  if (asked?.kind === 'link') return { ...asked, session, inspector: context.inspector };
  context.inspector.stop();
  return asked && { ...asked, session };
}

/** Returns the upload if nothing is left to ask. */
function complete({ appCode, module, packageUrl, version, allowOverwrite }: UploadDraft): UploadByLink | undefined {
  if (
    appCode === undefined ||
    module === undefined ||
    packageUrl === undefined ||
    version === undefined ||
    allowOverwrite === undefined
  )
    return undefined;
  return parseUploadRequest({ appCode, module, packageUrl, version, allowOverwrite });
}
