import { readFileSync } from 'node:fs';

export type Language = 'en' | 'zh-cn';

/** The extension's shipped texts in one language, so that tests repeat no translation. */
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

/** Fills in the values like VS Code: `{0}` is the first one. */
function fill(text: string, values: readonly (string | number)[]): string {
  return text.replaceAll(/\{(\d+)\}/g, (place, index: string) => String(values[Number(index)] ?? place));
}

function read(file: string): Record<string, string> {
  // A flat object by design.
  return JSON.parse(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')) as Record<string, string>;
}
