import { findZipEndInTail } from '../archive/zipEnd.ts';

/** What is probably unintended in a folder's package. `src/texts/publishTexts.ts` has a sentence for each code. */
export type PackWarningCode =
  /** The folders of submodules that were not fetched. */
  | 'emptySubmodules'
  /** Tracked files that git did not check out, for example because of a sparse checkout. */
  | 'notCheckedOut'
  /** Git LFS pointers in place of the files. */
  | 'lfsPointers'
  /** Scripts whose first line ends with CRLF, so that Linux searches for an interpreter such as `sh\r`. */
  | 'crlfScripts'
  /**
   * Files that are no zip, but contain the end record of a zip near their end. If another tool packs such a file, the
   * platform can mistake the package for a zip.
   */
  | 'zipEnd';

/** A warning with the paths to which it applies, sorted. */
export interface PackWarning {
  code: PackWarningCode;
  paths: readonly string[];
}

/** Maximum bytes of a Git LFS pointer, according to the specification of Git LFS. */
export const maxPointerBytes = 1023;

/** Number of bytes at the start of a file in which `warningAbout` searches for the end of the first line. */
export const warningStartBytes = 1024;

/**
 * Returns whether a file contains the end record of a zip but is no zip. `start` contains at least the file's first
 * four bytes. `end` contains the file's last `zipTailBytes`, or the whole file.
 */
export function hidesZipEnd(start: Buffer, end: Buffer): boolean {
  return !/^PK(?:\x03\x04|\x05\x06)/.test(start.toString('latin1', 0, 4)) && findZipEndInTail(end) !== undefined;
}

/**
 * Returns the warning about the content of a file. `start` is the start of the file, at least `warningStartBytes`
 * unless the file is smaller. `executable` is undefined if the system has no executable bits.
 */
export function warningAbout(
  { path, sizeBytes, executable }: { path: string; sizeBytes: number; executable: boolean | undefined },
  start: Buffer,
): Extract<PackWarningCode, 'lfsPointers' | 'crlfScripts'> | undefined {
  const firstLine = /^[^\n]*\n/.exec(start.toString('latin1', 0, warningStartBytes))?.[0] ?? '';
  if (sizeBytes <= maxPointerBytes && firstLine.trimEnd() === 'version https://git-lfs.github.com/spec/v1')
    return 'lfsPointers';
  // The executable bit alone does not show that a file is a script, because on a Windows drive in WSL, every file is
  // executable.
  const isScript = firstLine.startsWith('#!') || (executable === true && path.endsWith('.sh'));
  return isScript && firstLine.endsWith('\r\n') ? 'crlfScripts' : undefined;
}
