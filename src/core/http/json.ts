import { isWebAddress } from './urls.ts';

/** A JSON object whose members are not yet known. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Levels of objects and arrays inside each other; the platform's answers have fewer than ten. JSON.parse takes any number,
 * and whoever then walks the value runs out of stack (seen at 100,000).
 */
const maxDepth = 200;

/** The parsed text, or undefined when it is not JSON (half an answer, a proxy's login page) or nested beyond all use. */
export function parseJson(text: string): unknown {
  if (nestsTooDeep(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Brackets outside strings are counted: right for JSON, and of any other text it does not matter. */
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

/** The member as a string, or undefined when it is missing or something else. */
export function stringOf(object: JsonObject, key: string): string | undefined {
  const value = object[key];
  return typeof value === 'string' ? value : undefined;
}

/** The member as a web address, or undefined when it is none: a click opens it. */
export function webAddressIn(object: JsonObject, key: string): string | undefined {
  const text = stringOf(object, key);
  return text !== undefined && isWebAddress(text) ? text : undefined;
}

/** The member as a number; the platform writes some numbers as text (platform-api.md 6.6). */
export function numberOf(object: JsonObject, key: string): number | undefined {
  const value = object[key];
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
