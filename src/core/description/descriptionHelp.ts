import type { TextRange } from '../yaml/yamlNode.ts';

/** The languages of the schemas' texts. */
export type DescriptionLanguage = 'en' | 'zh-cn';

/** What a hover says about a place in a description. The name comes from the file and is untrusted text. */
export interface DescriptionHelp {
  range: TextRange;
  /** The key, or the last key above an item of a list. */
  name: string;
  title: string;
  text: string;
  isRequired: boolean;
  /** What the value can be, without `null`. */
  kinds: readonly ValueKind[];
  /** The only values that the platform accepts. Empty if it accepts others. */
  choices: readonly string[];
  limits: DescriptionLimits;
  /** In YAML. */
  defaultValue?: string;
  /** In YAML, on one or several lines. */
  example?: string;
}

export type ValueKind = 'text' | 'integer' | 'number' | 'boolean' | 'list' | 'map';

export interface DescriptionLimits {
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  /** Also the largest number of keys of a map. */
  maxItems?: number;
}

/** Names of the snippets. `src/texts/descriptionHelpTexts.ts` has their titles. */
export type SnippetName = 'version3' | 'version2' | 'web' | 'worker' | 'hook' | 'probe' | 'variable';

/** A completion. The first one of a list fits best. */
export interface DescriptionCompletion {
  kind: 'key' | 'value' | 'block';
  /** The text in the list, unless `snippet` names it. Can be untrusted text of the description. */
  label: string;
  snippet?: SnippetName;
  /** What the typed text is compared with. */
  filter: string;
  /** The replacement of `range`, in the syntax of VS Code's snippets. */
  insert: string;
  /** The lines that are inserted, in YAML. Empty for a value. */
  preview: string;
  range: TextRange;
  title: string;
  text: string;
  isRequired: boolean;
  isDeprecated: boolean;
}
