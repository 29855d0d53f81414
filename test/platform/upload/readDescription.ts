import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parseDocument } from 'yaml';
import { BackendRefusal, serverError } from '../backend/backendAnswer.ts';
import { backendErrors } from '../backend/backendErrors.ts';
import { readTar, startsAsTar } from './readTar.ts';
import { readZip, zipEnd } from './readZip.ts';
import type { TarEntry } from './readTar.ts';
import type { BackendCall } from '../route.ts';
import type { PackageContents } from '../state.ts';

/** One file of an archive; `read` refuses a file that the platform does not accept. */
interface ArchivedFile {
  path: string;
  read(): Buffer;
}

/**
 * Finds the application's description in a package, and refuses archives as the platform does (platform-api.md 1.3,
 * 1.10). An archive that the archive tool merely fails to list counts as a package without a description.
 */
export function parseDescription(bytes: Buffer, call: BackendCall): PackageContents {
  const files = listArchive(bytes, call);
  const names = files.map((file) => file.path.replace(/\/+$/, ''));
  const hasProcfile = names.some((name) => /(^|\/)Procfile$/.test(name));
  // The first by name, at any depth.
  const [description] = files
    .filter((file) => /(^|[/\\])app_desc\.ya?ml$/.test(file.path))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
  if (!description) return { descriptionPath: null, hasProcfile };
  const folder = description.path.replace(/app_desc\.ya?ml$/, '');
  if (escapes(folder)) throw new BackendRefusal(backendErrors.badDescriptionPath(call.language));
  const content = description.read();
  if (content.length === 0) throw new BackendRefusal(serverError());
  if (!isYaml(content)) throw new BackendRefusal(backendErrors.badDescription(call.language));
  return { descriptionPath: description.path, hasProcfile };
}

function escapes(folder: string): boolean {
  const normal = path.posix.normalize(folder);
  return path.posix.isAbsolute(normal) || normal === '..' || normal.startsWith('../');
}

/**
 * Returns whether the content is one YAML 1.1 document. Refuses unknown tags, which are errors for the platform's
 * loader and warnings for this one.
 */
function isYaml(content: Buffer): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(content);
    const document = parseDocument(text, { version: '1.1' });
    return document.errors.length === 0 && document.warnings.every((warning) => warning.code !== 'TAG_RESOLVE_FAILED');
  } catch {
    return false;
  }
}

function listArchive(bytes: Buffer, call: BackendCall): ArchivedFile[] {
  const end = zipEnd(bytes);
  if (end !== undefined) return listZip(bytes, end);
  if (bytes.length >= 2 && bytes.readUInt16BE(0) === 0x1f8b) return listGzip(bytes, call);
  if (startsAsTar(bytes)) return listTar(bytes, call);
  // Measured with GNU tar 1.34. The platform decides by one sentence of tar's error text. For a file named .tar.gz, as
  // the platform names every download, that sentence appears only below 512 bytes. Longer junk, such as a login page,
  // would be stored as a package without a description. platform-api.md 1.10 says it is refused, so that is the
  // default, and the switch `nonArchiveAs` gives the measured behaviour.
  if (bytes.length >= 512 && call.switches.nonArchiveAs === 'stored') return [];
  // The platform's tar lists archives packed with bzip2 or xz; Node cannot unpack them.
  if (/^(BZh|\xfd7zXZ)/.test(bytes.toString('latin1', 0, 6))) return [];
  throw new BackendRefusal(backendErrors.badArchive(call.language));
}

function listZip(bytes: Buffer, end: number): ArchivedFile[] {
  try {
    return readZip(bytes, end);
  } catch {
    // A damaged zip raises an error that the platform does not catch.
    throw new BackendRefusal(serverError());
  }
}

function listGzip(bytes: Buffer, call: BackendCall): ArchivedFile[] {
  let content: Buffer;
  try {
    content = gunzipSync(bytes);
  } catch {
    // The platform ignores a truncated or damaged gzip (platform-api.md 1.10).
    return [];
  }
  if (!startsAsTar(content)) throw new BackendRefusal(backendErrors.badArchive(call.language));
  return listTar(content, call);
}

function listTar(bytes: Buffer, call: BackendCall): ArchivedFile[] {
  const { entries, complete } = readTar(bytes);
  return complete ? entries.map((entry) => ({ path: entry.path, read: () => readTarEntry(entry, call) })) : [];
}

function readTarEntry(entry: TarEntry, call: BackendCall): Buffer {
  if (entry.kind === 'file') return entry.data;
  const target = path.posix.join(path.posix.dirname(entry.path), entry.target);
  const outside = path.posix.isAbsolute(entry.target) || escapes(target);
  if (entry.kind === 'symlink' && outside) throw new BackendRefusal(backendErrors.badSymlink(call.language));
  // A link to a file inside the archive: only the link is unpacked, so reading through it fails unhandled.
  throw new BackendRefusal(serverError());
}
