import { YamlError } from './yamlError.ts';

/** A character that PyYAML rejects anywhere in a text: a control character, an unpaired surrogate, U+FFFE or U+FFFF. */
const invalidCharacterPattern = /[^\t\n\r -~\u0085\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/**
 * Decodes the bytes of a YAML file: as UTF-16 if they start with a byte order mark of UTF-16, else as UTF-8. If
 * `source` is already a text, returns it unchanged.
 *
 * @throws YamlError for bytes and characters that PyYAML rejects
 */
export function decodeYaml(source: string | Uint8Array): string {
  const text = typeof source === 'string' ? source : decodeBytes(source);
  const found = invalidCharacterPattern.exec(text);
  if (!found) return text;
  const code = found[0].codePointAt(0) ?? 0;
  throw new YamlError('character', found.index, `U+${code.toString(16).toUpperCase().padStart(4, '0')}`);
}

function decodeBytes(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const is16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  const encoding = is16 ? (first === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new YamlError('encoding', 0);
  }
}
