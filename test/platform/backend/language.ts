export type Language = 'zh-cn' | 'en';

/**
 * Returns the supported language with the largest weight in an `Accept-Language` header, or `fallback` if the header
 * names no supported language. A language cookie has no effect, because the gateway removes cookies (platform-api.md
 * 7.2).
 */
export function languageOf(header: string | undefined, fallback: Language): Language {
  const wanted = (header ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const weight = parameters.map((each) => /^\s*q=([\d.]+)$/.exec(each)?.[1]).find((each) => each !== undefined);
      return { tag: tag.trim(), weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ tag, weight }) => tag !== '' && weight > 0)
    .sort((one, other) => other.weight - one.weight);
  for (const { tag } of wanted) {
    if (tag === 'en' || tag.startsWith('en-')) return 'en';
    if (tag === 'zh' || tag.startsWith('zh-')) return 'zh-cn';
    if (tag === '*') break;
  }
  return fallback;
}
