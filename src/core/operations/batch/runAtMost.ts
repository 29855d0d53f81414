/**
 * Runs work on items, at most `limit` at a time. `next` returns the next item, or undefined if there is none. Rejects
 * with the first error.
 */
export async function runAtMost<T>(
  limit: number,
  next: () => T | undefined,
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  const worker = async (): Promise<void> => {
    for (let item = next(); item !== undefined; item = next()) await work(item);
  };
  await Promise.all(Array.from({ length: limit }, worker));
}
