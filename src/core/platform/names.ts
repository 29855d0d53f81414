export type AppCode = string & { readonly appCode: unique symbol };
export type ModuleName = string & { readonly moduleName: unique symbol };

/** What every code and name in use fits, S-Mart's upper case and `_` included (platform-api.md 6.1, 6.2). */
const pattern = /^[A-Za-z0-9_-]{1,20}$/;

/** The application code, or undefined when it could not be one: `/`, `..`, `%2F`, `?` and `#` never reach a URL. */
export function readAppCode(text: string): AppCode | undefined {
  const trimmed = text.trim();
  return pattern.test(trimmed) ? (trimmed as AppCode) : undefined; // just checked
}

/** The module name, or undefined when it could not be one. */
export function readModuleName(text: string): ModuleName | undefined {
  const trimmed = text.trim();
  return pattern.test(trimmed) ? (trimmed as ModuleName) : undefined; // just checked
}
