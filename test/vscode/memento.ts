import type { Memento } from 'vscode';

/** Returns a memento in memory. `written` returns everything stored in it as one text. */
export function mementoFor(): Memento & { written: () => string } {
  const kept = new Map<string, unknown>();
  return {
    keys: () => [...kept.keys()],
    // `Memento` promises the type that the caller names.
    get: <T>(key: string, otherwise?: T) => (kept.has(key) ? (kept.get(key) as T) : otherwise),
    update: (key, value) => {
      kept.set(key, value);
      return Promise.resolve();
    },
    written: () => JSON.stringify([...kept]),
  };
}
