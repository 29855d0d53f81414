import * as vscode from 'vscode';
import type { PreflightWarning } from '../../core/operations/upload/preflight.ts';
import type { PackageVersion } from '../../core/platform/sourcePackages.ts';
import { readVersion } from '../../core/platform/version.ts';
import { packageNameTooLong } from '../../core/operations/upload/readUploadRequest.ts';
import { checkPackageUrl, isMaskedPackageUrl } from '../../core/releases/packageUrl.ts';
import { suggestVersion, versionForPlatform } from '../../core/releases/suggestVersion.ts';
import { errorMessage } from '../../texts/errorTexts.ts';
import { formatSize } from '../../texts/formats.ts';
import { preflightText } from '../../texts/preflightTexts.ts';
import { packageUrlProblemText, unusualVersionText, versionProblemText } from '../../texts/inputTexts.ts';
import type { FolderSuggestions } from '../modules/folderSuggestions.ts';
import type { Remark } from '../editor/quickInput.ts';
import type { UploadDraft } from './uploadHints.ts';

const { t } = vscode.l10n;

export function linkPrompt(folder: FolderSuggestions): string {
  return folder.packageUrl
    ? t('The link of the source package, from {0}', folder.packageUrl.from)
    : t('The link of the source package. The platform downloads it itself, without your credentials.');
}

export function linkRemark(text: string): Remark | undefined {
  if (isMaskedPackageUrl(text)) {
    return {
      text: t('The history keeps no credentials and no signatures: put the link’s own text in place of ***.'),
      severity: 'error',
    };
  }
  const check = checkPackageUrl(text);
  return check.ok ? undefined : { text: packageUrlProblemText(t, check.problem), severity: 'error' };
}

/** The first thing that may go wrong, under the box; all of them are on the page afterwards. */
export function preflightRemark([warning, ...others]: readonly PreflightWarning[]): Remark | undefined {
  if (!warning) return undefined;
  const { what, todo } = preflightText(t, warning);
  const first = t('{0} {1}', what, todo);
  const text =
    others.length === 0
      ? t('{0} Press Enter again to use the link all the same.', first)
      : t('{0} ({1} more) Press Enter again to use the link all the same.', first, others.length);
  return { text, severity: 'warning', holds: true };
}

export function versionRemark(text: string, packageUrl: string, known: readonly PackageVersion[]): Remark | undefined {
  const reading = readVersion(text);
  if (!reading.ok) return { text: versionProblemText(t, reading.problem), severity: 'error' };
  if (packageNameTooLong(packageUrl, reading.version))
    return { text: errorMessage(t, 'packageNameTooLong'), severity: 'error' };
  const existing = known.find((candidate) => candidate.version === reading.version);
  if (existing?.cleanedUp)
    return { text: errorMessage(t, 'versionCleanedUp', { subject: reading.version }), severity: 'error' };
  if (existing)
    return {
      text: t('Already there: {0}. You will be asked whether to overwrite it.', describe(existing)),
      severity: 'warning',
    };
  return reading.unusualCharacters ? { text: unusualVersionText(t), severity: 'info' } : undefined;
}

/** Size and date of what is on the platform. */
export function describe(version: PackageVersion | undefined): string {
  const size = version?.sizeBytes === undefined ? t('size unknown') : formatSize(version.sizeBytes);
  return t('{0}, uploaded {1}', size, version?.updated?.text ?? t('at an unknown time'));
}

/** A version to begin with, and what suggested it. */
export interface VersionSuggestion {
  version: string;
  from: string;
}

/** A version in the link is what will be downloaded; the folder's own comes next; a guess is only made when it is likely. */
export function suggestedVersion(packageUrl: string, folder: FolderSuggestions): VersionSuggestion | undefined {
  const inLink = suggestVersion(packageUrl);
  const fromLink = inLink && {
    version: versionForPlatform(inLink.version),
    from: inLink.from === 'fileName' ? t('the file name in the link') : t('the path of the link'),
  };
  if (inLink?.trust === 'high') return fromLink;
  if (folder.version) return folder.version;
  return inLink?.trust === 'medium' ? fromLink : undefined;
}

export function versionPrompt(draft: UploadDraft, suggested: VersionSuggestion | undefined): string {
  const target = `${draft.appCode ?? ''} / ${draft.module ?? ''}`;
  return suggested
    ? t('The version to store it under in {0}. Suggested by {1}.', target, suggested.from)
    : t('The version to store it under in {0}', target);
}
