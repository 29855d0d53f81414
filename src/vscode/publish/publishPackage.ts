import * as vscode from 'vscode';
import { systemClock } from '../../core/http/clock.ts';
import { createPaceMeter } from '../../core/http/transferPace.ts';
import { publishPackage, type PublishOutcome } from '../../core/operations/publish/publishPackage.ts';
import type { PackageFile } from '../../core/archive/packageEntry.ts';
import { isError } from '../../core/package/finding.ts';
import { PackError } from '../../core/packing/packFolder.ts';
import type { Repository } from '../../core/repository/repository.ts';
import { packProblemText, paceText, storedFileText } from '../../texts/publishTexts.ts';
import { repositoryErrorMessage } from '../../texts/repositoryErrorTexts.ts';
import {
  askConfirmation,
  showError,
  showInformation,
  showWarning,
  withProgress,
  type Observer,
} from '../editor/notifications.ts';
import type { SignedIn } from '../session/session.ts';
import { completedInspection } from '../upload/linkInspector.ts';
import { publicUploadOutcome } from '../upload/publicOutcome.ts';
import { runUpload } from '../upload/runUpload.ts';
import type { UploadArguments } from '../upload/uploadArguments.ts';
import { addRepository } from './addRepository.ts';
import { askPublish } from './askPublish.ts';
import { recheckFolder } from './checkSource.ts';
import { confirmPackage } from './confirmPackage.ts';
import { confirmInTask } from './confirmInTask.ts';
import {
  isFolderSource,
  withTemporaryFolder,
  type CheckedPackage,
  type PackageSource,
  type PublishTarget,
} from './packageSource.ts';
import type { PublicPublishOutcome } from './publishOutcome.ts';
import type { PublishServices } from './publishServices.ts';

const { t } = vscode.l10n;

/**
 * Publishes a package and uploads the package by the published link. `check` obtains and checks the package. It can use
 * a temporary folder, whose path it gets. If the package cannot be obtained or checked, `check` shows the error and
 * resolves to undefined. Rejects with a signal's reason if the user cancels.
 */
export function publishAndUploadPackage(
  services: PublishServices,
  session: SignedIn,
  given: UploadArguments,
  check: (temporary: string) => Promise<CheckedPackage | undefined>,
): Promise<PublicPublishOutcome> {
  return withTemporaryFolder(async (temporary) => {
    const checked = await check(temporary);
    return checked ? publishChecked(services, session, checked, given) : { status: 'notPublished' };
  });
}

/** Asks for repository, target and version, publishes the package, and uploads it by the published link. */
async function publishChecked(
  services: PublishServices,
  session: SignedIn,
  checked: CheckedPackage,
  given: UploadArguments,
): Promise<PublicPublishOutcome> {
  const asked = await askPublish(services, session, checked, given);
  if (!asked) return { status: 'cancelled' };
  const { repository, target } = asked;
  const { checkForTarget } = await import('../../core/package/checkPackage.ts');
  const forTarget = ({ source, report }: CheckedPackage): CheckedPackage => ({
    source,
    report: checkForTarget(report, target),
  });
  const confirmInList = (first: CheckedPackage): ReturnType<typeof confirmPackage> =>
    confirmPackage(first, async (folder, signal) => {
      const again = await recheckFolder(folder, signal);
      return again && forTarget(again);
    });
  const { observer } = services;
  const { source, report, confirmed } = observer
    ? await confirmInTask(observer, forTarget(checked), confirmInList)
    : await confirmInList(forTarget(checked));
  if (!confirmed) return { status: report.findings.some(isError) ? 'notPublished' : 'cancelled' };
  try {
    const { file, outcome } = await publishToRepository(repository, source, target, observer);
    if (outcome.status !== 'published') return presentUnpublished(services, repository, target, outcome);
    const { link, fullPath, alreadyThere } = outcome;
    services.log.info(
      `Published ${target.version} to ${repository.setting.baseUrl}${fullPath}${alreadyThere ? ' (was there already)' : ''}`,
    );
    if (alreadyThere) {
      const text = t('The same package was already in {0}, so it wasn’t sent again.', repository.setting.name);
      if (observer) observer.tell(text);
      else showInformation(text);
    }
    const inspected = completedInspection(file, link);
    const uploaded = await runUpload(services, session, { ...target, packageUrl: link }, () => inspected);
    if (isFolderSource(source) && uploaded.status === 'uploaded') services.editor.contextKeys.set('hasPublished', true);
    return publicUploadOutcome(t, uploaded);
  } catch (error) {
    if (!(error instanceof PackError)) throw error;
    const { what, todo } = packProblemText(t, error.problem, error.path);
    services.log.error(`Not packed: ${error.message}`);
    observer?.tell(t('{0} {1}', what, todo));
    showError(t('{0} {1}', what, todo));
    return { status: 'notPublished' };
  }
}

