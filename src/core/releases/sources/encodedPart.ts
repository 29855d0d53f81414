/** A name as one part of a path. JSON may hold half a character, which no address can, and `encodeURIComponent` throws at. */
export function encodedPart(name: string): string {
  return encodeURIComponent(name.replace(/\p{Surrogate}/gu, '\ufffd'));
}
