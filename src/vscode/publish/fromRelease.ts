import path from 'node:path';
import * as vscode from 'vscode';
import type { Download } from '../../core/http/openAnswer.ts';
import { createPaceMeter } from '../../core/http/transferPace.ts';
import { fetchPackage, type FetchedPackage } from '../../core/operations/publish/fetchPackage.ts';
import { isMaskedPackageUrl } from '../../core/releases/packageUrl.ts';
import { fileNameOf } from '../../core/releases/sources/archives.ts';
import type { ReleaseFile, ReleaseSource } from '../../core/releases/sources/releaseSource.ts';
import { SourceError } from '../../core/releases/sources/sourceError.ts';
import { openFile } from '../../core/releases/sources/sourceRequest.ts';
import { paceText, fetchProblemText } from '../../texts/publishTexts.ts';
import { sourceErrorMessage, versionOriginText } from '../../texts/sourceTexts.ts';
import { showError, withProgress, type Observer } from '../editor/notifications.ts';
import { readMaxRelayedBytes } from '../editor/settings.ts';
import { ensureSignedIn } from '../session/signIn.ts';
import type { SignedIn } from '../session/session.ts';
import type { UploadArguments } from '../upload/uploadArguments.ts';
import { uploadAgain } from '../upload/uploadByLink.ts';
import { checkSource } from './checkSource.ts';
import {
  archiveFileSource,
  withTemporaryFolder,
  type CheckedPackage,
  type PackageSource,
  type ReportProgress,
} from './packageSource.ts';
import { runPublishCommand, type PublicPublishOutcome } from './publishOutcome.ts';
import { publishAndUploadPackage } from './publishPackage.ts';
import type { PublishServices } from './publishServices.ts';

const { t } = vscode.l10n;

/** A package to download from a release or from a public link. */
interface RemotePackage extends Pick<ReleaseFile, 'fileName' | 'sizeBytes' | 'sha256'> {
  suggestedVersion?: PackageSource['suggestedVersion'];
  /** Starts the download. Rejects with `SourceError` or with the signal's reason. */
  open: (signal: AbortSignal) => Promise<Download>;
}

/** Downloads the package at a link without sending credentials. Then checks, publishes and uploads the package. */
export function publishLink(
  services: PublishServices,
  session: SignedIn,
  packageUrl: string,
  given: UploadArguments,
): Promise<PublicPublishOutcome> {
  return publishRemote(services, session, packageAt(services, packageUrl), given);
}

/**
 * Downloads the package at a link without sending credentials, checks it and deletes it. Resolves to the problem if the
 * file is not a package. Rejects with `SourceError` or with the signal's reason.
 */
export function checkLink(
  services: PublishServices,
  packageUrl: string,
  signal: AbortSignal,
): Promise<CheckedPackage | Extract<FetchedPackage, { ok: false }>> {
  const remote = packageAt(services, packageUrl);
  const tell = (): void => undefined;
  return withTemporaryFolder(async (temporary) => {
    const taken = await downloadToFolder(remote, temporary, tell, signal);
    return taken.ok ? checkSource(archiveFileSource(taken.file, undefined), tell, signal) : taken;
  });
}

function packageAt({ log }: PublishServices, packageUrl: string): RemotePackage {
  const access = { credential: undefined, log, answers: new Map(), roots: new Map() };
  return {
    fileName: fileNameOf(packageUrl) || 'package',
    sizeBytes: undefined,
    sha256: undefined,
    open: (signal) => openFile(access, new URL(packageUrl), { signal }),
  };
}

/** Downloads a file of a release. Then checks, publishes and uploads the file. */
export function publishReleaseFile(
  services: PublishServices,
  session: SignedIn,
  { source, file }: { source: ReleaseSource; file: ReleaseFile },
  given: UploadArguments,
): Promise<PublicPublishOutcome> {
  const { version, versionFrom } = file;
  const suggestedVersion =
    version === undefined || versionFrom === undefined
      ? undefined
      : { version, from: versionOriginText(t, versionFrom) };
  const remote: RemotePackage = { ...file, suggestedVersion, open: (signal) => source.open(file, { signal }) };
  return publishRemote(services, session, remote, given);
}

function publishRemote(
  services: PublishServices,
  session: SignedIn,
  remote: RemotePackage,
  given: UploadArguments,
): Promise<PublicPublishOutcome> {
  const { observer } = services;
  return publishAndUploadPackage(services, session, given, (temporary) =>
    downloadAndCheckPackage(remote, temporary, observer),
  );
}

/**
 * Implements `bkpaas.relayUpload`, for an upload whose link the platform could not fetch: downloads the package of the
 * upload on the result page, publishes the package and uploads the package again.
 */
export function relayUpload(services: PublishServices): Promise<PublicPublishOutcome> {
  const report = services.uploads.reports.current;
  // A masked link cannot be downloaded, so `uploadAgain` asks the user for the complete link.
  if (!report || isMaskedPackageUrl(report.record.upload.packageUrl)) return uploadAgain(services);
  const { appCode, module, packageUrl, version } = report.record.upload;
  return runPublishCommand(services, async () => {
    const session = await ensureSignedIn(services, report.platform.gatewayUrl);
    if (!session) return { status: 'cancelled' };
    return publishLink(services, session, packageUrl, { appCode, module, version });
  });
}

/**
 * Downloads and checks a package. If the download fails, shows the error and resolves to undefined. Rejects with the
 * signal's reason if the user cancels.
 */
function downloadAndCheckPackage(
  remote: RemotePackage,
  temporary: string,
  observer: Observer | undefined,
): Promise<CheckedPackage | undefined> {
  const { fileName, suggestedVersion } = remote;
  const refuse = (text: string): void => {
    observer?.tell(text);
    showError(text);
  };
  const download = async (tell: ReportProgress, signal: AbortSignal): Promise<CheckedPackage | undefined> => {
    try {
      const taken = await downloadToFolder(remote, temporary, tell, signal);
      if (taken.ok)
        return await checkSource({ ...archiveFileSource(taken.file, undefined), suggestedVersion }, tell, signal);
      const { what, todo } = fetchProblemText(t, taken.problem);
      refuse(t('{0} {1}', what, todo));
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof SourceError)) throw error;
      refuse(sourceErrorMessage(t, error));
    }
    return undefined;
  };
  return withProgress(t('Downloading {0}', fileName), download, observer);
}

/** Downloads a package to the temporary folder. Rejects with `SourceError` or with the signal's reason. */
async function downloadToFolder(
  remote: RemotePackage,
  temporary: string,
  tell: ReportProgress,
  signal: AbortSignal,
): Promise<FetchedPackage> {
  const download = await remote.open(signal);
  const pace = createPaceMeter(download.sizeBytes ?? remote.sizeBytes, () => performance.now());
  const stated = { ...download, sha256: remote.sha256 ?? download.sha256 };
  const to = { path: path.join(temporary, 'download'), fileName: remote.fileName, maxBytes: readMaxRelayedBytes() };
  const onProgress = (bytes: number): void => {
    tell(paceText(t, pace(bytes)));
  };
  return fetchPackage(stated, to, { onProgress, signal });
}
