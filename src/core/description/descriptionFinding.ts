import type { YamlProblem } from '../yaml/yamlError.ts';
import type { TextRange } from '../yaml/yamlNode.ts';

/**
 * Severities of the findings in a description, keyed by code (release-sources.md 7.3). An `error` stops the upload or
 * the deployment. A `warning` reports something that is probably unintended although the platform accepts it, or
 * something that the platform accepts or rejects depending on its settings.
 */
export const descriptionSeverities = {
  // The file as a whole.
  descriptionEmpty: 'error',
  descriptionNotYaml: 'error',
  descriptionNotMapping: 'error',
  keyIsDate: 'error',
  numberNotFinite: 'error',
  specVersionMissing: 'error',
  specVersionUnsupported: 'error',
  modulesOfOtherShape: 'error',
  moduleWithoutName: 'error',
  moduleMissing: 'error',
  moduleEmpty: 'error',
  // Faults that a schema finds in a field.
  fieldMissing: 'error',
  fieldNull: 'error',
  fieldWrongType: 'error',
  fieldNotText: 'error',
  fieldNotNumber: 'error',
  fieldBlank: 'error',
  fieldTooLong: 'error',
  fieldOutOfRange: 'error',
  fieldNotAllowed: 'error',
  fieldMalformed: 'error',
  listTooLong: 'error',
  // Faults of specific fields and commands.
  languageUnknown: 'error',
  processesMissing: 'error',
  processNameInvalid: 'error',
  variableNameInvalid: 'error',
  variableNameReserved: 'error',
  sourceDirInvalid: 'error',
  sourceDirMissing: 'error',
  addressInvalid: 'error',
  probeHandlers: 'error',
  commandQuoteOpen: 'error',
  commandBackslash: 'error',
  serviceTwice: 'error',
  exposedTwice: 'error',
  discoveredTwice: 'error',
  metricWithoutProcess: 'error',
  metricWithoutService: 'error',
  // Faults that the platform accepts, at least with some settings.
  tooManyProcesses: 'warning',
  planUnknown: 'warning',
  mainModuleTwice: 'warning',
  appCodeDiffers: 'warning',
  valueChanged: 'warning',
  fieldIgnored: 'warning',
} as const satisfies Record<string, 'error' | 'warning'>;

export type DescriptionCode = keyof typeof descriptionSeverities;

/** A finding in a description. All values are untrusted text. */
export interface DescriptionFinding {
  code: DescriptionCode;
  /** Values that the message contains, such as the name of a field and its limit. */
  values?: readonly string[];
  /** Why the text is not YAML. Set only for `descriptionNotYaml`. */
  yamlProblem?: YamlProblem;
  range: TextRange;
  /** A safe edit that resolves the finding. */
  fix?: TextEdit;
  /**
   * Name of the module with the fault, if that module is not the deployed one. Such a fault does not stop the
   * deployment.
   */
  otherModule?: string;
}

export interface TextEdit {
  range: TextRange;
  text: string;
}
