/** Values by placeholder name. */
export type Values = ReadonlyMap<string, string>;

// Letters only, so that the quantifiers of regular expressions and the braces of JSON stay unchanged.
const PLACEHOLDER = /\{([a-z][A-Za-z]*)\}/g;

/** Fills in the placeholders of a text, each value passed through `as`. Throws for a name without a value. */
export function fill(text: string, values: Values, as: (value: string) => string = (value) => value): string {
  return text.replaceAll(PLACEHOLDER, (_, name: string) => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`No value for {${name}}`);
    return as(value);
  });
}

/** Fills in every text inside a value, and leaves the rest unchanged. */
export function fillDeep(value: unknown, values: Values): unknown {
  if (typeof value === 'string') return fill(value, values);
  if (Array.isArray(value)) return value.map((item) => fillDeep(item, values));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fillDeep(inner, values)]));
}

/** Returns the names of all placeholders in any text inside a value, keys included. */
export function placeholdersIn(value: unknown): Set<string> {
  return new Set([...JSON.stringify(value).matchAll(PLACEHOLDER)].map(([, name = '']) => name));
}
