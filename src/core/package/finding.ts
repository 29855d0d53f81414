import type { ArchiveProblem } from '../archive/archiveError.ts';
import type { TextRange } from './yamlTree.ts';

/**
 * Severities of all findings about a package, keyed by finding code (release-sources.md 7.3). The platform rejects a
 * package with an error, or fails to deploy the package. The platform accepts a package with a warning, but the cause
 * of a warning is probably unintended. `src/texts/findingTexts.ts` has a message for each code.
 */
export const findingSeverities = {
  archiveUnreadable: 'error',
  empty: 'error',
  // Which description the platform uses, and whether the platform can read that description.
  descriptionOutranked: 'error',
  severalDescriptions: 'warning',
  descriptionDeep: 'warning',
  descriptionFolderIgnored: 'error',
  descriptionPathIllegal: 'error',
  descriptionIsLink: 'error',
  descriptionEmpty: 'error',
  descriptionTooLarge: 'error',
  descriptionNotYaml: 'error',
  descriptionNotMapping: 'error',
  // Contents of the description.
  specVersionMissing: 'error',
  specVersionUnsupported: 'error',
  moduleMissing: 'error',
  modulesOfOtherShape: 'error',
  moduleWithoutName: 'error',
  languageMissing: 'error',
  languageUnknown: 'error',
  processesMissing: 'error',
  processNameInvalid: 'error',
  tooManyProcesses: 'error',
  sourceDirInvalid: 'error',
  sourceDirMissing: 'error',
  appCodeDiffers: 'warning',
  versionIsNumber: 'warning',
  // Packages without a description.
  nothingToRun: 'error',
  procfileNotFound: 'error',
  procfileNotYaml: 'error',
  procfileNotMapping: 'error',
  procfileCommandInvalid: 'error',
  // Entries.
  linkLeavesPackage: 'error',
  linkTargetMissing: 'error',
  specialEntry: 'error',
  entryTypeUnsupported: 'error',
  compressionUnsupported: 'error',
  nameEmpty: 'error',
  belowFile: 'error',
  logoNotFile: 'error',
  pathTraversal: 'error',
  pathAbsolute: 'warning',
  wrapperClash: 'error',
  nameTooLong: 'error',
  nameBackslash: 'warning',
  nameGarbled: 'warning',
  nameReserved: 'warning',
  namesClash: 'warning',
  notExecutable: 'warning',
  junkIncluded: 'warning',
  secretsIncluded: 'warning',
  largePackage: 'warning',
  hugePackage: 'warning',
} as const satisfies Record<string, 'error' | 'warning'>;

export type FindingCode = keyof typeof findingSeverities;

export interface Finding {
  code: FindingCode;
  /** Name of the entry in the archive; undefined if the finding is about the whole package. */
  entry?: string | undefined;
  /**
   * Values that the message contains, such as a module name, a list of modules or a count. All values are untrusted
   * text.
   */
  values?: readonly string[];
  /** Why the archive cannot be read. Set only for `archiveUnreadable`. */
  problem?: ArchiveProblem;
  /** Location of the finding in the text of the description. */
  range?: TextRange;
  /** A safe edit of the description that resolves the finding. */
  fix?: TextEdit;
}

export interface TextEdit {
  range: TextRange;
  text: string;
}

/** Returns whether a finding prevents the package from being published. */
export function isError({ code }: Finding): boolean {
  return findingSeverities[code] === 'error';
}

/** Returns the findings with errors first, then in the order of `findingSeverities`. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  const order = Object.keys(findingSeverities);
  const rank = (finding: Finding): number => (isError(finding) ? 0 : order.length) + order.indexOf(finding.code);
  return [...findings].sort((one, other) => rank(one) - rank(other));
}
