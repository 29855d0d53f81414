import * as vscode from 'vscode';
import type { PackageReport } from '../../core/package/checkPackage.ts';
import type { Repository } from '../../core/repository/repository.ts';
import { runWizard } from '../editor/wizard.ts';
import { readFolderSuggestions, descriptionSuggestions, type FolderSuggestions } from '../modules/folderSuggestions.ts';
import type { SignedIn } from '../session/session.ts';
import { suggestedVersion, targetAndVersionSteps } from '../upload/askVersion.ts';
import type { UploadArguments } from '../upload/uploadArguments.ts';
import { offersFor, parseUploadDraft } from '../upload/uploadContext.ts';
import { repositorySteps } from './chooseRepository.ts';
import type { CheckedPackage, PackageSource, PublishTarget } from './packageSource.ts';
import type { PublishServices } from './publishServices.ts';

const { t } = vscode.l10n;

/**
 * Asks for the repository, and for the missing parts of target and version. Resolves to undefined if the user cancels.
 */
export async function askPublish(
  services: PublishServices,
  session: SignedIn,
  { source, report }: CheckedPackage,
  given: UploadArguments,
): Promise<{ repository: Repository; target: PublishTarget } | undefined> {
  const title = t('Publish and Upload Package');
  const chosenRepository: { repository?: Repository | undefined } = {};
  const repositoryQuestions = await repositorySteps(services, chosenRepository, title);
  if (!repositoryQuestions) return undefined;
  const draft = parseUploadDraft({ ...given, packageUrl: undefined });
  const folder = await suggestionsFor(source, report);
  const { target, version } = await targetAndVersionSteps(services, draft, {
    title,
    offers: offersFor(services, session, folder, source.resource),
    suggested: () => suggestedVersion(source.name, folder, given.suggestedVersion),
  });
  if (!(await runWizard([...repositoryQuestions, ...target, ...version]))) return undefined;
  const { appCode, module, version: chosen, allowOverwrite = false } = draft;
  const { repository } = chosenRepository;
  if (!appCode || !module || chosen === undefined || !repository) return undefined;
  return { repository, target: { appCode, module, version: chosen, allowOverwrite } };
}

/**
 * Returns suggestions for target and version. Prefers the description inside the package to the files in the folder,
 * because the platform reads the description inside the package.
 */
async function suggestionsFor(
  { resource, preview, suggestedVersion: suggested }: PackageSource,
  { description }: PackageReport,
): Promise<FolderSuggestions> {
  const inside =
    description && (await descriptionSuggestions(description.bytes, description.entry.replace(/^\.\//, '')));
  const beside = resource && preview ? await readFolderSuggestions(resource) : undefined;
  return {
    targets: inside?.targets ?? beside?.targets ?? [],
    version: suggested ?? inside?.version ?? beside?.version,
    packageUrls: [],
  };
}
