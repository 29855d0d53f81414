/**
 * The app code, modules and version in an `app_desc.yaml`. A value that is missing in the file, or has a form that the
 * platform rejects, is left out.
 */
export interface AppDescription {
  appCode?: string;
  /**
   * Module names in file order. Empty if the file describes only one module without a name, which the platform uses for
   * every module.
   */
  modules: string[];
  version?: string;
}

/**
 * Maximum UTF-8 bytes of a file. The largest real files have about 20 KiB, or more if they contain a logo in base64.
 */
const MAX_BYTES = 256 * 1024;
/**
 * Maximum YAML aliases in a file. Real files have only a few; a malicious file that expands to a huge document has
 * many.
 */
const MAX_ALIASES = 100;
/** Maximum levels of nested lists and maps. Real files have about ten levels. */
const MAX_DEPTH = 100;
/**
 * Maximum number of keys that the merge keys (`<<`) of a file may copy in total. A merge enlarges the document because
 * it copies keys, while an alias is only a reference.
 */
const MAX_MERGED_KEYS = 10_000;

/**
 * Pattern of an app code or a module name. Allows the characters of old app codes, but no character that could change a
 * path (platform-api.md 6.1, 6.2).
 */
const NAME = /^[A-Za-z0-9_-]{1,20}$/;
/**
 * Pattern of a version. Allows letters of every script, because versions in Chinese exist. Excludes slashes and white
 * space, because the platform uses the version in names and object keys (platform-api.md 6.3).
 */
const VERSION = /^[\p{L}\p{N}][\p{L}\p{N}._+-]{0,63}$/u;

const KEYS = {
  2: { version: 'app_version', appCode: 'bk_app_code' },
  3: { version: 'appVersion', appCode: 'bkAppCode' },
} as const;

/**
 * Parses an `app_desc.yaml` with spec version 2 or 3. Never rejects. Resolves to undefined if the text is not YAML,
 * exceeds one of the limits above, or has another spec version.
 */
export async function parseAppDescription(text: string): Promise<AppDescription | undefined> {
  if (Buffer.byteLength(text) > MAX_BYTES) return undefined;
  // The library is loaded on first use, because most sessions never read a package.
  const { load, FAILSAFE_SCHEMA, mergeTag, realMapTag } = await import('js-yaml');
  try {
    // `FAILSAFE_SCHEMA` keeps scalars as text, because YAML would read the version 1.10 as the number 1.1. As on the
    // platform, the last of several equal keys counts (`json: true`), and merge keys are supported.
    const schema = FAILSAFE_SCHEMA.withTags(mergeTag, realMapTag);
    const limits = { maxAliases: MAX_ALIASES, maxDepth: MAX_DEPTH, maxTotalMergeKeys: MAX_MERGED_KEYS };
    return describe(load(text, { schema, json: true, ...limits }));
  } catch {
    return undefined;
  }
}

function describe(content: unknown): AppDescription | undefined {
  const spec = field(content, 'spec_version') || field(content, 'specVersion');
  if (spec !== '2' && spec !== '3') return undefined;

  const keys = KEYS[spec];
  const appCode = field(field(content, 'app'), keys.appCode);
  const named = field(content, keys.version);
  const version = typeof named === 'string' ? named.trim() : '';
  return {
    ...(isName(appCode) && { appCode }),
    modules: moduleNames(field(content, 'modules'), spec),
    ...(VERSION.test(version) && { version }),
  };
}

/**
 * Returns the valid module names in file order. In spec version 2, `modules` is a map from names to modules. In spec
 * version 3, `modules` is a list of modules with names.
 */
function moduleNames(modules: unknown, spec: '2' | '3'): string[] {
  let names: unknown[] = [];
  if (spec === '2' && modules instanceof Map) names = [...modules.keys()];
  if (spec === '3' && Array.isArray(modules)) names = modules.map((module: unknown) => field(module, 'name'));
  return [...new Set(names.filter(isName))];
}

function field(map: unknown, key: string): unknown {
  return map instanceof Map ? map.get(key) : undefined;
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && NAME.test(value);
}
