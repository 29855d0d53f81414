import { isWebAddress } from './urls.ts';

/** A JSON object with unknown members. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Maximum nesting depth. The platform's responses have fewer than ten levels. `JSON.parse` accepts any depth, but code
 * that then walks the value overflows the stack (seen at 100,000).
 */
const maxDepth = 200;

/** Parses JSON. Returns undefined for other text (a truncated response, a login page) and for excessive nesting. */
export function parseJson(text: string): unknown {
  if (nestsTooDeep(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Counts the brackets outside strings. Exact for JSON; any other text fails to parse anyway. */
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

/** Returns the objects of a JSON array. None for any other value. */
export function objectsIn(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Returns the member as a string, or undefined when it is missing or has another type. */
export function stringOf(object: JsonObject, key: string): string | undefined {
  const value = object[key];
  return typeof value === 'string' ? value : undefined;
}

/** Returns the member if it is an http or https URL, because a click opens it. */
export function webAddressIn(object: JsonObject, key: string): string | undefined {
  const text = stringOf(object, key);
  return text !== undefined && isWebAddress(text) ? text : undefined;
}

/** Returns the member as a number. The platform sends some numbers as text (platform-api.md 6.6). */
export function numberOf(object: JsonObject, key: string): number | undefined {
  const value = object[key];
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
