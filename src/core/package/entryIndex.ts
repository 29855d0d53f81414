import { partsOf, type PackageEntry } from '../archive/packageEntry.ts';
import { junkIn } from './checkEntry.ts';
import { isSecret, isNonExecutableProgram } from './fileStart.ts';
import type { Finding } from './finding.ts';

/** Maximum number of symbolic links to follow (as on Linux), and maximum number of parts in a followed path. */
const [maxLinks, maxParts] = [40, 200];

/**
 * Maximum number of files with secrets. This is much higher than the maximum for other findings, because the user
 * leaves all listed secrets out of a package at once.
 */
export const maxSecrets = 1000;

/**
 * Maximum number of findings of one kind, and maximum number of symbolic links to resolve. Links are limited, because
 * resolving a link takes long.
 */
const [maxFindings, maxSearched] = [20, 200];

/**
 * Checks all entries of a package together, for example for names that differ only in case. Stores the path of each
 * entry, but not the paths of its parent folders, because a hostile archive can nest folders very deeply.
 */
export class EntryIndex {
  /** The kind of each path. Of several entries with the same path, the last entry counts. */
  readonly #kinds = new Map<string, PackageEntry['kind']>();
  /** The targets of symbolic links. */
  readonly #links = new Map<string, string>();
  /** The first path with each lower-case form, keyed by the lower-case form. */
  readonly #lower = new Map<string, string>();
  readonly #clashes: [string, string][] = [];
  readonly #junk = new Map<string, number>();
  readonly #secrets: string[] = [];
  readonly #scripts: string[] = [];
  /** Findings that depend on the order of the entries. */
  readonly #orderFindings: Finding[] = [];
  /** Entries called `logo.png`, and entries in a folder with this name. */
  readonly #logos: Pick<PackageEntry, 'name' | 'kind'>[] = [];
  readonly #format: 'tar' | 'zip';
  count = 0;
  unpackedBytes = 0;

  constructor(format: 'tar' | 'zip') {
    this.#format = format;
  }

