/** Returns a text without its mark `§`, and the offset of the mark. */
export function markedText(marked: string): { text: string; offset: number } {
  const offset = marked.indexOf('§');
  if (offset === -1) throw new Error(`no § in ${marked}`);
  return { text: marked.replace('§', ''), offset };
}
