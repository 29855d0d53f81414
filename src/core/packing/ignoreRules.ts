import type { Ignore } from 'ignore';

/** Ignore rules of a folder and the folders above it. */
export interface IgnoreRules {
  /** `isFolder`: rules that end with a slash match folders only. */
  ignores(path: string, isFolder: boolean): boolean;
  /** Returns whether a rule with `!` is the last match for a path. */
  returns(path: string, isFolder: boolean): boolean;
  /** Returns these rules with those of one more folder, whose ignore file has this text. */
  within(folder: string, text: string): IgnoreRules;
}

interface Level {
  folder: string;
  rules: Ignore;
}

/** Returns empty rules. Each ignore file applies to its own folder; the deepest one that matches a path decides. */
export async function noRules(): Promise<IgnoreRules> {
  const { default: ignore } = await import('ignore');
  const say = (levels: readonly Level[], path: string, isFolder: boolean): 'ignored' | 'returned' | 'nothing' => {
    for (const { folder, rules } of levels.toReversed()) {
      const relative = folder === '' ? path : path.slice(folder.length + 1);
      // A trailing slash marks a folder.
      const { ignored, unignored } = rules.test(isFolder ? `${relative}/` : relative);
      if (ignored || unignored) return ignored ? 'ignored' : 'returned';
    }
    return 'nothing';
  };
  const at = (levels: readonly Level[]): IgnoreRules => ({
    ignores: (path, isFolder) => say(levels, path, isFolder) === 'ignored',
    returns: (path, isFolder) => say(levels, path, isFolder) === 'returned',
    within: (folder, text) =>
      at([...levels, { folder, rules: ignore({ ignorecase: false, allowRelativePaths: false }).add(text) }]),
  });
  return at([]);
}
