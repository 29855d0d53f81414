/**
 * Why a text is not YAML that the platform reads. `src/texts/yamlProblemTexts.ts` has a sentence for each problem. The
 * platform reads descriptions and Procfiles with PyYAML, which implements YAML 1.1 (release-sources.md 6.4).
 */
export type YamlProblem =
  // Bytes and characters.
  | 'encoding'
  | 'character'
  | 'tab'
  | 'reservedCharacter'
  // Structure.
  | 'keyWithoutColon'
  | 'keyNotAllowed'
  | 'valueNotAllowed'
  | 'entryNotAllowed'
  | 'valueWithoutKey'
  | 'indentation'
  | 'flowNotClosed'
  | 'unexpectedToken'
  | 'severalDocuments'
  | 'directive'
  // Scalars.
  | 'quoteNotClosed'
  | 'escape'
  | 'blockHeader'
  | 'boolean'
  | 'number'
  | 'date'
  | 'binary'
  // Anchors, tags, merges and keys.
  | 'anchorName'
  | 'anchorTwice'
  | 'anchorUndefined'
  | 'recursive'
  | 'tag'
  | 'tagUnknown'
  | 'tagMismatch'
  | 'merge'
  | 'keyIsCollection'
  | 'specialText'
  // Limits of this reader, which real files do not reach.
  | 'tooDeep'
  | 'tooLarge';

/** Thrown by the functions that `readYaml` calls. `readYaml` catches the error and returns a `YamlFault`. */
export class YamlError extends Error {
  readonly problem: YamlProblem;
  /** Offset in the text, in UTF-16 code units. */
  readonly at: number;
  /** The part of the text that the message quotes, such as a tag or a date. Untrusted text. */
  readonly quoted: string;

  constructor(problem: YamlProblem, at: number, quoted = '') {
    super(problem);
    this.problem = problem;
    this.at = at;
    this.quoted = quoted;
  }
}
