/**
 * The app code, modules and version in an `app_desc.yaml`. A part that is missing, or has a shape that the platform
 * rejects, is absent.
 */
export interface AppDescription {
  appCode?: string;
  /** Names in file order. Empty if the file describes one unnamed `module`, which fits every module. */
  modules: string[];
  version?: string;
}

/** UTF-8 bytes. The largest real files are about 20 KiB; a logo in base64 makes some larger. */
const MAX_BYTES = 256 * 1024;
/** Aliases in the whole document. Real files have a handful; YAML bombs need many. */
const MAX_ALIASES = 100;
/** Levels of nested lists and maps. Real files have about ten. */
const MAX_DEPTH = 100;
/** Keys that merges (`<<`) copy in the whole document. An alias is a reference; a merge makes the document grow. */
const MAX_MERGED_KEYS = 10_000;

/** App code or module name. Wide enough for old codes, without the characters of a path (platform-api.md 6.1, 6.2). */
const NAME = /^[A-Za-z0-9_-]{1,20}$/;
/** Versions in Chinese exist. Slashes and white space would end up in names and keys (platform-api.md 6.3). */
const VERSION = /^[\p{L}\p{N}][\p{L}\p{N}._+-]{0,63}$/u;

const KEYS = {
  2: { version: 'app_version', appCode: 'bk_app_code' },
  3: { version: 'appVersion', appCode: 'bkAppCode' },
} as const;

/**
 * Parses the description of a package, spec version 2 or 3. Never rejects. Undefined for text that is not YAML, exceeds
 * a limit above, or has another spec version.
 */
export async function parseAppDescription(text: string): Promise<AppDescription | undefined> {
  if (Buffer.byteLength(text) > MAX_BYTES) return undefined;
  // Loaded here, because most sessions never read a package.
  const { load, FAILSAFE_SCHEMA, mergeTag, realMapTag } = await import('js-yaml');
  try {
    // Scalars stay the text of the file: 1.10 is the number 1.1 in YAML, but the release is called 1.10. As on the
    // platform, a repeated key wins over the earlier one (`json`), and merge keys are followed.
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

/** Spec 2 has a map from name to module, spec 3 a list of modules with names. */
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
