import type { Memento } from 'vscode';

/** VS Code's state in memory, and all that was written to it as one text. */
export function mementoFor(): Memento & { written: () => string } {
  const kept = new Map<string, unknown>();
  return {
    keys: () => [...kept.keys()],
    // The interface promises whatever type the caller names.
    get: <T>(key: string, otherwise?: T) => (kept.has(key) ? (kept.get(key) as T) : otherwise),
    update: (key, value) => {
      kept.set(key, value);
      return Promise.resolve();
    },
    written: () => JSON.stringify([...kept]),
  };
}
