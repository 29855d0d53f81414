import * as vscode from 'vscode';
import { isError, type Finding } from '../../core/package/finding.ts';
import type { PackageReport } from '../../core/package/checkPackage.ts';
import type { PackWarningCode } from '../../core/packing/packWarnings.ts';
import { findingText } from '../../texts/findingTexts.ts';
import { formatSize } from '../../texts/formats.ts';
import { leftOutText, packWarningText } from '../../texts/publishTexts.ts';
import { pickWithButtons, section } from '../editor/quickInput.ts';
import type { PackageSource } from './packageSource.ts';

const { t } = vscode.l10n;

type PackageItem = vscode.QuickPickItem & { go?: true; finding?: Finding; path?: string };

/** Whether choosing a warning opens its first path. The paths of the other warnings are not files on the disk. */
const canOpen: Record<PackWarningCode, boolean> = {
  emptySubmodules: false,
  notCheckedOut: false,
  lfsPointers: true,
  crlfScripts: true,
  zipEnd: false,
};

/** Maximum number of listed files of a folder. The largest files are listed first. */
const maxListed = 200;

/** Maximum number of listed paths that are not packed. */
const maxLeftOut = 20;

/**
 * Shows the findings in a package and, for a folder, the files. Errors prevent publishing, warnings do not. Shows
 * nothing for an archive without findings. Resolves to whether to publish the package.
 */
export async function confirmPackage(source: PackageSource, report: PackageReport): Promise<boolean> {
  const { findings } = report;
  if (findings.length === 0 && !source.preview) return true;
  const answer = await pickWithButtons<PackageItem>({
    title: t('Publish {0}', source.name),
    placeholder: findings.some(isError)
      ? t('The platform can’t deploy this package. Select an error to open its file.')
      : t('Press Enter to continue, or select a file to open it.'),
    nothing: '',
    items: () => Promise.resolve(itemsOf(source, report)),
    buttons: [],
    onButton: () => Promise.resolve('stay'),
  });
  if (!answer) return false;
  const { go, finding, path } = answer.item;
  if (finding) await openFinding(source, finding);
  const uri = path === undefined ? undefined : source.uriOf(path);
  if (uri) await vscode.commands.executeCommand('vscode.open', uri);
  return go === true;
}

function itemsOf(source: PackageSource, { findings, entryCount, unpackedBytes }: PackageReport): PackageItem[] {
  const { preview } = source;
  const errors = findings.filter(isError);
  const warnings = findings.filter((finding) => !isError(finding));
  const size = preview
    ? t('Files: {0} ({1})', preview.files, formatSize(preview.sizeBytes))
    : t('Entries: {0} ({1} unpacked)', entryCount, formatSize(unpackedBytes));
  const first: PackageItem =
    errors.length > 0
      ? { label: `$(error) ${t('Can’t publish: {0} errors', errors.length)}`, description: size }
      : { label: `$(cloud-upload) ${preview ? t('Pack and publish') : t('Publish')}`, description: size, go: true };
  return [
    first,
    ...section(t('Errors'), errors.map(findingItem)),
    ...section(t('Warnings'), [
      ...warnings.map(findingItem),
      ...(preview?.warnings ?? []).map((warning): PackageItem => {
        const { what, todo } = packWarningText(t, warning);
        const path = canOpen[warning.code] ? warning.paths[0] : undefined;
        return { label: `$(warning) ${what}`, detail: todo, ...(path === undefined ? {} : { path }) };
      }),
      ...(preview?.secrets ?? []).map(({ path, kind }) => ({
        label: `$(key) ${t('“{0}” seems to contain a secret: {1}', path, kind)}`,
        path,
      })),
      ...(preview?.leftOut ?? []).slice(0, maxLeftOut).map(({ path, reason }) => {
        const { what, todo } = leftOutText(t, reason, path);
        return { label: `$(circle-slash) ${what}`, detail: todo };
      }),
      ...(preview && preview.leftOut.length > maxLeftOut
        ? [{ label: `$(circle-slash) ${t('Other excluded paths: {0}', preview.leftOut.length - maxLeftOut)}` }]
        : []),
    ]),
    ...section(
      t('Files, largest first'),
      (preview?.all ?? []).slice(0, maxListed).map(({ path, sizeBytes }) => ({
        label: `$(file) ${path}`,
        description: formatSize(sizeBytes),
        path,
      })),
    ),
  ];
}

function findingItem(finding: Finding): PackageItem {
  const { what, todo } = findingText(t, finding);
  return { label: `$(${isError(finding) ? 'error' : 'warning'}) ${what}`, detail: todo, finding };
}

/** Opens the file of a finding and selects the finding's range. */
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