  /** Adds an entry. `start` is the start of the file if `needsFileStart` is true for the entry. */
  add(entry: PackageEntry, start?: Buffer): void {
    const { name, kind, sizeBytes, linkName = '' } = entry;
    const parts = partsOf(name);
    if (parts.length === 0) return;
    this.count += 1;
    this.unpackedBytes += sizeBytes;
    const path = parts.join('/');
    if (kind === 'hardlink' && this.#orderFindings.length < maxFindings && !this.#hasTarget(linkName))
      this.#orderFindings.push({ code: 'linkTargetMissing', entry: name, values: [linkName] });
    // A folder with the path of an earlier file cannot be unpacked from a zip. In a tar, such a folder is skipped.
    const before = this.#kinds.get(path);
    const isImpossible = this.#format === 'zip' && kind === 'folder' && before === 'file';
    if (this.#orderFindings.length < maxFindings && (isImpossible || (kind === 'file' && before === 'folder')))
      this.#orderFindings.push({ code: 'belowFile', entry: path, values: [path] });
    this.#kinds.set(path, kind);
    if (kind === 'symlink') this.#links.set(path, linkName);
    else this.#links.delete(path);
    if (kind !== 'folder') this.#rememberClash(path);
    if (/(?:^|\/)logo\.png(?:\/|$)/.test(name)) this.#logos.push({ name, kind });
    const junk = junkIn(parts);
    if (junk !== undefined) this.#junk.set(junk, (this.#junk.get(junk) ?? 0) + 1);
    else if (kind === 'file' && isSecret(parts, start)) this.#secrets.push(path);
    if (kind === 'file' && junk === undefined && isNonExecutableProgram(entry, start)) this.#scripts.push(path);
  }

  /** Returns whether a path is a folder. Follows symbolic links inside the package. */
  hasFolder(parts: readonly string[]): boolean {
    const path = this.#follow(parts)?.join('/');
    if (path === undefined) return false;
    return path === '' || this.#kinds.get(path) === 'folder' || this.#hasEntryBelow(path);
  }

  /** Returns whether a path is a file. Follows symbolic links inside the package. */
  hasFile(parts: readonly string[]): boolean {
    const kind = this.#kinds.get(this.#follow(parts)?.join('/') ?? '');
    return kind === 'file' || kind === 'hardlink';
  }

  /** Returns whether all entries are in `folder`, a folder at the top of the package. */
  isWrappedIn(folder: string): boolean {
    return [...this.#kinds.keys()].every((path) => path === folder || path.startsWith(`${folder}/`));
  }

  /**
   * Returns the findings about all entries that were added. `root` contains the names of the folders above the
   * description, outermost first.
   */
  findings(root: readonly string[]): Finding[] {
    const wrapped = this.#wrapperClash(root);
    return [
      ...(wrapped === undefined ? [] : [{ code: 'wrapperClash', values: [wrapped] } as const]),
      ...this.#orderFindings,
      ...this.#belowFiles(),
      ...this.#clashes
        .slice(0, 5)
        .map(([one, other]): Finding => ({ code: 'namesClash', entry: other, values: [one] })),
      ...this.#secrets.slice(0, maxSecrets).map((entry): Finding => ({ code: 'secretsIncluded', entry })),
      ...[...this.#junk].map(([name, count]): Finding => ({ code: 'junkIncluded', values: [name, String(count)] })),
      ...this.#scripts.slice(0, 5).map((entry): Finding => ({ code: 'notExecutable', entry })),
    ];
  }

  /**
   * Returns the finding about the logo that the platform reads from a tar at the upload. `description` is the name of
   * the description's entry. The platform cannot read a logo that is a link, because the platform unpacks only the logo
   * and not the target of the link (release-sources.md 7.3 row 26).
   */
  logoFinding(description: string): Finding[] {
    const logo = `${description.slice(0, description.lastIndexOf('/') + 1)}logo.png`;
    const isUnreadable = this.#logos.some(
      ({ name, kind }) => name.startsWith(`${logo}/`) || (name === logo && (kind === 'folder' || kind === 'symlink')),
    );
    return isUnreadable ? [{ code: 'logoNotFile', entry: logo }] : [];
  }

  #rememberClash(path: string): void {
    const lower = path.toLowerCase();
    const known = this.#lower.get(lower);
    if (known === undefined) this.#lower.set(lower, path);
    else if (known !== path && this.#clashes.length < 5) this.#clashes.push([known, path]);
  }

  /** Returns whether the target of a hard link was added before the link. A folder cannot be the target. */
  #hasTarget(target: string): boolean {
    const parts = partsOf(target);
    const kind = this.#kinds.get(parts.join('/'));
    return kind === undefined ? this.hasFile(parts) : kind !== 'folder';
  }

  /**
   * Returns a path in which no part is a symbolic link; undefined if the path leads out of the package, or if the path
   * has too many links or parts.
   */
  #follow(parts: readonly string[]): string[] | undefined {
    const done: string[] = [];
    const left = [...parts];
    let links = 0;
    for (let part; (part = left.shift()) !== undefined;) {
      if (left.length + done.length > maxParts) return undefined;
      if (part === '..') {
        if (done.pop() === undefined) return undefined;
        continue;
      }
      const target = this.#links.get([...done, part].join('/'));
      if (target === undefined) done.push(part);
      else if (target.startsWith('/') || (links += 1) > maxLinks) return undefined;
      else left.unshift(...partsOf(target).slice(0, maxParts + 1));
    }
    return done;
  }

  #hasEntryBelow(path: string): boolean {
    const folder = `${path}/`;
    return [...this.#kinds.keys()].some((other) => other.startsWith(folder));
  }

  /** Returns the findings about entries below a path that is a file. Such entries cannot be unpacked. */
  #belowFiles(): Finding[] {
    // With zero bytes in place of slashes, sorting puts the entries below a path directly after the path.
    const sorted = [...this.#kinds.keys()].map((path) => path.replaceAll('/', '\0')).sort();
    const findings: Finding[] = [];
    let searched = 0;
    for (const [index, path] of sorted.entries()) {
      const next = sorted[index + 1];
      if (next?.startsWith(`${path}\0`) !== true) continue;
      const file = path.replaceAll('\0', '/');
      const kind = this.#kinds.get(file);
      if (kind === 'folder') continue;
      if (kind === 'symlink' && ((searched += 1) > maxSearched || this.hasFolder(file.split('/')))) continue;
      findings.push({ code: 'belowFile', entry: next.replaceAll('\0', '/'), values: [file] });
      if (findings.length === maxFindings) break;
    }
    return findings;
  }

  /**
   * Returns the name of a child of the description's folder that the platform cannot move to the top; undefined if the
   * platform can move all children. Moving fails if the top has an entry with the same name, for example the outermost
   * folder itself (release-sources.md 7.2).
   */
  #wrapperClash(root: readonly string[]): string | undefined {
    if (root.length === 0) return undefined;
    const folder = `${root.join('/')}/`;
    const paths = [...this.#kinds.keys()];
    const atTop = new Set(paths.map((path) => path.split('/', 1)[0]));
    const inFolder = paths.filter((path) => path.startsWith(folder));
    return inFolder.map((path) => path.slice(folder.length).split('/', 1)[0] ?? '').find((name) => atTop.has(name));
  }
}
