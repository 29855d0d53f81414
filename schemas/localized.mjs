import { readFileSync } from 'node:fs';

/**
 * Returns the schema of a version of app_desc.yaml with its texts in one language. In the schema file, `title` and
 * `description` are English, and `x-zh-cn` has both in Chinese. If a value does not match a pattern, editors show the
 * description instead of the pattern.
 */
export function localized(version, language) {
  const text = readFileSync(new URL(`app-desc-${version}.json`, import.meta.url), 'utf8');
  return JSON.parse(text, (_, value) => {
    if (typeof value !== 'object' || value === null || !('x-zh-cn' in value)) return value;
    const { 'x-zh-cn': chinese, ...schema } = value;
    if (language === 'zh-cn') Object.assign(schema, chinese);
    return schema.pattern === undefined ? schema : { ...schema, patternErrorMessage: schema.description };
  });
}

/**
 * Returns one schema for both versions. A file with the key `specVersion` is checked as version 3, because only the
 * schema of version 3 has this key. Every other file is checked as version 2.
 */
export function localizedForBoth(language) {
  const nested = (version) => {
    const references = `"#/definitions/version${version}/definitions/`;
    return JSON.parse(JSON.stringify(localized(version, language)).replaceAll('"#/definitions/', references));
  };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    // An empty file counts as version 2. Offer the key of version 3 there as well.
    properties: { specVersion: { $ref: '#/definitions/version3/properties/specVersion' } },
    if: { required: ['specVersion'] },
    then: { $ref: '#/definitions/version3' },
    else: { $ref: '#/definitions/version2' },
    definitions: { version2: nested(2), version3: nested(3) },
  };
}
