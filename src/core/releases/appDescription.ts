/** What an `app_desc.yaml` says about itself. A part the file lacks, or gives in a shape the platform refuses, is absent. */
export interface AppDescription {
  appCode?: string;
  /** Names in the order of the file. Empty when the file describes one unnamed `module`, which fits every module. */
  modules: string[];
  version?: string;
}

/** UTF-8 bytes. The largest real files are about 20 KiB; a logo in base64 makes some larger. */
const MAX_BYTES = 256 * 1024;
/** Aliases in the whole document: real files have a handful, YAML bombs live on them. */
const MAX_ALIASES = 100;
/** Levels of lists and maps inside each other; real files have about ten. */
const MAX_DEPTH = 100;
/** Keys that merges (`<<`) copy, in the whole document: an alias is only a reference, but a merge makes the document grow. */
const MAX_MERGED_KEYS = 10_000;

/** App code and module name: wide enough for old codes, and no way to smuggle a path (platform-api.md 6.1, 6.2). */
const NAME = /^[A-Za-z0-9_-]{1,20}$/;
/**
 * Versions in Chinese exist; slashes and white space would end up in file names and object keys (platform-api.md 6.3).
 */
const VERSION = /^[\p{L}\p{N}][\p{L}\p{N}._+-]{0,63}$/u;

const KEYS = {
  2: { version: 'app_version', appCode: 'bk_app_code' },
  3: { version: 'appVersion', appCode: 'bkAppCode' },
} as const;

/**
 * Reads the description a package carries, spec versions 2 and 3. Never rejects: text that is not YAML, is larger than
 * 256 KiB, passes one of the limits above or has another spec version gives undefined.
 */
export async function parseAppDescription(text: string): Promise<AppDescription | undefined> {
  if (Buffer.byteLength(text) > MAX_BYTES) return undefined;
  // Loaded here because most sessions never look into a package.
  const { load, FAILSAFE_SCHEMA, mergeTag, realMapTag } = await import('js-yaml');
  try {
    // Every scalar stays the text that stands in the file: 1.10 is the number 1.1 in YAML, and the release is called 1.10.
    // As on the platform, a repeated key wins over the earlier one (`json`), and merge keys are followed.
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
  const version = asText(field(content, keys.version))?.trim();
  return {
    ...(isName(appCode) && { appCode }),
    modules: moduleNames(field(content, 'modules'), spec),
    ...(version !== undefined && VERSION.test(version) && { version }),
  };
}

/** A map from name to module in spec 2, a list of modules with names in spec 3. */
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

function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
