import type { PackageEntry } from '../archive/packageEntry.ts';
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
  if (parts.includes('..') || (isAbsolute && format === 'zip')) find('pathTraversal');
  else if (isAbsolute) find('pathAbsolute');
  if (kind === 'special') find('specialEntry');
  if (kind === 'symlink' && targetOf(name, linkName ?? '') === undefined) find('linkLeavesPackage', [linkName ?? '']);
  // A hard link names an entry of the archive, from its root.
  if (kind === 'hardlink' && targetOf('.', linkName ?? '') === undefined) find('linkLeavesPackage', [linkName ?? '']);
  if (parts.some((part) => Buffer.byteLength(part) > maxPartBytes)) find('nameTooLong');
  else if (parts.some((part) => part !== '..' && reserved.test(part))) find('nameReserved');
  return findings;
}

/** The parts of an entry's name that say where it lies: no `.`, no empty ones. `..` stays, to be judged. */
export function partsOf(name: string): string[] {
  return name.split('/').filter((part) => part !== '' && part !== '.');
}

/** Where a relative link of an entry leads, as parts from the root; undefined when it leaves the package. */
export function targetOf(entry: string, linkName: string): string[] | undefined {
  if (linkName.startsWith('/') || /^[A-Za-z]:/.test(linkName)) return undefined;
  const parts = partsOf(entry).slice(0, -1);
  for (const part of partsOf(linkName)) {
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts;
}

/**
 * Folders and files that are shipped as they are, and that nobody wants in a package (release-sources.md 7.3 row 23).
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
const junkFiles = /^(?:\.DS_Store|Thumbs\.db|desktop\.ini|\._.*|.*\.pyc|.*\.swp|.*~|npm-debug\.log.*)$/i;

/** What holds secrets as a rule. `.env.example` and the like are meant to be shipped. */
const secretFiles =
  /^(?:\.env(?:\.(?!example$|sample$|template$|dist$).*)?|.*\.(?:pem|key|p12|pfx|jks|keystore|kdbx)|id_(?:rsa|dsa|ecdsa|ed25519)|\.npmrc|\.pypirc|\.netrc|\.htpasswd|credentials(?:\.json)?|service-account.*\.json)$/i;

/** The folder or file that makes an entry junk, such as `node_modules`; undefined when it is none. */
export function junkIn(parts: readonly string[]): string | undefined {
  const folder = parts.slice(0, -1).find((part) => junkFolders.has(part));
  const last = parts.at(-1) ?? '';
  return folder ?? (junkFolders.has(last) || junkFiles.test(last) ? last : undefined);
}

/** Whether a file's name says that it holds secrets. */
export function isSecretName(parts: readonly string[]): boolean {
  return secretFiles.test(parts.at(-1) ?? '');
}
