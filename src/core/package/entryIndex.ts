import { partsOf, type PackageEntry } from '../archive/packageEntry.ts';
import { isSecretName, junkIn } from './checkEntry.ts';
import type { Finding } from './finding.ts';

/** Checks all entries together. Keeps each name once, and no prefixes of it: a hostile archive has deep folders. */
export class EntryIndex {
  readonly #paths = new Set<string>();
  /** Each path by its lower-case form. */
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

  /** `root` is the folders above the description, which become the package's root. */
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
   * Returns the child of a wrapper folder that cannot be moved. The platform moves the children up beside the wrapper,
   * which fails if one has the wrapper's name or a sibling's (release-sources.md 7.2).
   */
  #wrapperClash([wrapper, deeper]: readonly string[]): string | undefined {
    if (wrapper === undefined || deeper !== undefined) return undefined;
    const paths = [...this.#paths].map((path) => path.split('/', 2));
    const siblings = new Set(paths.map(([first]) => first));
    return paths.find(([first, child]) => first === wrapper && child !== undefined && siblings.has(child))?.[1];
  }
}
