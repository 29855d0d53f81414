/** Values, keyed by placeholder name. */
export type PlaceholderValues = ReadonlyMap<string, string>;

// A placeholder name has only letters. Quantifiers of regular expressions and braces of JSON do not match, so they stay
// unchanged.
const PLACEHOLDER_PATTERN = /\{([a-z][A-Za-z]*)\}/g;

/** Replaces each placeholder of a text by its value, converted by `as`. Throws if a placeholder has no value. */
export function fill(
  text: string,
  values: PlaceholderValues,
  as: (value: string) => string = (value) => value,
): string {
  return text.replaceAll(PLACEHOLDER_PATTERN, (_, name: string) => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`No value for {${name}}`);
    return as(value);
  });
}

/** Returns a copy of a value in which the placeholders of every text are replaced. Keys stay unchanged. */
export function fillDeep(value: unknown, values: PlaceholderValues): unknown {
  if (typeof value === 'string') return fill(value, values);
  if (Array.isArray(value)) return value.map((item) => fillDeep(item, values));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fillDeep(inner, values)]));
}

/** Returns the names of all placeholders in the texts and keys inside a value. */
export function placeholdersIn(value: unknown): Set<string> {
  return new Set([...JSON.stringify(value).matchAll(PLACEHOLDER_PATTERN)].map(([, name = '']) => name));
}
