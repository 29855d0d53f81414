import { readFileSync } from 'node:fs';
import type { Translate } from '../../src/texts/translate.ts';

const bundle = JSON.parse(
  readFileSync(new URL('../../l10n/bundle.l10n.zh-cn.json', import.meta.url), 'utf8'),
) as Record<string, string>; // the bundle is a flat object of strings

/** Fills in the values as VS Code's `l10n.t` does in English. */
export const translateToEnglish: Translate = (message, ...values) => fill(message, values);

/**
 * Translates to Chinese and fills in the values. A text without a translation becomes empty, so that tests detect it.
 */
export const translateToChinese: Translate = (message, ...values) => fill(bundle[message] ?? '', values);

export const translators = { en: translateToEnglish, 'zh-cn': translateToChinese } as const;

function fill(text: string, values: readonly (string | number)[]): string {
  return text.replace(/\{(\d+)\}/g, (place, index: string) => String(values[Number(index)] ?? place));
}
