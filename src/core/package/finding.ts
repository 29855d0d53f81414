import type { ArchiveProblem } from '../archive/archiveError.ts';
import type { TextRange } from './yamlTree.ts';

/**
 * Everything that can be found out about a package before it is sent, as one closed list (release-sources.md 7.3): what
 * the platform would refuse or stumble over, as errors, and what it would take although nobody wants it, as warnings.
 * `src/texts/findingTexts.ts` has a sentence for each.
 */
export const findingSeverities = {
  archiveUnreadable: 'error',
  empty: 'error',
  // The description: which one, and whether the platform takes it.
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
  // What it says.
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
  // Without one.
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
  /** The entry it is about, as it stands in the archive; undefined for the whole. */
  entry?: string | undefined;
  /** What its sentence names: a module, a list of modules, a count. Every text in it came from outside. */
  values?: readonly string[];
  /** What keeps an archive from being read. */
  problem?: ArchiveProblem;
  /** In the text of the description or Procfile. */
  range?: TextRange;
  /** An edit of that text that is safe to make. */
  fix?: TextEdit;
}

export interface TextEdit {
  range: TextRange;
  text: string;
}

/** Whether it keeps the package from being sent. */
export function isError({ code }: Finding): boolean {
  return findingSeverities[code] === 'error';
}

/** What was found in a package, errors first, in the order of the list. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  const order = Object.keys(findingSeverities);
  const rank = (finding: Finding): number => (isError(finding) ? 0 : order.length) + order.indexOf(finding.code);
  return [...findings].sort((one, other) => rank(one) - rank(other));
}
