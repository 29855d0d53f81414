/** The parts of an entry's name that say where it lies: no `.`, no empty ones. `..` stays, to be judged. */
export function partsOf(name: string): string[] {
  return name.split('/').filter((part) => part !== '' && part !== '.');
}

/** Where a relative link of an entry leads, as parts from the root; undefined when it leaves the package. */
export function targetOf(entry: string, linkName: string): string[] | undefined {
  if (linkName.startsWith('/') || /^[A-Za-z]:/.test(linkName)) return undefined;
  const parts = partsOf(entry).slice(0, -1);
  for (const part of partsOf(linkName)) {
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts;
}
