import * as vscode from 'vscode';
import { systemClock } from '../../core/http/clock.ts';
import { transferPace } from '../../core/http/transferPace.ts';
import { publishPackage, type PublishOutcome } from '../../core/operations/publish/publishPackage.ts';
import type { UploadOutcome } from '../../core/operations/upload/uploadOutcome.ts';
import { checkDescription } from '../../core/package/checkDescription.ts';
import { checkPackage } from '../../core/package/checkPackage.ts';
import { isError, sortFindings, type Finding } from '../../core/package/finding.ts';
import type { PackageReport } from '../../core/package/packageReport.ts';
import { PackError } from '../../core/packing/packError.ts';
import type { UploadByLink } from '../../core/platform/sourcePackages.ts';
import type { Repository, StoredFile } from '../../core/repository/repository.ts';
import { packProblemText, paceText, storedFileText } from '../../texts/publishTexts.ts';
import { repositoryErrorMessage } from '../../texts/repositoryErrorTexts.ts';
import { knownPackage } from '../upload/knownPackage.ts';
import { confirm, showError, showInformation, showWarning } from '../editor/notifications.ts';
import { withProgress } from '../editor/progress.ts';
import type { SignedIn } from '../session/session.ts';
import { addRepository } from './addRepository.ts';
import { confirmPackage } from './confirmPackage.ts';
import type { PackageSource } from './packageSource.ts';
import { runUpload } from '../upload/runUpload.ts';
import type { PublishServices } from './publishServices.ts';

const { t } = vscode.l10n;

/** What became of a package that was to be published and uploaded. */
export type RelayOutcome =
  | { status: 'notPublished'; reason: 'cancelled' | 'refused' | 'failed' | 'unknown' }
  | { status: 'published'; upload: UploadOutcome };

/** Looks through a package once, without knowing where it goes. Throws the signal's reason. */
export async function lookThrough(source: PackageSource, signal: AbortSignal): Promise<PackageReport> {
  const { format, archiveBytes } = source;
  return checkPackage(source.entries(signal), { format, archiveBytes, signal });
}

/**
 * Checks a package against its target, asks where something speaks against it, publishes it, and uploads it by the link. What
 * it finds out is shown by itself.
 */
export async function relayPackage(
  services: PublishServices,
  session: SignedIn,
  repository: Repository,
  source: PackageSource,
  known: PackageReport,
  request: UploadByLink,
): Promise<RelayOutcome> {
  const report = await withTarget(known, request);
  if (!(await confirmPackage(source, report, (finding) => openFinding(source, finding))))
    return { status: 'notPublished', reason: report.findings.some(isError) ? 'refused' : 'cancelled' };
  const title = t('Publishing {0} to {1}', request.version, repository.setting.name);
  try {
    const { file, outcome } = await withProgress(title, async (tell, signal) => {
      const packed = await source.file(tell, signal);
      const pace = transferPace(packed.sizeBytes, () => performance.now());
      const published = await publishPackage({
        repository,
        clock: systemClock,
        file: packed,
        target: request,
        signal,
        confirmReplace: (there) => confirmReplace(request, there),
        onProgress: (step, sentBytes) => {
          tell(
            {
              looking: t('looking at what is there…'),
              sending: t('sending: {0}', paceText(t, pace(sentBytes))),
              linking: t('making the link…'),
            }[step],
          );
        },
      });
      return { file: packed, outcome: published };
    });
    if (outcome.status !== 'published') return present(services, repository, request, outcome);
    services.log.info(
      `Published ${request.version} to ${repository.setting.baseUrl}${outcome.fullPath}${outcome.alreadyThere ? ' (was there already)' : ''}`,
    );
    if (outcome.alreadyThere)
      showInformation(t('The same package was already in {0} and was not sent again.', repository.setting.name));
    const looks = knownPackage(file, new URL(outcome.link).host);
    const upload = await runUpload(services, session, { ...request, packageUrl: outcome.link }, looks);
    return { status: 'published', upload };
  } catch (error) {
    if (isAbort(error)) return { status: 'notPublished', reason: 'cancelled' };
    if (!(error instanceof PackError)) throw error;
    const { what, todo } = packProblemText(t, error.problem, error.path);
    services.log.error(`Not packed: ${error.message}`);
    showError(t('{0} {1}', what, todo));
    return { status: 'notPublished', reason: 'failed' };
  }
}

/** The description once more, now that it is known what it is for. */
async function withTarget(report: PackageReport, { appCode, module }: UploadByLink): Promise<PackageReport> {
  const { description, findings } = report;
  if (!description) return report;
  const aboutTarget = new Set(['appCodeDiffers', 'moduleMissing']);
  const said = await checkDescription(description.text, { appCode, module });
  const more = said.filter(({ code }) => aboutTarget.has(code));
  return {
    ...report,
    findings: sortFindings([...findings, ...more.map((each) => ({ ...each, entry: description.entry }))]),
  };
}

function confirmReplace(request: UploadByLink, there: StoredFile): Promise<boolean> {
  return confirm(
    t('Replace the package of {0} in the repository?', request.version),
    t('Another file is there under this version: {0}', storedFileText(t, there)),
    t('Replace'),
  );
}

function present(
  services: PublishServices,
  { setting }: Repository,
  request: UploadByLink,
  outcome: Exclude<PublishOutcome, { status: 'published' }>,
): RelayOutcome {
  const name = `${request.appCode}/${request.module} ${request.version}`;
  switch (outcome.status) {
    case 'kept':
      return { status: 'notPublished', reason: 'cancelled' };
    case 'cancelled':
      services.log.info(`Cancelled publishing ${name}`);
      if (outcome.mayBeThere)
        showInformation(t('Cancelled. The package may be in {0} all the same; it was not uploaded.', setting.name));
      return { status: 'notPublished', reason: 'cancelled' };
    case 'failed': {
      const { error } = outcome;
      services.log.error(
        `Not published ${name}: ${error.message} ${error.facts.said ?? ''} ${error.facts.traceId ?? ''}`.trim(),
      );
      const again = {
        title: t('Sign In to BK-Repo'),
        run: async () => {
          await addRepository(services, setting);
        },
      };
      const text = t('{0} was not published. {1}', request.version, repositoryErrorMessage(t, error));
      showError(text, ...(error.code === 'credentialRefused' ? [again] : []));
      return { status: 'notPublished', reason: 'failed' };
    }
    case 'unknown':
      services.log.warn(`Not known whether ${name} was published: ${outcome.error.message}`);
      showWarning(
        t(
          'It is not known whether {0} has arrived in {1}. {2}',
          request.version,
          setting.name,
          repositoryErrorMessage(t, outcome.error),
        ),
      );
      return { status: 'notPublished', reason: 'unknown' };
  }
}

/** Opens the file that a finding is about, at its place. */
async function openFinding(source: PackageSource, { entry, range }: Finding): Promise<void> {
  const uri = entry === undefined ? undefined : source.uriOf(entry);
  if (!uri) return;
  const document = await vscode.workspace.openTextDocument(uri);
  const editor = await vscode.window.showTextDocument(document);
  if (!range) return;
  const place = new vscode.Range(document.positionAt(range.start), document.positionAt(range.end));
  editor.selection = new vscode.Selection(place.start, place.end);
  editor.revealRange(place, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
