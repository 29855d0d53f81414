import { parse } from 'smol-toml';
import { isObject, stringOf, type JsonObject } from '../http/json.ts';

/**
 * Returns the version that a project file of the workspace names, for a folder to be packed. Undefined for other files,
 * for files that cannot be parsed, for `0.0.0`, which often means "not set", and for placeholders.
 */
export function parseProjectVersion(fileName: string, text: string): string | undefined {
  const version = versionIn(fileName.split(/[\\/]/).at(-1) ?? '', text.replace(/^\uFEFF/, ''))?.trim();
  if (version === undefined || !/^[0-9A-Za-z][0-9A-Za-z._+-]{0,63}$/.test(version)) return undefined;
  // Release tools leave versions such as 0.0.0-development in the repository.
  return /^0\.0\.0(?:-[a-z-]*)?$/i.test(version) ? undefined : version;
}

function versionIn(name: string, text: string): string | undefined {
  switch (name.toLowerCase()) {
    case 'package.json':
      return stringOf(parsed(JSON.parse, text), 'version');
    case 'pyproject.toml':
      return pythonVersion(parsed(parse, text));
    case 'version':
    case 'version.txt':
      return lineVersion(text);
    case 'pom.xml':
      return mavenVersion(text);
    default:
      return undefined;
  }
}

/** A version that is set at build time is listed in `dynamic`. */
function pythonVersion(content: JsonObject): string | undefined {
  const project = objectIn(content, 'project');
  const { dynamic } = project;
  if (Array.isArray(dynamic) && dynamic.includes('version')) return undefined;
  return stringOf(project, 'version') ?? stringOf(objectIn(objectIn(content, 'tool'), 'poetry'), 'version');
}

/** Files of this name can contain anything, so only a line that looks like a version counts. */
function lineVersion(text: string): string | undefined {
  const line = text.slice(0, 200).split(/\r?\n/, 1)[0]?.trim() ?? '';
  return /^v?\d+(?:\.\d+){1,3}[\w.+-]*$/.test(line) ? line.replace(/^v/, '') : undefined;
}

/** Returns the project's version, else its parent's. Elements that contain other versions are removed first. */
function mavenVersion(text: string): string | undefined {
  const bare = text.slice(0, 256 * 1024).replaceAll(/<!--[^]*?-->/g, '');
  const parent = /<parent>([^]*?)<\/parent>/.exec(bare)?.[1] ?? '';
  const own = bare.replaceAll(
    /<(parent|dependencies|dependencyManagement|build|profiles|plugins|reporting)>[^]*?<\/\1>/g,
    '',
  );
  return versionElement(own) ?? versionElement(parent);
}

function versionElement(xml: string): string | undefined {
  return /<version>\s*([^<\s]{1,64})\s*<\/version>/.exec(xml)?.[1];
}

function parsed(read: (text: string) => unknown, text: string): JsonObject {
  try {
    const content = read(text);
    return isObject(content) ? content : {};
  } catch {
    return {};
  }
}

function objectIn(content: JsonObject, key: string): JsonObject {
  const value = content[key];
  return isObject(value) ? value : {};
}

/** Project files that name a version, the most explicit first (release-sources.md 6.3). */
export const projectFiles = ['package.json', 'pyproject.toml', 'VERSION', 'version.txt', 'pom.xml'] as const;
