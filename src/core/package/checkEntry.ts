import { linkStaysInside, partsOf, type PackageEntry } from '../archive/packageEntry.ts';
import type { Finding } from './finding.ts';

/** Bytes that Linux file systems allow in one part of a path. */
const maxPartBytes = 255;

/** What Windows does not allow in a name. The same project may be edited there (release-sources.md 7.3 row 25). */
const reserved = /[<>:"|?*\\]|[. ]$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** Checks a single entry (release-sources.md 7.3 rows 17 to 19 and 25). */
export function checkEntry({ name, kind, linkName }: PackageEntry, format: 'tar' | 'zip'): Finding[] {
  const parts = partsOf(name);
  const findings: Finding[] = [];
  const find = (code: Finding['code'], values?: readonly string[]): void => {
    findings.push({ code, entry: name, ...(values ? { values } : {}) });
  };
  const isAbsolute = name.startsWith('/') || /^[A-Za-z]:[\\/]/.test(name);
  // The platform strips absolute names in a tar, and rejects those in a zip.
  if (parts.includes('..') || (isAbsolute && format === 'zip')) find('pathTraversal');
  else if (isAbsolute) find('pathAbsolute');
  if (kind === 'special') find('specialEntry');
  // A hard link names an entry by its path from the archive's root.
  const from = kind === 'hardlink' ? '' : name;
  if ((kind === 'symlink' || kind === 'hardlink') && !linkStaysInside(from, linkName ?? ''))
    find('linkLeavesPackage', [linkName ?? '']);
  if (parts.some((part) => Buffer.byteLength(part) > maxPartBytes)) find('nameTooLong');
  else if (parts.some((part) => part !== '..' && reserved.test(part))) find('nameReserved');
  return findings;
}

/** Folders and files that are shipped as they are, but do not belong in a package (release-sources.md 7.3 row 23). */
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
const junkFiles = /^(?:\.DS_Store|Thumbs\.db|desktop\.ini|\._.*|.*\.pyc|.*\.swp|.*~|npm-debug\.log.*)$/i;

/** Files that usually contain secrets. `.env.example` and the like are meant to be shipped. */
const secretFiles =
  /^(?:\.env(?:\.(?!example$|sample$|template$|dist$).*)?|.*\.(?:pem|key|p12|pfx|jks|keystore|kdbx)|id_(?:rsa|dsa|ecdsa|ed25519)|\.npmrc|\.pypirc|\.netrc|\.htpasswd|credentials(?:\.json)?|service-account.*\.json)$/i;

/** Returns the folder or file that makes an entry junk, such as `node_modules`. Undefined if it is not junk. */
export function junkIn(parts: readonly string[]): string | undefined {
  const folder = parts.slice(0, -1).find((part) => junkFolders.has(part));
  const last = parts.at(-1) ?? '';
  return folder ?? (junkFolders.has(last) || junkFiles.test(last) ? last : undefined);
}

/** Returns whether a file's name suggests that it contains secrets. */
export function isSecretName(parts: readonly string[]): boolean {
  return secretFiles.test(parts.at(-1) ?? '');
}
