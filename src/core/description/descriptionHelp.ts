import type { TextRange } from '../yaml/yamlNode.ts';

/** The languages of the schemas' texts. */
export type DescriptionLanguage = 'en' | 'zh-cn';

/** What a hover says about a place in a description. The name comes from the file and is untrusted text. */
export interface DescriptionHelp {
  range: TextRange;
  /** The key at the place. For an item of a list, the nearest key above it. */
  name: string;
  title: string;
  text: string;
  isRequired: boolean;
  /** Types that the value can have, without `null`. */
  kinds: readonly ValueKind[];
  /** The only values that the platform accepts. Empty if the values are not limited to a list. */
  choices: readonly string[];
  limits: DescriptionLimits;
  /** The default value, written as YAML. */
  defaultValue?: string;
  /** An example, written as YAML on one or several lines. */
  example?: string;
}

export type ValueKind = 'text' | 'integer' | 'number' | 'boolean' | 'list' | 'map';

export interface DescriptionLimits {
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  /** For a map, the maximum number of its keys. */
  maxItems?: number;
}

/** Names of the snippets. `src/texts/descriptionHelpTexts.ts` has their titles. */
export type SnippetName = 'version3' | 'version2' | 'web' | 'worker' | 'hook' | 'probe' | 'variable';

/** A completion. Lists of completions start with the best one. */
export interface DescriptionCompletion {
  kind: 'key' | 'value' | 'block';
  /**
   * The text that represents the completion in the list, if `snippet` is undefined. Can be untrusted text of the
   * description.
   */
  label: string;
  snippet?: SnippetName;
  /** The text that the editor compares with the typed text. */
  filter: string;
  /** The replacement of `range`, in the syntax of VS Code's snippets. */
  insert: string;
  /** The inserted lines as YAML, without tab stops. Empty for a value, and for a key with a scalar value. */
  preview: string;
  range: TextRange;
  title: string;
  text: string;
  isRequired: boolean;
  isDeprecated: boolean;
}
