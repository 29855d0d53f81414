import * as vscode from 'vscode';
import type { PackageReport } from '../../core/package/checkPackage.ts';
import { runWizard } from '../editor/wizard.ts';
import { readFolderSuggestions, suggestionsOf, type FolderSuggestions } from '../modules/folderSuggestions.ts';
import type { SignedIn } from '../session/session.ts';
import { suggestedVersion, targetAndVersionSteps } from '../upload/askVersion.ts';
import type { UploadArguments } from '../upload/uploadArguments.ts';
import { offersFor, parseDraft } from '../upload/uploadContext.ts';
import type { CheckedPackage, PackageSource, PublishTarget } from './packageSource.ts';
import type { PublishServices } from './publishServices.ts';

const { t } = vscode.l10n;

/** Asks for the missing parts of target and version. Resolves to undefined if the user cancels. */
export async function askPublish(
  services: PublishServices,
  session: SignedIn,
  { source, report }: CheckedPackage,
  given: UploadArguments,
): Promise<PublishTarget | undefined> {
  const draft = parseDraft({ ...given, packageUrl: undefined });
  const folder = await suggestionsFor(source, report);
  const { target, version } = await targetAndVersionSteps(services, draft, {
    title: t('Publish and Upload Package'),
    offers: offersFor(services, session, folder, source.resource),
    suggested: () => suggestedVersion(source.name, folder, given.suggestedVersion),
  });
  if (!(await runWizard([...target, ...version]))) return undefined;
  const { appCode, module, version: chosen, allowOverwrite = false } = draft;
  if (!appCode || !module || chosen === undefined) return undefined;
  return { appCode, module, version: chosen, allowOverwrite };
}

/**
 * Returns suggestions for target and version. The description inside the package is preferred to the files in the
 * folder, because the platform deploys the description inside the package.
 */
async function suggestionsFor(
  { resource, preview, suggestedVersion: suggested }: PackageSource,
  { description }: PackageReport,
): Promise<FolderSuggestions> {
  const inside = description && (await suggestionsOf(description.bytes, description.entry.replace(/^\.\//, '')));
  const beside = resource && preview ? await readFolderSuggestions(resource) : undefined;
  return {
    targets: inside?.targets ?? beside?.targets ?? [],
    version: suggested ?? inside?.version ?? beside?.version,
    packageUrl: undefined,
  };
}
