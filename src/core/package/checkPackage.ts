import { ArchiveError } from '../archive/archiveError.ts';
import { partsOf, type PackageEntry } from '../archive/packageEntry.ts';
import { checkDescription, type DescriptionTarget } from '../description/checkDescription.ts';
import { descriptionSeverities } from '../description/descriptionFinding.ts';
import { checkEntry } from './checkEntry.ts';
import { checkProcfile, procfileName } from './checkProcfile.ts';
import { EntryIndex, maxSecrets } from './entryIndex.ts';
import { needsFileStart, fileStartBytes } from './fileStart.ts';
import { sortFindings, type Finding, type FindingCode } from './finding.ts';
import { findDescription, outranks } from './findDescription.ts';

export interface CheckOptions {
  format: 'tar' | 'zip';
  /** Size of the archive. Undefined for a folder that is not packed yet. */
  archiveBytes?: number | undefined;
  target?: Pick<DescriptionTarget, 'appCode' | 'module'>;
  signal?: AbortSignal | undefined;
}

/**
 * Maximum bytes of a description or Procfile. Real files have up to about 20 KiB. A description with a logo in base64
 * can have several hundred KiB.
 */
const maxTextBytes = 2 * 1024 ** 2;

/** Maximum number of findings with the same code. More findings would hide findings with other codes. */
const maxFindingsPerCode = 20;

/**
 * Bytes of an archive. Above `largeBytes`, the platform's download and storage may exceed the gateway's 30 s. Above
 * `hugeBytes`, the platform logs a warning when it deploys (release-sources.md 7.3 row 22).
 */
const [largeBytes, hugeBytes] = [50 * 1024 ** 2, 300 * 1024 ** 2];

/**
 * Checks the entries of an archive, or of a folder to be packed, as the platform does (release-sources.md 7.3). Keeps
 * in memory the names of all entries, but only the text of the description and the Procfile that the platform uses.
 * Reports an `ArchiveError` as a finding; throws any other error, and the signal's reason when aborted.
 */
export async function checkPackage(
  entries: AsyncIterable<PackageEntry>,
  options: CheckOptions,
): Promise<PackageReport> {
  const { format, archiveBytes = 0, target = {} } = options;
  const found = new Map<FindingCode, Finding[]>();
  const find = (finding: Finding): void => {
    const same = found.get(finding.code) ?? [];
    if (same.length < (finding.code === 'secretsIncluded' ? maxSecrets : maxFindingsPerCode))
      found.set(finding.code, [...same, finding]);
  };
  const index = new EntryIndex(format);
  const names: string[] = [];
  // Keep only the texts that the platform uses, because an archive can have thousands of descriptions and Procfiles.
  let description: TextEntry | undefined;
  let procfile: TextEntry | undefined;
  try {
    for await (const entry of entries) {
      options.signal?.throwIfAborted();
      checkEntry(entry, format).forEach(find);
      if (/(?:^|\/)(?:app_desc\.ya?ml|Procfile)$/.test(entry.name)) {
        names.push(entry.name);
        if (outranks(entry.name, description?.name)) description = await readTextEntry(entry);
        else if (entry.name === procfileName(format)) procfile = await readTextEntry(entry);
        index.add(entry);
      } else index.add(entry, needsFileStart(entry) ? await entry.read(fileStartBytes) : undefined);
    }
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    find({ code: 'archiveUnreadable', problem: error.problem });
  }
  const unreadable = found.has('archiveUnreadable');
  const { entry, root, findings } = findDescription(names, format);
  findings.forEach(find);
  // If the archive cannot be read to its end, a missing folder may be in the part that was not read.
  const hasFolder = (folder: string): boolean => unreadable || index.hasFolder([...root, ...partsOf(folder)]);
  if (entry !== undefined && description) {
    const said = checkText(description, { ...target, hasFolder });
    for (const finding of said) find({ ...finding, entry });
    if (format === 'tar') index.logoFinding(entry).forEach(find);
  } else if (!unreadable && index.count > 0) {
    checkOnlyProcfile(procfile, names, index, format).forEach(find);
  }
  if (index.count === 0 && !unreadable) find({ code: 'empty' });
  index.findings(root).forEach(find);
  if (archiveBytes > largeBytes)
    find({ code: archiveBytes > hugeBytes ? 'hugePackage' : 'largePackage', values: [String(archiveBytes)] });
  return {
    findings: sortFindings([...found.values()].flat()),
    entryCount: index.count,
    unpackedBytes: index.unpackedBytes,
    description:
      entry !== undefined && description?.kind === 'file' && !description.isHidden
        ? { entry, bytes: description.bytes, hasFolder }
        : undefined,
  };
}

