import * as vscode from 'vscode';
import type { PackageReport } from '../../core/package/packageReport.ts';
import { readFolderSuggestions, suggestionsOf, type FolderSuggestions } from '../modules/folderSuggestions.ts';
import { PackageLooks } from '../upload/packageLooks.ts';
import type { SignedIn } from '../session/session.ts';
import { askUpload } from '../upload/askUpload.ts';
import { chooseRepository } from './chooseRepository.ts';
import type { PackageSource } from './packageSource.ts';
import { publicOutcome, type PublicUploadOutcome } from '../upload/publicOutcome.ts';
import { relayPackage } from './relayPackage.ts';
import type { PublishServices } from './publishServices.ts';
import { hintsFor, readDraft } from '../upload/uploadDraft.ts';
import type { UploadArguments } from '../upload/uploadStart.ts';

const { t } = vscode.l10n;

/** What `bkpaas.publishAndUpload` resolves to: the upload's outcome, or that it did not come to one. */
export type PublicRelayOutcome = PublicUploadOutcome | { status: 'notPublished' };

/** A package, and what a first look through it has brought. */
export interface LookedThrough {
  source: PackageSource;
  report: PackageReport;
}

/** Asks for target and version, publishes and uploads. */
export async function publishSource(
  services: PublishServices,
  session: SignedIn,
  { source, report }: LookedThrough,
  given: UploadArguments,
  suggested?: FolderSuggestions['version'],
): Promise<PublicRelayOutcome> {
  const repository = await chooseRepository(services);
  if (!repository) return { status: 'cancelled' };
  const { setting } = repository;
  // Stands for the link until there is one: its file name suggests a version.
  const packageUrl = `${setting.linkBaseUrl}/generic/${encodeURIComponent(source.name)}`;
  const draft = { ...readDraft({ ...given, packageUrl: undefined }), packageUrl };
  const looks = new PackageLooks(services.log, () => 0);
  const hints = await hintsFor(
    services,
    session,
    { arguments: given },
    looks,
    undefined,
    await said(source, report, suggested),
  );
  const request = await askUpload(services, draft, { ...hints, title: t('Publish and Upload') });
  if (!request || 'to' in request) return { status: 'cancelled' };
  const outcome = await relayPackage(services, session, repository, source, report, request);
  if (outcome.status === 'published') return publicOutcome(t, outcome.upload);
  return outcome.reason === 'cancelled' ? { status: 'cancelled' } : { status: 'notPublished' };
}

/** The description inside is what will be deployed, so it comes before what lies beside the archive. */
async function said(
  { resource, preview }: PackageSource,
  { description }: PackageReport,
  suggested: FolderSuggestions['version'],
): Promise<FolderSuggestions> {
  const inside = description && (await suggestionsOf(description.text, description.entry.replace(/^\.\//, '')));
  const beside = resource && preview ? await readFolderSuggestions(resource) : undefined;
  return {
    targets: inside?.targets ?? beside?.targets ?? [],
    version: suggested ?? inside?.version ?? beside?.version,
    packageUrl: undefined,
  };
}
