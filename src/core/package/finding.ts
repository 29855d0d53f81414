import type { ArchiveProblem } from '../archive/archiveError.ts';
import type { TextRange } from './yamlTree.ts';

/**
 * All findings about a package before it is sent, as a closed list (release-sources.md 7.3). Errors are what the
 * platform rejects or fails on. Warnings are what it accepts, but is probably unintended. `src/texts/findingTexts.ts`
 * has a message for each.
 */
export const findingSeverities = {
  archiveUnreadable: 'error',
  empty: 'error',
  // The description: which one is used, and whether the platform accepts it.
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
  // Entries.
  linkLeavesPackage: 'error',
  specialEntry: 'error',
  pathTraversal: 'error',
  pathAbsolute: 'warning',
  wrapperClash: 'error',
  nameTooLong: 'error',
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
  /** The entry, as named in the archive. Undefined for the whole package. */
  entry?: string | undefined;
  /** Values for its message: a module, a list of modules, a count. All of them are untrusted text. */
  values?: readonly string[];
  /** Why an archive cannot be read. */
  problem?: ArchiveProblem;
  /** In the text of the description or Procfile. */
  range?: TextRange;
  /** A safe edit of that text. */
  fix?: TextEdit;
}

export interface TextEdit {
  range: TextRange;
  text: string;
}

/** Returns whether a finding keeps the package from being sent. */
export function isError({ code }: Finding): boolean {
  return findingSeverities[code] === 'error';
}

/** Returns the findings with errors first, then in the order of `findingSeverities`. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  const order = Object.keys(findingSeverities);
  const rank = (finding: Finding): number => (isError(finding) ? 0 : order.length) + order.indexOf(finding.code);
  return [...findings].sort((one, other) => rank(one) - rank(other));
}
