import * as vscode from 'vscode';
import { readUploadRequest } from '../../core/operations/upload/readUploadRequest.ts';
import type { UploadByLink } from '../../core/platform/sourcePackages.ts';
import { commandIds } from '../editor/ids.ts';
import { PackageLooks } from './packageLooks.ts';
import type { SignedIn } from '../session/session.ts';
import { verifyUpToBytes } from '../editor/settings.ts';
import { asPlatformError, presentRefusal } from '../session/presentError.ts';
import { askUpload } from './askUpload.ts';
import { ensureSignedIn } from '../session/ensureSignedIn.ts';
import { otherWays, type WithSources } from './otherWays.ts';
import { publicOutcome, type PublicUploadOutcome } from './publicOutcome.ts';
import { runUpload } from './runUpload.ts';
import type { UploadServices } from './uploadServices.ts';
import { hintsFor, readDraft } from './uploadDraft.ts';
import type { Detour, UploadDraft, UploadHints } from './uploadHints.ts';
import { readUploadStart } from './uploadStart.ts';

const { t } = vscode.l10n;

/**
 * Uploads by link. Asks for what is missing, asks nothing when everything is given, and resolves with what became of it.
 * `again` is an upload to repeat.
 */
export async function uploadPackage(
  services: UploadServices,
  argument?: unknown,
  again?: UploadByLink,
): Promise<PublicUploadOutcome> {
  const outcome = await upload(services, () => prepareUpload(services, argument, again));
  return 'to' in outcome ? { status: 'cancelled' } : outcome;
}

/** The same, where the person may also choose another way than a link; then that is what it resolves with. */
export function uploadUnlessDetour(
  services: UploadServices & WithSources,
  argument?: unknown,
): Promise<PublicUploadOutcome | Detour> {
  return upload(services, async () =>
    prepareUpload(services, argument, undefined, await otherWays(services, readUploadStart(argument).resource)),
  );
}

async function upload(
  services: UploadServices,
  prepare: () => Promise<PreparedUpload | Detour | undefined>,
): Promise<PublicUploadOutcome | Detour> {
  try {
    const prepared = await prepare();
    if (!prepared) return { status: 'cancelled' };
    if ('to' in prepared) return prepared;
    const { session, request, looks } = prepared;
    return publicOutcome(t, await runUpload(services, session, request, looks));
  } catch (escaped) {
    // Whoever called gets an outcome, whatever happened.
    const error = asPlatformError(services, commandIds.uploadPackage, escaped);
    presentRefusal(services, error);
    return publicOutcome(t, { status: 'failed', error });
  }
}

/** An upload of which nothing is left to ask. */
export interface PreparedUpload {
  session: SignedIn;
  request: UploadByLink;
  looks: PackageLooks;
}

/** Asks for what is missing. Undefined when the person cancelled; throws `PlatformError` for what cannot be used. */
export async function prepareUpload(
  services: UploadServices,
  argument: unknown,
  again?: UploadByLink,
  ways: Partial<UploadHints> = {},
): Promise<PreparedUpload | Detour | undefined> {
  const start = readUploadStart(argument);
  const draft = readDraft(start.arguments);
  const session = await ensureSignedIn(services, start.arguments.platform);
  if (!session) return undefined;
  const looks = new PackageLooks(services.log, verifyUpToBytes);
  const request =
    complete(draft) ??
    (await askUpload(services, draft, {
      ...(await hintsFor(services, session, start, looks, again)),
      ...ways,
    }));
  if (request && !('to' in request)) return { session, request, looks };
  looks.stop();
  return request;
}

/** The upload when nothing is left to ask. */
function complete({ appCode, module, packageUrl, version, allowOverwrite }: UploadDraft): UploadByLink | undefined {
  if (
    appCode === undefined ||
    module === undefined ||
    packageUrl === undefined ||
    version === undefined ||
    allowOverwrite === undefined
  )
    return undefined;
  return readUploadRequest({ appCode, module, packageUrl, version, allowOverwrite });
}
