import * as vscode from 'vscode';
import { isError, type Finding } from '../../core/package/finding.ts';
import { ruleForName, ruleForPath } from '../../core/packing/ignoreRules.ts';
import type { PackWarningCode } from '../../core/packing/packWarnings.ts';
import { findingText } from '../../texts/findingTexts.ts';
import { formatSize, oneOrMany } from '../../texts/formats.ts';
import { leftOutText, pathsText, packWarningText, secretKindText } from '../../texts/publishTexts.ts';
import { itemsWithHeading } from '../editor/pickWithButtons.ts';
import type { CheckedPackage } from './packageSource.ts';

const { t } = vscode.l10n;

/** A row in the list of findings and files. A row without an action opens its file, if the editor can open the file. */
export type PackageItem = vscode.QuickPickItem & {
  action?: 'publish' | 'leaveOutAndPublish' | 'publishSecrets' | 'checkAgain' | 'stop';
  finding?: Finding;
  path?: string;
  /** The ignore rule that the row's button adds to exclude the row's files from the package. */
  rule?: string;
};

/**
 * Whether picking a warning opens its first path. The paths of the other warnings are folders, missing files or binary
 * files, which the editor cannot show.
 */
const warningOpensFile: Record<PackWarningCode, boolean> = {
  emptySubmodules: false,
  notCheckedOut: false,
  lfsPointers: true,
  crlfScripts: true,
  zipEnd: false,
};

/** Maximum number of listed files of a folder. The largest files are listed first. */
const maxListedFiles = 200;

/** Maximum number of excluded paths in the list. */
const maxLeftOut = 20;

/** Returns the paths of the files that look like secrets by their names or contents, sorted and without duplicates. */
export function secretPathsIn({ source, report }: CheckedPackage): string[] {
  const byName = report.findings.flatMap(({ code, entry }) => (code === 'secretsIncluded' && entry ? [entry] : []));
  const byContent = (source.preview?.secrets ?? []).map(({ path }) => path);
  return [...new Set([...byName.map((entry) => entry.replace(/^\.\//, '')), ...byContent])].sort();
}

/** Returns the rows of the list: the actions, the findings, and the files of a folder. */
export function packageItems(checked: CheckedPackage): PackageItem[] {
  const { preview } = checked.source;
  const findings = checked.report.findings.filter(({ code }) => code !== 'secretsIncluded');
  const warnings = findings.filter((finding) => !isError(finding));
  const canLeaveOut = checked.source.relist !== undefined;
  const withRule = (rule: string): Partial<PackageItem> =>
    canLeaveOut ? { rule, buttons: [{ iconPath: new vscode.ThemeIcon('exclude'), tooltip: t('Leave Out') }] } : {};
  return [
    ...actionItems(checked),
    ...itemsWithHeading(t('Errors'), findings.filter(isError).map(findingItem)),
    ...itemsWithHeading(
      t('Secrets'),
      secretPathsIn(checked).map((path) => ({ ...secretItem(checked, path), ...withRule(ruleForPath(path)) })),
    ),
    ...itemsWithHeading(t('Warnings'), [
      ...warnings.map((finding) => ({
        ...findingItem(finding),
        ...(finding.code === 'junkIncluded' ? withRule(ruleForName(finding.values?.[0] ?? '')) : {}),
      })),
      ...(preview?.warnings ?? []).map((warning): PackageItem => {
        const { what, todo } = packWarningText(t, warning);
        const path = warningOpensFile[warning.code] ? warning.paths[0] : undefined;
        return { label: `$(warning) ${what}`, detail: todo, ...(path === undefined ? {} : { path }) };
      }),
      ...(preview?.leftOut ?? []).slice(0, maxLeftOut).map(({ path, reason }) => {
        const { what, todo } = leftOutText(t, reason, path);
        return { label: `$(circle-slash) ${what}`, detail: todo };
      }),
      ...(preview && preview.leftOut.length > maxLeftOut
        ? [{ label: `$(circle-slash) ${t('Other excluded paths: {0}', preview.leftOut.length - maxLeftOut)}` }]
        : []),
    ]),
    ...itemsWithHeading(
      t('Files, largest first'),
      (preview?.all ?? []).slice(0, maxListedFiles).map(({ path, sizeBytes }) => ({
        label: `$(file) ${path}`,
        description: formatSize(sizeBytes),
        path,
        ...withRule(ruleForPath(path)),
      })),
    ),
  ];
}

/**
 * Returns the rows with which the user continues or stops. The safest action comes first, because the first row is
 * selected.
 */
function actionItems(checked: CheckedPackage): PackageItem[] {
  const { source, report } = checked;
  const { preview } = source;
  const description = preview
    ? t('Files: {0} ({1})', preview.files, formatSize(preview.sizeBytes))
    : t('Entries: {0} ({1} unpacked)', report.entryCount, formatSize(report.unpackedBytes));
  const errors = report.findings.filter(isError).length;
  if (errors > 0) {
    const problem = oneOrMany(errors, t('Can’t publish: {0} error', errors), t('Can’t publish: {0} errors', errors));
    const label = `$(error) ${problem}`;
    return source.relist
      ? [{ label, description, detail: t('Fix the errors. Then press Enter to check again.'), action: 'checkAgain' }]
      : [{ label, description, action: 'stop' }];
  }
  const secrets = secretPathsIn(checked);
  const [first = ''] = secrets;
  if (secrets.length === 0)
    return [
      { label: `$(cloud-upload) ${preview ? t('Pack and publish') : t('Publish')}`, description, action: 'publish' },
    ];
  const isOne = secrets.length === 1;
  const publishSecrets: PackageItem = {
    label: `$(warning) ${isOne ? t('Publish with “{0}”…', first) : t('Publish with {0} Secrets…', secrets.length)}`,
    description,
    action: 'publishSecrets',
  };
  if (!source.relist) return [publishSecrets];
  const leaveOut = isOne
    ? t('Leave out “{0}” and publish', first)
    : t('Leave out {0} files and publish', secrets.length);
  return [
    {
      label: `$(shield) ${leaveOut}`,
      description,
      detail: t('Adds to .bkpaasignore: {0}', pathsText(t, secrets)),
      action: 'leaveOutAndPublish',
    },
    publishSecrets,
  ];
}

/**
 * Returns the row of a file that looks like a secret. If the file's contents seem to contain a secret, the label names
 * the kind of the secret.
 */
function secretItem({ source }: CheckedPackage, path: string): PackageItem {
  const found = source.preview?.secrets.find((secret) => secret.path === path);
  const { what, todo } = findingText(t, { code: 'secretsIncluded', entry: path });
  const label = found ? t('“{0}” seems to contain a secret: {1}', path, secretKindText(t, found.kind)) : what;
  return { label: `$(key) ${label}`, detail: todo, path };
}

function findingItem(finding: Finding): PackageItem {
  const { what, todo } = findingText(t, finding);
  return { label: `$(${isError(finding) ? 'error' : 'warning'}) ${what}`, detail: todo, finding };
}
