import type { Ignore } from 'ignore';

/** Whether the rules of a folder and of those above it leave a path out. */
export interface IgnoreRules {
  /** `isFolder` decides about rules that end with a slash. */
  ignores(path: string, isFolder: boolean): boolean;
  /** Whether a rule that begins with `!` has the last word on a path. */
  returns(path: string, isFolder: boolean): boolean;
  /** The rules with those of one more folder, whose `.gitignore` has this text. */
  within(folder: string, text: string): IgnoreRules;
}

interface Level {
  folder: string;
  rules: Ignore;
}

/** The rules of `.gitignore` files, each for the folder it lies in; the deepest that says anything about a path decides. */
export async function noRules(): Promise<IgnoreRules> {
  const { default: ignore } = await import('ignore');
  const say = (levels: readonly Level[], path: string, isFolder: boolean): 'ignored' | 'returned' | 'nothing' => {
    for (const { folder, rules } of levels.toReversed()) {
      const relative = folder === '' ? path : path.slice(folder.length + 1);
      // A folder is told by the slash at its end.
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
