import type { Directive, WrittenTag } from './scanTag.ts';

/** A token with its range, as offsets in UTF-16 code units. */
export type Token = { start: number; end: number } & (
  | { kind: Punctuation }
  | { kind: 'directive'; directive: Directive }
  | { kind: 'anchor' | 'alias'; name: string }
  | { kind: 'tag'; tag: WrittenTag }
  | { kind: 'scalar'; value: string; isPlain: boolean }
);

/** A token without content. */
export type Punctuation =
  | 'streamEnd'
  | 'documentStart'
  | 'documentEnd'
  | 'blockListStart'
  | 'blockMapStart'
  | 'blockEnd'
  | 'flowListStart'
  | 'flowListEnd'
  | 'flowMapStart'
  | 'flowMapEnd'
  | 'blockEntry'
  | 'flowEntry'
  | 'key'
  | 'value';
