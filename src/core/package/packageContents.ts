import { createHash } from 'node:crypto';
import { partsOf, type PackageEntry } from '../archive/packageEntry.ts';
import { findDescription, outranks } from './findDescription.ts';

/** The contents of a package as texts that can be compared line by line. */
export interface PackageContents {
  /** A line for each file and link, sorted by path: path, size in bytes, the start of the SHA-256. */
  files: string;
  /** The text of the description that the platform uses; undefined if the package has none. */
  description: string | undefined;
}

/** Maximum bytes of a file whose digest is computed, because the file is read into memory as a whole. */
const maxDigestBytes = 32 * 1024 ** 2;

/** Characters that would break a line or change its direction. */
const unprintable = /[\0-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/g;

interface ListedFile {
  parts: string[];
  facts: string;
}

/**
 * Lists the files of a package. If all files are in the folder of the description, paths are relative to this folder,
 * as on the platform. Throws what `entries` throws, such as `ArchiveError` or the reason of an aborted signal.
 */
export async function packageContents(
  entries: AsyncIterable<PackageEntry>,
  format: 'tar' | 'zip',
): Promise<PackageContents> {
  const listed: ListedFile[] = [];
  const names: string[] = [];
  let description: { name: string; text: string } | undefined;
  for await (const entry of entries) {
    const { name, kind, sizeBytes, linkName, mode = 0 } = entry;
    if (kind === 'folder') continue;
    names.push(name);
    const bytes = kind === 'file' && sizeBytes <= maxDigestBytes ? await entry.read(sizeBytes) : undefined;
    if (bytes && outranks(name, description?.name)) description = { name, text: new TextDecoder().decode(bytes) };
    const isProgram = kind === 'file' && (mode & 0o111) !== 0;
    const facts =
      kind === 'file'
        ? [`${sizeBytes} B`, bytes ? shortSha256(bytes) : '-', ...(isProgram ? ['executable'] : [])].join('  ')
        : `-> ${linkName ?? kind}`;
    listed.push({ parts: partsOf(name), facts });
  }
  const { root } = findDescription(names, format);
  const isWrapped = listed.every(({ parts }) => root.every((folder, index) => parts[index] === folder));
  const lines = listed.map(({ parts, facts }) => {
    const path = parts.slice(isWrapped ? root.length : 0).join('/');
    return `${path}  ${facts}`.replaceAll(unprintable, '\ufffd');
  });
  return { files: lines.sort().join('\n'), description: description?.text };
}

function shortSha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}
