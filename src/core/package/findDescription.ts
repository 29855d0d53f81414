import { partsOf } from '../archive/packageEntry.ts';
import type { Finding } from './finding.ts';

export interface ChosenDescription {
  /** Name of the description that the platform uses; undefined if the platform finds none. */
  entry: string | undefined;
  /**
   * Names of the folders above `entry`, outermost first. The platform makes the innermost folder the root of the
   * package.
   */
  root: readonly string[];
  findings: Finding[];
}

const isDescription = (name: string): boolean => /(?:^|\/)app_desc\.ya?ml$/.test(name);

const hasPlainFolderNames = (name: string): boolean =>
  foldersOf(name).every((folder) => /^[A-Za-z0-9_.][A-Za-z0-9_.-]*$/.test(folder));

/**
 * Returns whether the platform uses the entry `name` as the description, rather than the description `other`. Also
 * returns true for equal names.
 */
export function outranks(name: string, other: string | undefined): boolean {
  if (!isDescription(name) || !hasPlainFolderNames(name)) return false;
  return other === undefined || byCodePoint(name, other) <= 0;
}

/**
 * Returns the description that the platform uses (release-sources.md 7.2). The platform sorts the descriptions at all
 * depths by code point, and uses the first description whose folder names are plain ASCII. So `api/app_desc.yaml` comes
 * before `app_desc.yaml` at the root.
 */
export function findDescription(names: readonly string[], format: 'tar' | 'zip'): ChosenDescription {
  const all = names.filter(isDescription).sort(byCodePoint);
  const ignored = all.filter((name) => !hasPlainFolderNames(name));
  const usable = all.filter(hasPlainFolderNames);
  const [entry] = usable;
  const atRoot = usable.find((name) => foldersOf(name).length === 0);
  const root = entry === undefined ? [] : foldersOf(entry);
  // Report ignored descriptions only if the platform finds no other description. Otherwise, ignoring them does no harm.
  const findings: Finding[] =
    entry === undefined ? ignored.map((name) => ({ code: 'descriptionFolderIgnored', entry: name })) : [];
  if (entry !== undefined && atRoot !== undefined && atRoot !== entry)
    findings.push({ code: 'descriptionOutranked', entry: atRoot, values: [entry] });
  else if (usable.length > 1 && entry !== undefined)
    findings.push({ code: 'severalDescriptions', entry, values: usable.slice(1, 4) });
  else if (root.length > 1 && entry !== undefined)
    findings.push({ code: 'descriptionDeep', entry, values: [root.join('/')] });
  // In a zip, the platform searches for the normalized path, which has no `.` part and no double slash. So the platform
  // does not find an entry whose name is not normalized.
  const isFound = format === 'tar' || entry === undefined || entry === partsOf(entry).join('/');
  if (entry !== undefined && (!isFound || entry.startsWith('/') || partsOf(entry).includes('..')))
    findings.push({ code: 'descriptionPathIllegal', entry });
  return { entry, root, findings };
}

function foldersOf(name: string): string[] {
  return partsOf(name).slice(0, -1);
}

/** Compares two strings by code point, as Python sorts strings. */
function byCodePoint(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
