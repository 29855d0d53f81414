import type { ArchiveProblem } from '../archive/archiveError.ts';
import { descriptionSeverities, type TextEdit } from '../description/descriptionFinding.ts';
import type { YamlProblem } from '../yaml/yamlError.ts';
import type { TextRange } from '../yaml/yamlNode.ts';

/**
 * Severities of all findings about a package, keyed by finding code (release-sources.md 7.3). An `error` makes the
 * platform reject the package or fail to deploy it. The platform accepts a package with a `warning`, but the cause of
 * the warning is probably unintended. `src/texts/findingTexts.ts` has a message for each code.
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
  descriptionTooLarge: 'error',
  ...descriptionSeverities,
  // Packages without a description.
  nothingToRun: 'error',
  procfileNotFound: 'error',
  procfileNotYaml: 'error',
  procfileNotMapping: 'error',
  procfileTooLong: 'error',
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
  /** Why a description or Procfile is not YAML. Set only for `descriptionNotYaml` and `procfileNotYaml`. */
  yamlProblem?: YamlProblem;
  /** Name of the module with the fault, if that module is not the deployed one. Such a fault is only information. */
  otherModule?: string;
  /** Location of the finding in the text of the description. */
  range?: TextRange;
  /** A safe edit of the description that resolves the finding. */
  fix?: TextEdit;
}

/** Returns whether a finding prevents the package from being published. */
export function isError(finding: Finding): boolean {
  return severityOf(finding) === 'error';
}

/** Returns the severity of a finding. A fault of a module that is not deployed is information. */
export function severityOf({ code, otherModule }: Finding): 'error' | 'warning' | 'information' {
  return otherModule === undefined ? findingSeverities[code] : 'information';
}

/** Returns the findings by severity, then in the order of `findingSeverities`. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  const order = Object.keys(findingSeverities);
  const severities = ['error', 'warning', 'information'];
  const rank = (finding: Finding): number =>
    severities.indexOf(severityOf(finding)) * order.length + order.indexOf(finding.code);
  return [...findings].sort((one, other) => rank(one) - rank(other));
}
