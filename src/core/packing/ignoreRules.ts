import type { Ignore } from 'ignore';

/** The ignore rules of a folder and of the folders above it. */
export interface IgnoreRules {
  /**
   * Returns the effect of the last rule that matches a path: `included` for a rule that starts with `!`, `ignored` for
   * any other rule, undefined if no rule matches. A rule that ends with a slash matches only folders.
   */
  verdict(path: string, isFolder: boolean): Verdict | undefined;
  /** Returns these rules plus the rules of `folder`, whose ignore file contains `text`. */
  within(folder: string, text: string): IgnoreRules;
}

export type Verdict = 'ignored' | 'included';

interface Level {
  folder: string;
  rules: Ignore;
}

/**
 * Returns empty rules. An ignore file applies to the folder that contains the file. If several ignore files match a
 * path, the file in the deepest folder decides.
 */
export async function noRules(): Promise<IgnoreRules> {
  const { default: ignore } = await import('ignore');
  const verdict = (levels: readonly Level[], path: string, isFolder: boolean): Verdict | undefined => {
    for (const { folder, rules } of levels.toReversed()) {
      const relative = folder === '' ? path : path.slice(folder.length + 1);
      // The `ignore` package recognizes a folder by a trailing slash.
      const { ignored, unignored } = rules.test(isFolder ? `${relative}/` : relative);
      if (ignored || unignored) return ignored ? 'ignored' : 'included';
    }
    return undefined;
  };
  const at = (levels: readonly Level[]): IgnoreRules => ({
    verdict: (path, isFolder) => verdict(levels, path, isFolder),
    within: (folder, text) =>
      at([...levels, { folder, rules: ignore({ ignorecase: false, allowRelativePaths: false }).add(text) }]),
  });
  return at([]);
}
