import { isWebAddress } from './urls.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Maximum levels of nested arrays and objects. The platform's responses have fewer than ten levels. `JSON.parse`
 * accepts any depth, but recursive code that walks the parsed value overflows the stack (seen at 100,000 levels).
 */
const maxDepth = 200;

/**
 * Parses JSON. Returns undefined for JSON with more than `maxDepth` levels and for text that is not JSON, such as a
 * truncated response or a login page.
 */
export function parseJson(text: string): unknown {
  if (nestsTooDeep(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * Returns whether the brackets outside strings nest deeper than `maxDepth`. For text that is not JSON the result may be
 * wrong, which does not matter because `JSON.parse` rejects such text.
 */
function nestsTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (inString) {
      if (character === '\\') index += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '[' || character === '{') {
      depth += 1;
      if (depth > maxDepth) return true;
    } else if (character === ']' || character === '}') depth -= 1;
  }
  return false;
}

/** Returns the elements of an array that are JSON objects, and an empty list for any other value. */
export function objectsIn(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Returns the member with this key if it is a string; else undefined. */
export function stringOf(object: JsonObject, key: string): string | undefined {
  const value = object[key];
  return typeof value === 'string' ? value : undefined;
}

/**
 * Returns the member with this key if it is an http or https URL; else undefined. The user can open the URL with a
 * click, so other schemes are not allowed.
 */
export function webAddressIn(object: JsonObject, key: string): string | undefined {
  const text = stringOf(object, key);
  return text !== undefined && isWebAddress(text) ? text : undefined;
}

/**
 * Returns the member with this key as a number; undefined if it is not a number. The platform sends some numbers as
 * text (platform-api.md 6.6).
 */
export function numberOf(object: JsonObject, key: string): number | undefined {
  const value = object[key];
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
