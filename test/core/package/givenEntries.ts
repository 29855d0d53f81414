import type { PackageEntry } from '../../../src/core/archive/packageEntry.ts';
import { checkPackage, type CheckOptions } from '../../../src/core/package/checkPackage.ts';

/** An entry and its content, for a test. Every member except the name has a default. */
export type GivenEntry = Partial<PackageEntry> & { name: string; text?: string | Buffer };

export async function* entries(given: readonly GivenEntry[]): AsyncGenerator<PackageEntry> {
  for (const { text = '', ...entry } of given) {
    await Promise.resolve();
    const bytes = Buffer.from(text);
    yield {
      kind: entry.name.endsWith('/') ? 'folder' : 'file',
      sizeBytes: bytes.length,
      mode: 0o644,
      linkName: undefined,
      read: (maxBytes) => Promise.resolve(bytes.subarray(0, maxBytes)),
      ...entry,
    };
  }
}

export const validDescription = `spec_version: 2
app:
  bk_app_code: demo-app
modules:
  default:
    language: Python
    processes:
      web: {command: ./start}
`;

export const descriptionEntry: GivenEntry = { name: './app_desc.yaml', text: validDescription };

/** Returns the codes of all findings. */
export async function findingCodes(
  given: readonly GivenEntry[],
  options: Partial<CheckOptions> = {},
): Promise<string[]> {
  const { findings } = await checkPackage(entries(given), { format: 'tar', ...options });
  return findings.map(({ code }) => code);
}
