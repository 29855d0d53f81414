import type { Memento } from 'vscode';

/** Returns a memento in memory. `written` returns all stored keys and values as one JSON text. */
export function inMemoryMemento(): Memento & { written: () => string } {
  const kept = new Map<string, unknown>();
  return {
    keys: () => [...kept.keys()],
    // The caller chooses the type, and `Memento` does not check the stored value.
    get: <T>(key: string, otherwise?: T) => (kept.has(key) ? (kept.get(key) as T) : otherwise),
    update: (key, value) => {
      kept.set(key, value);
      return Promise.resolve();
    },
    written: () => JSON.stringify([...kept]),
  };
}
