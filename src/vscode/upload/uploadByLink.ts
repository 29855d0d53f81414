import * as vscode from 'vscode';
import { parseUploadRequest } from '../../core/operations/upload/parseUploadRequest.ts';
import { noPackageWarnings, preflight, type PreflightWarning } from '../../core/operations/upload/preflight.ts';
import type { UploadByLink } from '../../core/platform/sourcePackages.ts';
import { preflightText } from '../../texts/preflightTexts.ts';
import { commandIds } from '../editor/ids.ts';
import { askConfirmation } from '../editor/notifications.ts';
import { readMaxVerifiedBytes } from '../editor/settings.ts';
import { runWizard, type WizardStep } from '../editor/wizard.ts';
import type { TargetDraft } from '../modules/askTarget.ts';
import { ensureSignedIn } from '../session/signIn.ts';
import { runApiCommand } from '../session/presentError.ts';
import type { SignedIn } from '../session/session.ts';
import { askLink } from './askLink.ts';
import { suggestedVersion, targetAndVersionSteps } from './askVersion.ts';
import { waitForFirstBytes, LinkInspector, type LinkInspection } from './linkInspector.ts';
import { publicUploadOutcome, type PublicUploadOutcome } from './publicOutcome.ts';
import { runUpload } from './runUpload.ts';
import type { UploadArguments, ParsedUploadArguments } from './uploadArguments.ts';
import {
  parseUploadDraft,
  readUploadContext,
  type UploadContext,
  type UploadDraft,
  type UploadSource,
} from './uploadContext.ts';
import type { UploadServices } from './uploadServices.ts';

const { t } = vscode.l10n;

/** An upload by link with all its arguments, given by the caller or entered by the user. */
export interface PreparedUpload {
  kind: 'link';
  session: SignedIn;
  request: UploadByLink;
  inspector: LinkInspector;
  /** The warnings about the link that the user has accepted. */
  accepted: readonly PreflightWarning[];
}

/** Another source that the user chose instead of a link. */
export interface ChosenSource {
  kind: 'other';
  session: SignedIn;
  source: UploadSource;
  target: Pick<UploadDraft, 'appCode' | 'module'>;
}

/** How the questions of an upload differ from those of *Upload Package from URL*. */
export interface UploadQuestions {
  title: string;
  /** Returns the questions between the one for the target and the one for the link. */
  afterTarget: (target: TargetDraft) => WizardStep[];
}

/**
 * Asks for missing arguments and uploads by link. Shows errors. Resolves to the outcome. `again` is the upload that is
 * being retried.
 */
export function uploadByLink(
  services: UploadServices,
  given: UploadArguments,
  again?: UploadByLink,
): Promise<PublicUploadOutcome> {
  return runUploadCommand(services, async () => {
    const filled = again && { ...again, from: t('last tried') };
    const prepared = await prepareUpload(services, { arguments: given }, { filled });
    return prepared?.kind === 'link' ? uploadPrepared(services, prepared) : { status: 'cancelled' };
  });
}

/**
 * Implements `bkpaas.uploadAgain`: repeats the upload on the result page. The questions start with the answers of this
 * upload.
 */
export function uploadAgain(services: UploadServices): Promise<PublicUploadOutcome> {
  const report = services.uploads.reports.current;
  if (!report) return uploadByLink(services, {});
  const { upload } = report.record;
  const { appCode, module } = upload;
  return uploadByLink(services, { platform: report.platform.gatewayUrl, appCode, module }, upload);
}

/** Runs an upload. If `run` throws, shows the error and resolves to the outcome `failed`. */
export function runUploadCommand<Outcome>(
  services: UploadServices,
  run: () => Promise<Outcome>,
): Promise<Outcome | PublicUploadOutcome> {
  return runApiCommand(services, commandIds.uploadPackage, run, (error) =>
    publicUploadOutcome(t, { status: 'failed', error }),
  );
}

export async function uploadPrepared(
  services: UploadServices,
  { session, request, inspector, accepted }: PreparedUpload,
): Promise<PublicUploadOutcome> {
  const inspection = inspector.at(request.packageUrl);
  if (!(await confirmLink(services, session, inspection, accepted))) {
    inspector.stop();
    return { status: 'cancelled' };
  }
  return publicUploadOutcome(t, await runUpload(services, session, request, () => inspector.at(request.packageUrl)));
}

/**
 * Asks for missing arguments. Resolves to the complete upload, or to the source that the user chose instead of a link.
 * Resolves to undefined if the user cancels. Throws `PlatformError` for an invalid argument.
 */
export async function prepareUpload(
  services: UploadServices,
  start: ParsedUploadArguments,
  offers: Pick<UploadContext, 'filled' | 'clipboard' | 'sources'> = {},
  questions: UploadQuestions = { title: t('Upload Package from URL'), afterTarget: () => [] },
): Promise<PreparedUpload | ChosenSource | undefined> {
  const draft = parseUploadDraft(start.arguments);
  const session = await ensureSignedIn(services, start.arguments.platform);
  if (!session) return undefined;
  if (Object.values(draft).every((value) => value !== undefined)) {
    const inspector = new LinkInspector(services.log, readMaxVerifiedBytes);
    return { kind: 'link', session, request: requestOf(draft), inspector, accepted: [] };
  }

  const context = { ...(await readUploadContext(services, session, start)), ...offers };
  let source: UploadSource | undefined;
  const { title } = questions;
  const link = askLink(draft, context, { title, leave: (chosen) => (source = chosen) });
  const { target, version } = await targetAndVersionSteps(services, draft, {
    title,
    offers: context.offers,
    typed: context.filled?.version,
    suggested: () => suggestedVersion(draft.packageUrl ?? '', context.folder, start.arguments.suggestedVersion),
  });
  if (await runWizard([...target, ...questions.afterTarget(draft), link, ...version]))
    return {
      kind: 'link',
      session,
      request: requestOf(draft),
      inspector: context.inspector,
      accepted: context.accepted,
    };
  context.inspector.stop();
  const { appCode, module } = draft;
  return source && { kind: 'other', session, source, target: { appCode, module } };
}

/**
 * Asks for confirmation if the file at the link is certainly not a usable package. The platform would store such a file
 * without an error, and the deployment would fail. Does not ask about warnings that the user has already accepted.
 * Resolves to whether to upload.
 */
export async function confirmLink(
  { uploads }: UploadServices,
  { platform: { gatewayUrl } }: SignedIn,
  inspection: LinkInspection,
  accepted: readonly PreflightWarning[],
): Promise<boolean> {
  await waitForFirstBytes(inspection);
  const facts = {
    packageUrl: inspection.url,
    gatewayUrl,
    refusedHosts: uploads.refusals.known,
    found: inspection.found(),
  };
  const [warning] = noPackageWarnings(preflight(facts)).filter(
    ({ code }) => !accepted.some((known) => known.code === code),
  );
  if (!warning) return true;
  const { what, todo } = preflightText(t, warning);
  const stored = t('The platform would store the file without an error, but its deployment would fail.');
  return askConfirmation(
    t('This file isn’t a usable source package. Upload it anyway?'),
    [what, stored, todo].join('\n'),
    t('Upload Anyway'),
  );
}

/** Returns the upload of a complete draft. */
function requestOf({ appCode, module, packageUrl, version, allowOverwrite }: UploadDraft): UploadByLink {
  return parseUploadRequest({
    appCode: appCode ?? '',
    module: module ?? '',
    packageUrl: packageUrl ?? '',
    version: version ?? '',
    allowOverwrite: allowOverwrite ?? false,
  });
}
