import * as vscode from 'vscode';
import { isError, type Finding } from '../../core/package/finding.ts';
import type { PackageReport } from '../../core/package/checkPackage.ts';
import { findingText } from '../../texts/findingTexts.ts';
import { formatSize } from '../../texts/formats.ts';
import { pickWithButtons } from '../editor/quickInput.ts';
import type { PackageSource } from './packageSource.ts';

const { t } = vscode.l10n;

type PackageItem = vscode.QuickPickItem & { go?: true; finding?: Finding; path?: string };

/** The most files of a folder that are listed, the largest first. */
const maxListed = 200;

/**
 * Shows what was found in a package and, for a folder, its files. Errors prevent publishing, warnings do not. Asks
 * nothing about an archive without findings. Resolves to whether to continue.
 */
export async function confirmPackage(
  source: PackageSource,
  report: PackageReport,
  open: (finding: Finding) => Promise<void>,
): Promise<boolean> {
  const { findings } = report;
  if (findings.length === 0 && !source.preview) return true;
  const errors = findings.filter(isError);
  const answer = await pickWithButtons<PackageItem>({
    title: t('Publish {0}', source.name),
    placeholder:
      errors.length > 0
        ? t('The platform could not deploy this package. Choose a line to see where.')
        : t('Press Enter to go on, or choose a line to see where.'),
    nothing: '',
    items: () => Promise.resolve(itemsOf(source, report)),
    buttons: [],
    onButton: () => Promise.resolve('stay'),
  });
  const chosen = answer?.item;
  if (!chosen) return false;
  if (chosen.go) return true;
  if (chosen.finding) await open(chosen.finding);
  else if (chosen.path !== undefined) {
    const uri = source.uriOf(chosen.path);
    if (uri) await vscode.commands.executeCommand('vscode.open', uri);
  }
  return false;
}

function itemsOf(source: PackageSource, { findings, entryCount, unpackedBytes }: PackageReport): PackageItem[] {
  const { preview } = source;
  const errors = findings.filter(isError);
  const warnings = findings.filter((finding) => !isError(finding));
  const size = preview
    ? t('Files: {0}, {1}', preview.files, formatSize(preview.sizeBytes))
    : t('Entries: {0}, {1} unpacked', entryCount, formatSize(unpackedBytes));
  const first: PackageItem =
    errors.length > 0
      ? { label: `$(error) ${t('Not published: {0} to put right', errors.length)}`, description: size }
      : {
          label: `$(cloud-upload) ${preview ? t('Pack and publish') : t('Publish')}`,
          description: size,
          go: true,
        };
  const secrets = preview?.secrets ?? [];
  return [
    first,
    ...section(
      t('To put right'),
      errors.map((finding) => findingItem(finding, 'error')),
    ),
    ...section(t('To look at'), [
      ...warnings.map((finding) => findingItem(finding, 'warning')),
      ...secrets.map(({ path, kind }) => ({
        label: `$(key) ${t('“{0}” has something in it that looks like a secret: {1}', path, kind)}`,
        path,
      })),
      ...(preview?.leftOut ?? []).slice(0, 20).map((path) => ({
        label: `$(circle-slash) ${t('“{0}” is left out: a link to outside, or no file', path)}`,
      })),
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

function section(label: string, items: readonly PackageItem[]): PackageItem[] {
  return items.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...items];
}

function findingItem(finding: Finding, icon: 'error' | 'warning'): PackageItem {
  const { what, todo } = findingText(t, finding);
  return { label: `$(${icon}) ${what}`, detail: todo, finding };
}
