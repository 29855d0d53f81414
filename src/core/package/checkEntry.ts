import { isLinkInsidePackage, partsOf, type EntryFlaw, type PackageEntry } from '../archive/packageEntry.ts';
import type { Finding } from './finding.ts';

/** Maximum bytes of one part of a path on Linux file systems. */
const maxPartBytes = 255;

/**
 * Matches names that Windows does not allow. The same project may also be edited on Windows (release-sources.md 7.3 row
 * 25).
 */
const invalidWindowsNamePattern = /[<>:"|?*]|[. ]$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** Finding codes of the flaws that the archive reader reports. */
const findingCodeByFlaw: Partial<Record<EntryFlaw, Finding['code']>> = {
  unknownType: 'entryTypeUnsupported',
  compressionUnsupported: 'compressionUnsupported',
  nameGarbled: 'nameGarbled',
};

/** Checks a single entry (release-sources.md 7.3 rows 17 to 19, 25 and 27). */
export function checkEntry({ name, kind, linkName, flaw }: PackageEntry, format: 'tar' | 'zip'): Finding[] {
  const parts = partsOf(name);
  const findings: Finding[] = [];
  const find = (code: Finding['code'], values?: readonly string[]): void => {
    findings.push({ code, entry: name, ...(values ? { values } : {}) });
  };
  // A tar often begins with the folder `./`, so a folder in a tar can have an empty name.
  if (parts.length === 0 && (format === 'zip' || kind !== 'folder')) find('nameEmpty');
  const isAbsolute = name.startsWith('/') || /^[A-Za-z]:[\\/]/.test(name);
  // The platform makes an absolute name in a tar relative, and rejects an absolute name in a zip.
  if (parts.includes('..') || (isAbsolute && format === 'zip')) find('pathTraversal');
  else if (isAbsolute) find('pathAbsolute');
  const flawCode = flaw && findingCodeByFlaw[flaw];
  if (flawCode) find(flawCode);
  else if (kind === 'special') find('specialEntry');
  // The target of a hard link is relative to the archive's root.
  const from = kind === 'hardlink' ? '' : name;
  if ((kind === 'symlink' || kind === 'hardlink') && !isLinkInsidePackage(from, linkName ?? ''))
    find('linkLeavesPackage', [linkName ?? '']);
  if (parts.some((part) => Buffer.byteLength(part) > maxPartBytes)) find('nameTooLong');
  else if (name.includes('\\')) find('nameBackslash');
  else if (parts.some((part) => part !== '..' && invalidWindowsNamePattern.test(part))) find('nameReserved');
  return findings;
}

/**
 * Folders that do not belong in a package. If a package contains them, the platform deploys all of them except `.svn`
 * (release-sources.md 7.3 row 23).
 */
const junkFolders = new Set([
  '.git',
  '.svn',
  '.hg',
  'node_modules',
  '.venv',
  'venv',
  '__pycache__',
  '.idea',
  '.vscode',
]);
/** Matches names of files that do not belong in a package. */
const junkFilePattern = /^(?:\.DS_Store|Thumbs\.db|desktop\.ini|\._.*|.*\.pyc|.*\.swp|.*~|npm-debug\.log.*)$/i;

/**
 * Returns the name of the folder or file that does not belong in a package, such as `node_modules`; undefined if the
 * path contains no such folder or file.
 */
export function junkIn(parts: readonly string[]): string | undefined {
  const folder = parts.slice(0, -1).find((part) => junkFolders.has(part));
  const last = parts.at(-1) ?? '';
  return folder ?? (junkFolders.has(last) || junkFilePattern.test(last) ? last : undefined);
}
