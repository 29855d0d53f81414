import { readFileSync } from 'node:fs';

export type Language = 'en' | 'zh-cn';

/** The extension's own words in one language, taken from what is shipped, so that no test spells a translation again. */
export interface Words {
  language: Language;
  /** A text of the code, by its English. */
  t: (english: string, ...values: (string | number)[]) => string;
  /** A text of the manifest, by its key. */
  nls: (key: string) => string;
  /** A command's title as the palette shows it. */
  command: (name: string) => string;
}

export function wordsOf(language: Language): Words {
  const bundle = language === 'en' ? {} : read('l10n/bundle.l10n.zh-cn.json');
  const manifest = read(language === 'en' ? 'package.nls.json' : 'package.nls.zh-cn.json');
  const nls = (key: string): string => {
    const text = manifest[key];
    if (text === undefined) throw new Error(`the manifest has no text ${key}`);
    return text;
  };
  return {
    language,
    t: (english, ...values) => fill(bundle[english] ?? english, values),
    nls,
    command: (name) => `${nls('category')}: ${nls(`command.${name}`)}`,
  };
}

/** As VS Code does: `{0}` is the first value. */
function fill(text: string, values: readonly (string | number)[]): string {
  return text.replaceAll(/\{(\d+)\}/g, (place, index: string) => String(values[Number(index)] ?? place));
}

function read(file: string): Record<string, string> {
  return JSON.parse(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')) as Record<string, string>; // flat by design
}
