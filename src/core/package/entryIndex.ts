import { partsOf, type PackageEntry } from '../archive/packageEntry.ts';
import { isSecretName, junkIn } from './checkEntry.ts';
import type { Finding } from './finding.ts';

/**
 * Checks all entries of a package together, for example for names that differ only in case. Stores the path of each
 * entry, but not the paths of its parent folders, because a hostile archive can nest folders very deeply.
 */
export class EntryIndex {
  readonly #paths = new Set<string>();
  /** The first path with each lower-case form, keyed by the lower-case form. */
  readonly #lower = new Map<string, string>();
  readonly #clashes: [string, string][] = [];
  readonly #junk = new Map<string, number>();
  readonly #secrets: string[] = [];
  readonly #scripts: string[] = [];
  count = 0;
  unpackedBytes = 0;

  add({ name, kind, sizeBytes, mode }: PackageEntry): void {
    const parts = partsOf(name);
    if (parts.length === 0) return;
    this.count += 1;
    this.unpackedBytes += sizeBytes;
    const path = parts.join('/');
    this.#paths.add(kind === 'folder' ? `${path}/` : path);
    if (kind !== 'folder') this.#rememberClash(path);
    const junk = junkIn(parts);
    if (junk !== undefined) this.#junk.set(junk, (this.#junk.get(junk) ?? 0) + 1);
    else if (kind === 'file' && isSecretName(parts)) this.#secrets.push(path);
    const isScript = kind === 'file' && (parts.at(-2) === 'bin' || path.endsWith('.sh'));
    if (isScript && mode !== undefined && (mode & 0o111) === 0 && junk === undefined) this.#scripts.push(path);
  }

  hasFolder(parts: readonly string[]): boolean {
    const folder = `${parts.join('/')}/`;
    return parts.length === 0 || [...this.#paths].some((path) => path.startsWith(folder));
  }

  /**
   * Returns the findings about all entries that were added. `root` contains the names of the folders above the
   * description, outermost first.
   */
  findings(root: readonly string[]): Finding[] {
    const wrapped = this.#wrapperClash(root);
    return [
      ...(wrapped === undefined ? [] : [{ code: 'wrapperClash', values: [wrapped] } as const]),
      ...this.#clashes
        .slice(0, 5)
        .map(([one, other]): Finding => ({ code: 'namesClash', entry: other, values: [one] })),
      ...this.#secrets.slice(0, 20).map((entry): Finding => ({ code: 'secretsIncluded', entry })),
      ...[...this.#junk].map(([name, count]): Finding => ({ code: 'junkIncluded', values: [name, String(count)] })),
      ...this.#scripts.slice(0, 5).map((entry): Finding => ({ code: 'notExecutable', entry })),
    ];
  }

  #rememberClash(path: string): void {
    const lower = path.toLowerCase();
    const known = this.#lower.get(lower);
    if (known === undefined) this.#lower.set(lower, path);
    else if (known !== path && this.#clashes.length < 5) this.#clashes.push([known, path]);
  }

  /**
   * Returns the name of a child of the wrapper folder that the platform cannot move; undefined if the platform can move
   * all children. The platform moves the children to the wrapper's parent folder, which fails if a child has the same
   * name as the wrapper or as a sibling of the wrapper (release-sources.md 7.2). Checks only a description that lies
   * exactly one folder deep.
   */
  #wrapperClash([wrapper, deeper]: readonly string[]): string | undefined {
    if (wrapper === undefined || deeper !== undefined) return undefined;
    const paths = [...this.#paths].map((path) => path.split('/', 2));
    const siblings = new Set(paths.map(([first]) => first));
    return paths.find(([first, child]) => first === wrapper && child !== undefined && siblings.has(child))?.[1];
  }
}
