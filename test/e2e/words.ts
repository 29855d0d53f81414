import { readFileSync } from 'node:fs';

export type Language = 'en' | 'zh-cn';

/** The extension's shipped texts in one language. The tests use these texts, so that no test repeats a translation. */
export interface Words {
  language: Language;
  /** Returns a text of the code in this language, with the values filled in. `english` is the text in English. */
  t: (english: string, ...values: (string | number)[]) => string;
  /** Returns the text of the manifest that has this key. */
  nls: (key: string) => string;
  /** Returns a command's title as the palette shows it. `name` is the command's id without `bkpaas.`. */
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

/** Replaces `{0}` with the first value, `{1}` with the second value and so on, as VS Code does. */
function fill(text: string, values: readonly (string | number)[]): string {
  return text.replaceAll(/\{(\d+)\}/g, (place, index: string) => String(values[Number(index)] ?? place));
}

function read(file: string): Record<string, string> {
  // Each of these files is a flat object with text values.
  return JSON.parse(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')) as Record<string, string>;
}
