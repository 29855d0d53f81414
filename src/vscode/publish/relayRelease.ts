import path from 'node:path';
import * as vscode from 'vscode';
import { transferPace } from '../../core/http/transferPace.ts';
import { takeDownload } from '../../core/operations/publish/takePackage.ts';
import { fileNameOf } from '../../core/releases/sources/archives.ts';
import { createSource } from '../../core/releases/sources/createSource.ts';
import type { ReleaseFile, ReleaseSource } from '../../core/releases/sources/releaseSource.ts';
import { SourceError } from '../../core/releases/sources/sourceError.ts';
import { paceText, takeProblemText } from '../../texts/publishTexts.ts';
import { sourceErrorMessage, versionOriginText } from '../../texts/sourceTexts.ts';
import { showError } from '../editor/notifications.ts';
import { withProgress } from '../editor/progress.ts';
import type { SignedIn } from '../session/session.ts';
import { relayUpToBytes } from '../editor/settings.ts';
import { fromFile, withTemporaryFolder } from './packageSource.ts';
import { publishSource, type PublicRelayOutcome } from './publishSource.ts';
import { lookThrough } from './relayPackage.ts';
import type { PublishServices } from './publishServices.ts';
import type { UploadArguments } from '../upload/uploadStart.ts';

const { t } = vscode.l10n;

/** A file of a release, and the source that gives it. */
export interface PickedRelease {
  source: ReleaseSource;
  file: ReleaseFile;
}

/** Brings the package of a link to the platform: it is read from here as anybody reads it. */
export function relayLink(
  services: PublishServices,
  session: SignedIn,
  packageUrl: string,
  given: UploadArguments,
): Promise<PublicRelayOutcome> {
  const access = { credential: undefined, log: services.log, answers: new Map() };
  const source = createSource({ kind: 'index', name: undefined, url: packageUrl }, access);
  const file: ReleaseFile = {
    url: packageUrl,
    fileName: fileNameOf(packageUrl) || 'package',
    version: undefined,
    versionFrom: undefined,
    sizeBytes: undefined,
    sha256: undefined,
    needsCredentials: false,
    madeOnRequest: false,
  };
  return relayRelease(services, session, { source, file }, given);
}

/** Downloads a file of a release, checks it, publishes it and uploads it. */
export async function relayRelease(
  services: PublishServices,
  session: SignedIn,
  { source, file }: PickedRelease,
  given: UploadArguments,
): Promise<PublicRelayOutcome> {
  return withTemporaryFolder(async (temporary) => {
    const looked = await withProgress(t('Downloading {0}', file.fileName), async (tell, signal) => {
      try {
        const download = await source.open(file, { signal });
        const pace = transferPace(download.sizeBytes ?? file.sizeBytes, () => performance.now());
        const stated = { ...download, sha256: file.sha256 ?? download.sha256 };
        const to = { path: path.join(temporary, 'download'), fileName: file.fileName, maxBytes: relayUpToBytes() };
        const onProgress = (bytes: number): void => {
          tell(paceText(t, pace(bytes)));
        };
        const taken = await takeDownload(stated, to, { onProgress, signal });
        if (taken.ok) {
          const packageSource = fromFile(taken.file, undefined);
          return { source: packageSource, report: await lookThrough(packageSource, signal) };
        }
        const { what, todo } = takeProblemText(t, taken.problem);
        showError(t('{0} {1}', what, todo));
      } catch (error) {
        if (signal.aborted) return undefined;
        if (!(error instanceof SourceError)) throw error;
        showError(sourceErrorMessage(t, error));
      }
      return undefined;
    });
    if (!looked) return { status: 'notPublished' };
    const suggested =
      file.version === undefined || file.versionFrom === undefined
        ? undefined
        : { version: file.version, from: versionOriginText(t, file.versionFrom) };
    return publishSource(services, session, looked, given, suggested);
  });
}
