import { describePlace } from './describePlace.ts';
import type { DescriptionHelp, DescriptionLanguage, DescriptionLimits, ValueKind } from './descriptionHelp.ts';
import { exampleAt, isRequired, textsOf, inferSpecVersion } from './schemaPlace.ts';
import { schemaAt, type Schema } from './schemaAt.ts';
import { schemas } from './schemas.ts';
import { yamlScalar, yamlText } from './yamlSnippet.ts';

const valueKindByType: Readonly<Record<string, ValueKind>> = {
  string: 'text',
  integer: 'integer',
  number: 'number',
  boolean: 'boolean',
  array: 'list',
  object: 'map',
};

/** Returns the help for the key or value at an offset. Undefined if the schema has no such field. */
export function hoverAt(text: string, offset: number, language: DescriptionLanguage): DescriptionHelp | undefined {
  const place = describePlace(text, offset);
  if (!place || place.word.end === place.word.start) return undefined;
  const { word, outline } = place;
  const key = text.slice(word.start, word.end).replace(/^(["'])(.*)\1$/, '$2');
  const path = place.kind === 'key' && place.hasColon ? [...place.path, key] : place.path;
  const help = helpFor(schemas[inferSpecVersion(outline)], path, language);
  return help && { ...help, range: word };
}

/** Returns the help for a place. The returned help has no `range`. */
function helpFor(
  root: Schema,
  path: readonly string[],
  language: DescriptionLanguage,
): Omit<DescriptionHelp, 'range'> | undefined {
  const schema = schemaAt(root, path);
  if (!schema || path.length === 0) return undefined;
  // Items of a list, and parts that the user names, such as a process in spec version 2, have no title in the schema.
  // They get the help of their parent key.
  const described = schema.title === undefined ? path.slice(0, -1) : path;
  const { title, text } = textsOf(schemaAt(root, described), language);
  if (title === '') return undefined;
  const example = exampleAt(root, path);
  const defaultValue = schema.default === undefined || schema.default === '' ? undefined : yamlText(schema.default);
  return {
    name: path.findLast((step) => !/^\d+$/.test(step)) ?? '',
    title,
    text,
    isRequired: isRequired(root, path),
    kinds: kindsOf(schema),
    choices: (schema.enum ?? []).map(yamlScalar),
    limits: limitsOf(schema),
    ...(defaultValue === undefined || defaultValue === '{}' ? {} : { defaultValue }),
    ...(example === undefined ? {} : { example: yamlText(example) }),
  };
}

/**
 * Returns the types that a value can have. Leaves out `text` for an integer, although the platform also accepts its
 * digits in quotes.
 */
function kindsOf(schema: Schema): ValueKind[] {
  const types = [schema.type ?? []].flat();
  if (types.includes('integer'))
    return types.includes('string') && !acceptsOnlyDigits(schema) ? ['text', 'integer'] : ['integer'];
  const found = types.flatMap((type) => valueKindByType[type] ?? []);
  // The schema allows every type for a field that the platform does not check. Such a field is meant to be a map.
  if (found.includes('map') && found.includes('text')) return ['map'];
  return found;
}

/** Returns whether all texts that the schema accepts are digits. */
function acceptsOnlyDigits({ pattern = '' }: Schema): boolean {
  return pattern.includes(String.raw`\d`) && !pattern.includes('PORT');
}

function limitsOf({ maxLength, minimum, maximum, minItems, maxItems, maxProperties }: Schema): DescriptionLimits {
  const limits = { maxLength, minimum, maximum, minItems, maxItems: maxItems ?? maxProperties };
  return Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));
}