/** Publishes a package. A folder is packed first. Rejects with `PackError` or with the signal's reason. */
function publishToRepository(
  repository: Repository,
  source: PackageSource,
  target: PublishTarget,
  observer: Observer | undefined,
): Promise<{ file: PackageFile; outcome: PublishOutcome }> {
  const title = t('Publishing {0} to {1}', target.version, repository.setting.name);
  return withProgress(
    title,
    async (tell, signal) => {
      const file = await source.file(tell, signal);
      const pace = createPaceMeter(file.sizeBytes, () => performance.now());
      const outcome = await publishPackage({
        ...{ repository, clock: systemClock, file, target, signal },
        confirmReplace: (there) =>
          askConfirmation(
            t('Replace the package for version {0} in the repository?', target.version),
            t('The repository already has a different file for this version: {0}', storedFileText(t, there)),
            t('Replace'),
          ),
        onProgress: (step, sentBytes) => {
          if (step === 'sending' && sentBytes === 0) observer?.sent(possiblyPublishedText(repository));
          const said = {
            looking: t('Checking existing versions…'),
            sending: t('Sending: {0}', paceText(t, pace(sentBytes))),
            linking: t('Creating the download URL…'),
          };
          tell(said[step]);
        },
      });
      return { file, outcome };
    },
    observer,
  );
}

function possiblyPublishedText({ setting }: Repository): string {
  return t(
    'Canceled. The package might have been published to {0}, but it wasn’t uploaded to the platform.',
    setting.name,
  );
}

function presentUnpublished(
  services: PublishServices,
  repository: Repository,
  { appCode, module, version }: PublishTarget,
  outcome: Exclude<PublishOutcome, { status: 'published' }>,
): PublicPublishOutcome {
  const { setting } = repository;
  const name = `${appCode}/${module} ${version}`;
  switch (outcome.status) {
    case 'kept':
      return { status: 'cancelled' };
    case 'cancelled':
      services.log.info(`Cancelled publishing ${name}`);
      if (outcome.mayBeThere) {
        services.observer?.uncertain();
        showInformation(possiblyPublishedText(repository));
      }
      return { status: 'cancelled' };
    case 'failed': {
      const { error } = outcome;
      const { said = '', traceId = '' } = error.facts;
      services.log.error(`Not published ${name}: ${error.message} ${said} ${traceId}`.trim());
      const again = { title: t('Sign In to BK-Repo Repository'), run: () => addRepository(services, setting) };
      const text = t('Version {0} wasn’t published. {1}', version, repositoryErrorMessage(t, error));
      services.observer?.tell(text);
      showError(text, ...(error.code === 'credentialRefused' ? [again] : []));
      return { status: 'notPublished' };
    }
    case 'unknown': {
      const { error } = outcome;
      services.log.warn(`Not known whether ${name} was published: ${error.message}`);
      const said = repositoryErrorMessage(t, error);
      const text = t('Couldn’t confirm whether version {0} was published to {1}. {2}', version, setting.name, said);
      services.observer?.uncertain();
      services.observer?.tell(text);
      showWarning(text);
      return { status: 'notPublished' };
    }
  }
}
