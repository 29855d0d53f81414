/**
 * The version a project file of the workspace names, for a folder that is being packed. Reads `package.json` only;
 * undefined for other files, for what is not JSON, and for `0.0.0`, which is how package.json says "not set".
 */
export function readProjectVersion(fileName: string, text: string): string | undefined {
  if (!/(?:^|[\\/])package\.json$/i.test(fileName)) return undefined;
  const version = versionField(text)?.trim();
  if (version === undefined || !/^[0-9A-Za-z][0-9A-Za-z._+-]{0,63}$/.test(version)) return undefined;
  // Release tools leave 0.0.0-development and the like in the repository.
  return /^0\.0\.0(?:-[a-z-]*)?$/i.test(version) ? undefined : version;
}

function versionField(text: string): string | undefined {
  try {
    const content: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    if (typeof content !== 'object' || content === null || !('version' in content)) return undefined;
    return typeof content.version === 'string' ? content.version : undefined;
  } catch {
    return undefined;
  }
}
