import { parseSpecVersion } from '../description/wholeRules.ts';
import { readYaml } from '../yaml/readYaml.ts';
import { fieldOf, type YamlNode } from '../yaml/yamlNode.ts';

/**
 * The app code, modules and version in an `app_desc.yaml`. A value that is missing in the file, or has a form that the
 * platform rejects, is left out.
 */
export interface AppDescription {
  appCode?: string;
  /**
   * Module names in file order. Empty if the file describes only one module, without a name. The platform uses that
   * description for every module.
   */
  modules: string[];
  version?: string;
}

/**
 * Maximum UTF-8 bytes of a file. The largest real files have about 20 KiB, or more if they contain a logo in base64.
 */
const MAX_BYTES = 256 * 1024;
/**
 * Pattern of an app code or a module name. Allows the characters of old app codes, but no character that could change a
 * path (platform-api.md 6.1, 6.2).
 */
const NAME_PATTERN = /^[A-Za-z0-9_-]{1,20}$/;
/**
 * Pattern of a version. Allows letters of every script, because versions in Chinese exist. Excludes slashes and white
 * space, because the platform uses the version in names and object keys (platform-api.md 6.3).
 */
const VERSION_PATTERN = /^[\p{L}\p{N}][\p{L}\p{N}._+-]{0,63}$/u;

const KEYS = {
  2: { version: 'app_version', appCode: 'bk_app_code' },
  3: { version: 'appVersion', appCode: 'bkAppCode' },
} as const;

/**
 * Parses an `app_desc.yaml` with spec version 2 or 3. Returns undefined if the source is not YAML, is larger than
 * `MAX_BYTES`, or has another spec version. Values keep the text of the file, because YAML would read the version 1.10
 * as 1.1. Load this module with `import()`, because it includes the YAML reader.
 */
export function parseAppDescription(source: string | Uint8Array): AppDescription | undefined {
  if (Buffer.byteLength(source) > MAX_BYTES) return undefined;
  const reading = readYaml(source);
  if (!reading.ok || reading.root?.kind !== 'map') return undefined;
  const { root } = reading;
  const spec = parseSpecVersion(root);
  if (typeof spec !== 'number') return undefined;
  const keys = KEYS[spec];
  const appCode = textOf(fieldOf(fieldOf(root, 'app'), keys.appCode));
  const version = textOf(fieldOf(root, keys.version))?.trim() ?? '';
  return {
    ...(isName(appCode) && { appCode }),
    modules: moduleNames(fieldOf(root, 'modules'), spec),
    ...(VERSION_PATTERN.test(version) && { version }),
  };
}

/**
 * Returns the valid module names in file order. In spec version 2, `modules` is a map from names to modules. In spec
 * version 3, `modules` is a list of modules with names.
 */
function moduleNames(modules: YamlNode | undefined, spec: 2 | 3): string[] {
  let names: (string | undefined)[] = [];
  if (spec === 2 && modules?.kind === 'map') names = modules.entries.map(({ key }) => textOf(key));
  if (spec === 3 && modules?.kind === 'list') names = modules.items.map((module) => textOf(fieldOf(module, 'name')));
  return [...new Set(names.filter(isName))];
}

/** Returns the text of a scalar as written in the file; undefined for other nodes. */
function textOf(node: YamlNode | undefined): string | undefined {
  return node?.kind === 'scalar' && node.type !== 'null' ? node.text : undefined;
}

function isName(value: string | undefined): value is string {
  return value !== undefined && NAME_PATTERN.test(value);
}
