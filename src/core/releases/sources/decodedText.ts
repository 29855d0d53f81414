/** A part of an address as a person reads it. A percent sign that begins no good UTF-8 stays as it is: whoever made the address may put any there. */
export function decodedText(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
