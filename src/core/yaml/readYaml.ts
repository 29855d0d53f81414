import { constructNode } from './constructNode.ts';
import { decodeYaml } from './decodeYaml.ts';
import { parseTokens } from './parseTokens.ts';
import { scanTokens } from './scanTokens.ts';
import { YamlError, type YamlProblem } from './yamlError.ts';
import type { YamlNode } from './yamlNode.ts';

/** A problem of a text. `at` is its offset in UTF-16 code units, and `quoted` the part that the message quotes. */
export interface YamlFault {
  problem: YamlProblem;
  at: number;
  quoted: string;
}

export type YamlReadResult =
  /** `text` is the decoded text, to which all ranges refer. `root` is undefined if the text has no document. */
  { ok: true; text: string; root: YamlNode | undefined } | { ok: false; text: string; fault: YamlFault };

/**
 * Reads a text, or the bytes of a file, as the platform does with PyYAML's `safe_load` and YAML 1.1: accepts the same
 * texts, and gives every scalar the same value. Never throws. Rejects three things that PyYAML accepts: deep nesting
 * (`parseTokens.ts`), a large expansion (`constructNode.ts`), and a node that contains itself, which the platform
 * cannot store.
 */
export function readYaml(source: string | Uint8Array): YamlReadResult {
  let text = typeof source === 'string' ? source : '';
  try {
    text = decodeYaml(source);
    const raw = parseTokens(scanTokens(text));
    return { ok: true, text, root: raw && constructNode(raw) };
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    const { problem, at, quoted } = error;
    return { ok: false, text, fault: { problem, at, quoted } };
  }
}
