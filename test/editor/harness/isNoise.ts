/**
 * Whether a line of an extension host's console is VS Code's own talk about native parts that are not installed (watchdog,
 * vsda, pty) and services it cannot reach, rather than a test's.
 */
export function isNoise(line: string): boolean {
  return patterns.some((pattern) => pattern.test(line));
}

const patterns = [
  /Cannot find module '\.\/build\/Release\/watchdog'/,
  /native-watchdog/,
  /Could not locate the bindings file/,
  /vsda|gallery/i,
];
