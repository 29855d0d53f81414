import type { Ignore } from 'ignore';

/** Ignore rules of a folder and the folders above it. */
export interface IgnoreRules {
  /**
   * Returns what the last rule that matches a path does: ignore it, or return it with `!`. Rules that end with a slash
   * match folders only.
   */
  verdict(path: string, isFolder: boolean): Verdict | undefined;
  /** Returns these rules with those of one more folder, whose ignore file has this text. */
  within(folder: string, text: string): IgnoreRules;
}

export type Verdict = 'ignored' | 'returned';

interface Level {
  folder: string;
  rules: Ignore;
}

/** Returns empty rules. Each ignore file applies to its own folder; the deepest one that matches a path decides. */
export async function noRules(): Promise<IgnoreRules> {
  const { default: ignore } = await import('ignore');
  const verdict = (levels: readonly Level[], path: string, isFolder: boolean): Verdict | undefined => {
    for (const { folder, rules } of levels.toReversed()) {
      const relative = folder === '' ? path : path.slice(folder.length + 1);
      // A trailing slash marks a folder.
      const { ignored, unignored } = rules.test(isFolder ? `${relative}/` : relative);
      if (ignored || unignored) return ignored ? 'ignored' : 'returned';
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
