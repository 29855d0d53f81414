import path from 'node:path';
import * as vscode from 'vscode';
import { ArchiveError } from '../../core/archive/archiveError.ts';
import { readEntries } from '../../core/archive/readEntries.ts';
import { systemClock } from '../../core/http/clock.ts';
import { fetchPackage } from '../../core/operations/publish/fetchPackage.ts';
import { packageContents, type PackageContents } from '../../core/package/packageContents.ts';
import { isSameVersion } from '../../core/platform/names.ts';
import type { ModuleTarget } from '../../core/platform/paths.ts';
import type { PackageVersion } from '../../core/platform/sourcePackages.ts';
import { checkPackageUrl, isMaskedPackageUrl, maskPackageUrl } from '../../core/releases/packageUrl.ts';
import { SourceError } from '../../core/releases/sources/sourceError.ts';
import { openFile } from '../../core/releases/sources/sourceRequest.ts';
import { publishPath } from '../../core/repository/publishPath.ts';
import { createRepository } from '../../core/repository/repository.ts';
import { RepositoryError } from '../../core/repository/repositoryError.ts';
import { fetchProblemText } from '../../texts/publishTexts.ts';
import { sourceErrorMessage } from '../../texts/sourceTexts.ts';
import { showError, withProgress } from '../editor/notifications.ts';
import { askText } from '../editor/quickInput.ts';
import { readRepositories, readMaxRelayedBytes } from '../editor/settings.ts';
import type { SignedIn } from '../session/session.ts';
import { withTemporaryFolder } from './packageSource.ts';
import type { PublishServices } from './publishServices.ts';

const { t } = vscode.l10n;

/**
 * A version of a module. `stored` is the version in the platform's list; undefined if it is not in the list or the list
 * could not be read.
 */
export interface WantedVersion extends ModuleTarget {
  version: string;
  stored: PackageVersion | undefined;
}

/** How long a temporary link of BK-Repo is valid, in minutes. */
const linkValidityMinutes = 10;

/**
 * Downloads and reads the package of a version. Tries the URLs from which this computer uploaded the version, and then
 * the files of this version in BK-Repo. Skips a file whose SHA-256 differs from that of the stored package. If none of
 * these files can be used, asks for a URL. If the file at that URL cannot be used either, shows why and resolves to
 * undefined. Also resolves to undefined if the user cancels.
 */
export async function fetchVersion(
  services: PublishServices,
  session: SignedIn,
  wanted: WantedVersion,
): Promise<PackageContents | undefined> {
  const { version } = wanted;
  const found = await withProgress(t('Reading the package of version {0}', version), async (_, signal) => {
    for await (const link of linksOf(services, session, wanted, signal)) {
      const read = await readPackageAt(services, link, wanted, signal);
      if ('files' in read) return read;
      services.log.info(`The package of ${version} is not at ${maskPackageUrl(link)}: ${read.problem}`);
    }
    return signal.aborted ? 'cancelled' : undefined;
  });
  if (found === 'cancelled') return undefined;
  if (found) return found;
  const link = await askForLink(wanted);
  if (link === undefined) return undefined;
  const title = t('Reading the package of version {0}', version);
  const read = await withProgress(title, (_, signal) => readPackageAt(services, link, wanted, signal));
  if ('files' in read) return read;
  if (read.problem !== '') showError(read.problem);
  return undefined;
}

/** Yields the links at which the package of a version may be, the likeliest first. */
async function* linksOf(
  services: PublishServices,
  { platform }: SignedIn,
  { appCode, module, version }: WantedVersion,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const records = (await services.uploads.tracked.withRecords((store) => store.list())) ?? [];
  const links = records
    .filter(({ upload, outcome }) => outcome?.status === 'uploaded' && isSameVersion(upload.version, version))
    .filter(({ upload, platform: on }) => on.gatewayUrl === platform.gatewayUrl && upload.appCode === appCode)
    .filter(({ upload }) => upload.module === module)
    // Leaves out links with secrets, because they cannot be used again: the secret is masked on disk, and a signed link
    // can be valid for only one download.
    .filter(
      ({ upload: { packageUrl } }) => maskPackageUrl(packageUrl) === packageUrl && !isMaskedPackageUrl(packageUrl),
    )
    .map(({ upload }) => upload.packageUrl);
  yield* new Set(links);
  for (const setting of readRepositories()) {
    const credential = await services.publishing.credentials.get(setting.baseUrl);
    if (!credential) continue;
    const repository = createRepository({ setting, credential, log: services.log, clock: systemClock });
    try {
      for (const content of ['gzip', 'zip', 'tar'] as const) {
        const fullPath = publishPath(setting, { appCode, module, version }, content);
        if (await repository.detail(fullPath, { signal }))
          yield await repository.link(fullPath, linkValidityMinutes, { signal });
      }
    } catch (error) {
      if (!(error instanceof RepositoryError)) throw error;
      services.log.info(`${setting.name} could not be read: ${error.message}`);
    }
  }
}

/**
 * Downloads and reads the package at a link without sending credentials. If this fails, resolves to the problem. If the
 * user cancels, the problem is an empty text.
 */
function readPackageAt(
  services: PublishServices,
  link: string,
  { version, stored }: WantedVersion,
  signal: AbortSignal,
): Promise<PackageContents | { problem: string }> {
  return withTemporaryFolder(async (temporary) => {
    try {
      const access = { credential: undefined, log: services.log, answers: new Map(), roots: new Map() };
      const download = await openFile(access, new URL(link), { signal });
      const to = { path: path.join(temporary, 'package'), fileName: 'package', maxBytes: readMaxRelayedBytes() };
      const fetched = await fetchPackage(download, to, { signal });
      if (!fetched.ok) {
        const { what, todo } = fetchProblemText(t, fetched.problem);
        return { problem: t('{0} {1}', what, todo) };
      }
      const { file } = fetched;
      if (stored?.sha256 !== undefined && stored.sha256 !== file.sha256)
        return {
          problem: t('The file at this URL isn’t the package that the platform stores for version {0}.', version),
        };
      return await packageContents(readEntries(file, { signal }), file.content === 'zip' ? 'zip' : 'tar');
    } catch (error) {
      if (signal.aborted) return { problem: '' };
      if (error instanceof SourceError) return { problem: sourceErrorMessage(t, error) };
      if (error instanceof ArchiveError) return { problem: t('The package can’t be read.') };
      throw error;
    }
  });
}

async function askForLink({ appCode, module, version }: WantedVersion): Promise<string | undefined> {
  const answer = await askText({
    title: t('Compare with What Runs'),
    prompt: t(
      'URL of the package for version {0} of {1} / {2}. The package isn’t in your upload history or in BK-Repo.',
      version,
      appCode,
      module,
    ),
    placeholder: 'https://example.com/demo-app-1.0.3.tar.gz',
    value: '',
    validate: (text) =>
      checkPackageUrl(text).ok
        ? undefined
        : { text: t('Enter the http or https URL of a package.'), severity: 'error' },
  });
  const link = answer.kind === 'answer' ? checkPackageUrl(answer.value) : undefined;
  return link?.ok ? link.url : undefined;
}
