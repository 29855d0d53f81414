/** Maximum number of processes of a module, unless the platform is set up otherwise (release-sources.md 7.3 row 14). */
export const maxProcesses = 16;

/** Returns whether the platform accepts a name for a process (release-sources.md 7.3 row 14). */
export function isProcessName(name: string): boolean {
  return /^[a-z0-9][-a-z0-9]{0,11}$/.test(name);
}

/**
 * Returns why the platform cannot split a command into words: a quote without its end, or a backslash at the end.
 * Undefined if it can split the command. The platform splits commands as a POSIX shell does, with Python's
 * `shlex.split`.
 */
export function commandProblem(command: string): 'commandQuoteOpen' | 'commandBackslash' | undefined {
  let quote = '';
  for (let at = 0; at < command.length; at += 1) {
    const character = command[at] ?? '';
    if (character === '\\' && quote !== "'") {
      at += 1;
      if (at >= command.length) return 'commandBackslash';
    } else if (quote === '' && (character === '"' || character === "'")) quote = character;
    else if (character === quote) quote = '';
  }
  return quote === '' ? undefined : 'commandQuoteOpen';
}
