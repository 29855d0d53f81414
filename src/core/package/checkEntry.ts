import type { PackageEntry } from '../archive/packageEntry.ts';
import { partsOf, targetOf } from './entryNames.ts';
import type { Finding } from './finding.ts';

/** Bytes of one part of a name that Linux's file systems take. */
const maxPartBytes = 255;

/** What Windows does not take in a name, where the same project is worked on (release-sources.md 7.3 row 25). */
const reserved = /[<>:"|?*\\]|[. ]$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** What one entry alone tells (release-sources.md 7.3 rows 17 to 19 and 25). */
export function checkEntry({ name, kind, linkName }: PackageEntry, format: 'tar' | 'zip'): Finding[] {
  const parts = partsOf(name);
  const findings: Finding[] = [];
  const find = (code: Finding['code'], values?: readonly string[]): void => {
    findings.push({ code, entry: name, ...(values ? { values } : {}) });
  };
  const isAbsolute = name.startsWith('/') || /^[A-Za-z]:[\\/]/.test(name);
  // Absolute names of a tar are merely stripped; those of a zip are refused.
  if (parts.includes('..') || (isAbsolute && format === 'zip')) find('pathClimbs');
  else if (isAbsolute) find('pathAbsolute');
  if (kind === 'special') find('specialEntry');
  if (kind === 'symlink' && targetOf(name, linkName ?? '') === undefined) find('linkLeavesPackage', [linkName ?? '']);
  // A hard link names an entry of the archive, from its root.
  if (kind === 'hardlink' && targetOf('.', linkName ?? '') === undefined) find('linkLeavesPackage', [linkName ?? '']);
  if (parts.some((part) => Buffer.byteLength(part) > maxPartBytes)) find('nameTooLong');
  else if (parts.some((part) => part !== '..' && reserved.test(part))) find('nameReserved');
  return findings;
}
