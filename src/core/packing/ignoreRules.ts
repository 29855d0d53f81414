import type { Ignore } from 'ignore';

/** This extension's own ignore file, at the folder's root. Its rules override git's rules. */
export const ignoreFileName = '.bkpaasignore';

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

interface FolderRules {
  folder: string;
  rules: Ignore;
}

/**
 * Returns empty rules. An ignore file applies to the folder that contains the file. If several ignore files match a
 * path, the file in the deepest folder decides.
 */
export async function createEmptyRules(): Promise<IgnoreRules> {
  const { default: ignore } = await import('ignore');
  const verdict = (levels: readonly FolderRules[], path: string, isFolder: boolean): Verdict | undefined => {
    for (const { folder, rules } of levels.toReversed()) {
      const relative = folder === '' ? path : path.slice(folder.length + 1);
      // The `ignore` package recognizes a folder by a trailing slash.
      const { ignored, unignored } = rules.test(isFolder ? `${relative}/` : relative);
      if (ignored || unignored) return ignored ? 'ignored' : 'included';
    }
    return undefined;
  };
  const at = (levels: readonly FolderRules[]): IgnoreRules => ({
    verdict: (path, isFolder) => verdict(levels, path, isFolder),
    within: (folder, text) =>
      at([...levels, { folder, rules: ignore({ ignorecase: false, allowRelativePaths: false }).add(text) }]),
  });
  return at([]);
}

/**
 * Returns the text of an ignore file after appending the rules that the text does not have yet. Keeps the existing text
 * and its line ends.
 */
export function appendRules(text: string, rules: readonly string[]): string {
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const known = new Set(text.split(/\r?\n/));
  const added = [...new Set(rules)].filter((rule) => !known.has(rule));
  if (added.length === 0) return text;
  const separator = text === '' || text.endsWith('\n') ? '' : lineEnd;
  return `${text}${separator}${added.join(lineEnd)}${lineEnd}`;
}

/**
 * Returns the rule that ignores one path, which is relative to the ignore file's folder. The slash at the start anchors
 * the rule, and gives `#` and `!` no special meaning.
 */
export function ruleForPath(path: string): string {
  return `/${escapeRule(path)}`;
}

/** Returns the rule that ignores every file and folder with a name, such as `node_modules`. */
export function ruleForName(name: string): string {
  return escapeRule(name).replace(/^[#!]/, '\\$&');
}

/**
 * Escapes the special characters of a rule. Replaces all white space except spaces with `?`, because a rule cannot
 * contain a line break, and git and the `ignore` package disagree about other white space at the end of a rule.
 */
function escapeRule(text: string): string {
  return text
    .replace(/[\\*?[]/g, '\\$&')
    .replace(/[^\S ]/g, '?')
    .replace(/ +$/, (spaces) => '\\ '.repeat(spaces.length));
}
