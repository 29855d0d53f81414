export type SchemaLanguage = 'en' | 'zh-cn';
export function localized(version: 2 | 3, language: SchemaLanguage): Record<string, unknown>;
export function localizedForBoth(language: SchemaLanguage): Record<string, unknown>;
