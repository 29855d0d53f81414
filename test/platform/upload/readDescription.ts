import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parseDocument } from 'yaml';
import { BackendRefusal, serverError } from '../backend/backendAnswer.ts';
import { backendErrors } from '../backend/backendErrors.ts';
import { readTar, startsAsTar } from './readTar.ts';
import { readZip, zipEndOffset } from './readZip.ts';
import type { TarEntry } from './readTar.ts';
import type { BackendCall } from '../route.ts';
import type { PackageContents } from '../state.ts';

/** One file of an archive. `read` throws a refusal if the platform does not accept the file. */
interface ArchivedFile {
  path: string;
  read(): Buffer;
}

/**
 * Returns what a deployment finds in a package, and refuses the archives that the platform refuses (platform-api.md
 * 1.3, 1.10). A package that is stored although its files cannot be listed counts as a package without a description.
 */
export function readPackageContents(bytes: Buffer, call: BackendCall): PackageContents {
  const { files, isTar } = listArchive(bytes, call);
  const names = files.map((file) => file.path.replace(/\/+$/, ''));
  // In a tar, only an entry with the exact name `./Procfile` counts as a Procfile (platform-api.md 4.8).
  const hasProcfile = isTar ? names.includes('./Procfile') : names.some((name) => /(^|\/)Procfile$/.test(name));
  // The description is the first app_desc.yaml or app_desc.yml, sorted by path, at any depth.
  const [description] = files
    .filter((file) => /(^|[/\\])app_desc\.ya?ml$/.test(file.path))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
  if (!description) return { descriptionPath: null, hasProcfile };
  const folder = description.path.replace(/app_desc\.ya?ml$/, '');
  if (hasPathTraversal(folder)) throw new BackendRefusal(backendErrors.badDescriptionPath(call.language));
  const parsed = parseYaml(description.read());
  if (parsed === undefined) throw new BackendRefusal(backendErrors.badDescription(call.language));
  // The platform reads keys without checking that the value is a mapping, so any other value causes an unhandled error.
  if (!isMapping(parsed.value)) {
    if (call.switches.wrong === 'descriptionUnchecked') return { descriptionPath: null, hasProcfile };
    throw new BackendRefusal(serverError());
  }
  return {
    descriptionPath: description.path,
    hasProcfile,
    isReachable: hasReachableProcess(parsed.value),
    modules: moduleNamesIn(parsed.value),
  };
}

/** Returns the names of the modules in a version 2 description; empty for any other description. */
function moduleNamesIn(description: object): string[] {
  const modules: unknown = 'modules' in description ? description.modules : undefined;
  return isMapping(modules) ? Object.keys(modules) : [];
}

/**
 * Returns whether a process has a reachable address. In a version 3 description, only a process with services has one.
 */
function hasReachableProcess(description: object): boolean {
  if (!('specVersion' in description)) return true;
  return /"services":\[[^\]]/.test(JSON.stringify(description));
}

function isMapping(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasPathTraversal(folder: string): boolean {
  const normal = path.posix.normalize(folder);
  return path.posix.isAbsolute(normal) || normal === '..' || normal.startsWith('../');
}

/**
 * Parses one YAML 1.1 document. Returns `undefined` if the content is not valid YAML. An unknown tag is an error for
 * the platform's YAML loader but only a warning for this parser, so such a tag counts as invalid here.
 */
function parseYaml(content: Buffer): { value: unknown } | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(content);
    const document = parseDocument(text, { version: '1.1' });
    if (document.errors.length > 0 || document.warnings.some(({ code }) => code === 'TAG_RESOLVE_FAILED'))
      return undefined;
    return { value: document.toJS() };
  } catch {
    return undefined;
  }
}

interface ArchiveListing {
  files: ArchivedFile[];
  isTar: boolean;
}

/** The listing of a package that the platform stores although its files cannot be listed. */
const emptyListing: ArchiveListing = { files: [], isTar: true };

function listArchive(bytes: Buffer, call: BackendCall): ArchiveListing {
  const end = zipEndOffset(bytes);
  if (end !== undefined) return { files: listZip(bytes, end), isTar: false };
  if (bytes.length >= 2 && bytes.readUInt16BE(0) === 0x1f8b) return listGzip(bytes, call);
  if (startsAsTar(bytes)) return listTar(bytes, call);
  // The platform refuses a file if GNU tar's error text contains a certain sentence. The platform names every download
  // `*.tar.gz`. With such a name, the sentence appears only for a file below 512 bytes and for a truncated zip
  // (platform-api.md 1.10).
  const isTruncatedZip = bytes.toString('latin1', 0, 4) === 'PK\x03\x04';
  if (bytes.length >= 512 && !isTruncatedZip && call.switches.nonArchiveAs === 'stored') return emptyListing;
  // The platform's tar lists archives that are packed with bzip2 or xz, so the platform accepts such archives. Node
  // cannot unpack bzip2 and xz, so this emulator accepts such archives without their list of files.
  if (/^(BZh|\xfd7zXZ)/.test(bytes.toString('latin1', 0, 6))) return emptyListing;
  throw new BackendRefusal(backendErrors.badArchive(call.language));
}

function listZip(bytes: Buffer, end: number): ArchivedFile[] {
  try {
    return readZip(bytes, end);
  } catch {
    // A damaged zip causes an error that the platform does not catch.
    throw new BackendRefusal(serverError());
  }
}

function listGzip(bytes: Buffer, call: BackendCall): ArchiveListing {
  let content: Buffer;
  try {
    content = gunzipSync(bytes);
  } catch {
    // The platform stores a truncated or damaged gzip without an error (platform-api.md 1.10).
    return emptyListing;
  }
  // An empty tar has no header, only zeros.
  const isEmptyTar = content.length > 0 && content.every((byte) => byte === 0);
  if (!startsAsTar(content) && !isEmptyTar) throw new BackendRefusal(backendErrors.badArchive(call.language));
  return listTar(content, call);
}

function listTar(bytes: Buffer, call: BackendCall): ArchiveListing {
  const { entries, complete } = readTar(bytes);
  if (!complete) return emptyListing;
  return { files: entries.map((entry) => ({ path: entry.path, read: () => readTarEntry(entry, call) })), isTar: true };
}

function readTarEntry(entry: TarEntry, call: BackendCall): Buffer {
  if (entry.kind === 'file') return entry.data;
  const target = path.posix.join(path.posix.dirname(entry.path), entry.target);
  const outside = path.posix.isAbsolute(entry.target) || hasPathTraversal(target);
  if (entry.kind === 'symlink' && outside) throw new BackendRefusal(backendErrors.badSymlink(call.language));
  // The entry is a link to a file inside the archive. The platform unpacks only the link, so reading the linked file
  // causes an unhandled error.
  throw new BackendRefusal(serverError());
}