/** A description or Procfile. */
interface TextEntry extends Pick<PackageEntry, 'name' | 'kind' | 'sizeBytes' | 'linkName'> {
  /** The undecoded text. Empty if the entry is not a file, or if `isHidden` is true. */
  bytes: Buffer;
  /** Whether this extension cannot decompress the text. */
  isHidden: boolean;
}

async function readTextEntry(entry: PackageEntry): Promise<TextEntry> {
  const { name, kind, sizeBytes, linkName, flaw } = entry;
  const isHidden = flaw === 'notReadHere' || flaw === 'compressionUnsupported';
  const bytes = kind === 'file' && !isHidden ? await entry.read(maxTextBytes + 1) : Buffer.alloc(0);
  return { name, kind, sizeBytes, linkName, bytes, isHidden };
}

function checkText({ kind, bytes, sizeBytes, isHidden }: TextEntry, target: DescriptionTarget): Finding[] {
  if (kind !== 'file') return [{ code: 'descriptionIsLink' }];
  if (isHidden) return [];
  if (sizeBytes > maxTextBytes) return [{ code: 'descriptionTooLarge', values: [String(maxTextBytes)] }];
  return checkDescription(bytes, target);
}

/** Checks the Procfile of a package without a description. `names` are the names of all descriptions and Procfiles. */
function checkOnlyProcfile(
  procfile: TextEntry | undefined,
  names: readonly string[],
  index: EntryIndex,
  format: 'tar' | 'zip',
): Finding[] {
  if (procfile?.isHidden) return [];
  if (procfile?.kind === 'file') return checkProcfile(procfile, undefined, format);
  // The platform follows a link to a file in the package. The content of that file was not read, so it is not checked.
  const target = partsOf(procfile?.linkName ?? '');
  if (procfile && target.length > 0 && index.hasFile(target)) return [];
  // A Procfile deeper in the package belongs to another project, for example to a test.
  const other = names.find((name) => {
    const [folder = '', file, deeper] = partsOf(name);
    const isNear = file === undefined || (deeper === undefined && index.isWrappedIn(folder));
    return name.endsWith('Procfile') && isNear;
  });
  return checkProcfile(undefined, other, format);
}

/** Result of checking a package. */
export interface PackageReport {
  /** Sorted with `sortFindings`: errors first. */
  findings: Finding[];
  entryCount: number;
  /** Unpacked bytes of all files. */
  unpackedBytes: number;
  /**
   * The description that the platform will use: its entry name, its bytes, and a function that returns whether the
   * package has a folder at a path relative to the description. Undefined if there is no description, if it is a link,
   * or if this extension cannot decompress it.
   */
  description: { entry: string; bytes: Buffer; hasFolder: (folder: string) => boolean } | undefined;
}

/**
 * Returns a report with the findings for one module. `checkPackage` runs before the user chooses the target, and only
 * the target determines which module of the description is deployed. So the description is checked again.
 */
export function checkForTarget(report: PackageReport, target: { appCode: string; module: string }): PackageReport {
  const { description, findings } = report;
  if (!description) return report;
  const { entry, bytes, hasFolder } = description;
  const others = findings.filter((finding) => !(finding.entry === entry && finding.code in descriptionSeverities));
  const found = checkDescription(bytes, { ...target, hasFolder }).map((finding): Finding => ({ ...finding, entry }));
  return { ...report, findings: sortFindings([...others, ...found]) };
}
