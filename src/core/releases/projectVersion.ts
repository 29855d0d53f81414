import { parse } from 'smol-toml';
import { isObject, stringOf, type JsonObject } from '../http/json.ts';

/**
 * Returns the version in a project file. The version is suggested for a folder that the user packs. Undefined for other
 * files, for files that cannot be parsed, for placeholders, and for `0.0.0`, which often means "not set".
 */
export function parseProjectVersion(fileName: string, text: string): string | undefined {
  const version = versionIn(fileName.split(/[\\/]/).at(-1) ?? '', text.replace(/^\uFEFF/, ''))?.trim();
  if (version === undefined || !/^[0-9A-Za-z][0-9A-Za-z._+-]{0,63}$/.test(version)) return undefined;
  // A project whose version is set by a release tool contains a placeholder, such as 0.0.0-development.
  return /^0\.0\.0(?:-[a-z-]*)?$/i.test(version) ? undefined : version;
}

function versionIn(name: string, text: string): string | undefined {
  switch (name.toLowerCase()) {
    case 'package.json':
      return stringOf(parseObject(JSON.parse, text), 'version');
    case 'pyproject.toml':
      return pyprojectVersion(parseObject(parse, text));
    case 'version':
    case 'version.txt':
      return lineVersion(text);
    case 'pom.xml':
      return mavenVersion(text);
    default:
      return undefined;
  }
}

/**
 * Returns the version in a `pyproject.toml`. Undefined if `dynamic` lists the version, because a dynamic version is set
 * at build time.
 */
function pyprojectVersion(content: JsonObject): string | undefined {
  const project = objectIn(content, 'project');
  const { dynamic } = project;
  if (Array.isArray(dynamic) && dynamic.includes('version')) return undefined;
  return stringOf(project, 'version') ?? stringOf(objectIn(objectIn(content, 'tool'), 'poetry'), 'version');
}

/**
 * Returns the version in the first line of a `VERSION` or `version.txt`. Files with these names can contain anything,
 * so a line that does not look like a version is ignored.
 */
function lineVersion(text: string): string | undefined {
  const line = text.slice(0, 200).split(/\r?\n/, 1)[0]?.trim() ?? '';
  return /^v?\d+(?:\.\d+){1,3}[\w.+-]*$/.test(line) ? line.replace(/^v/, '') : undefined;
}

/**
 * Returns the project's version in a `pom.xml`, or the version of the parent project if the project has no version.
 * Elements that contain versions of other projects are removed first.
 */
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

function parseObject(read: (text: string) => unknown, text: string): JsonObject {
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

/** Names of project files that can contain a version, most reliable file first (release-sources.md 6.3). */
export const projectFiles = ['package.json', 'pyproject.toml', 'VERSION', 'version.txt', 'pom.xml'] as const;
