import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expectedFiles, type ServerCheck } from './listServer.ts';
import { sampleFolderName } from './samples.ts';
import type { WebServer } from './webServer.ts';

/** A row of `table.json` beside the recorded lists. */
export interface RecordedServer {
  server: string;
  version: string;
  /** Name of the file with the response's body. */
  file: string;
  /** Path from which the server sent the list. */
  path: string;
  contentType: string;
  /** The archives. A date is in ISO 8601 and as exact as the server states it. */
  expected: readonly { name: string; sizeBytes?: number | undefined; modified?: string | undefined }[];
  /** Folders that the list shows like files. */
  folders?: readonly string[] | undefined;
}

/**
 * Writes a server's list into a folder, and the server's row into the folder's `table.json`. Keeps the other rows.
 * `root` is the temporary folder that the server served.
 */
export async function recordList(folder: string, server: WebServer, read: ServerCheck, root: string): Promise<void> {
  if (!read.recorded) throw new Error(`${server.name} sent no list`);
  const { path: listPath, contentType, body } = read.recorded;
  const extension = /json|xml|html/.exec(contentType)?.[0] ?? 'txt';
  const file = `${server.name.toLowerCase().replaceAll(/[^\w.]+/g, '-')}.${extension}`;
  const row: RecordedServer = {
    server: server.name,
    version: read.version,
    file,
    path: listPath,
    contentType,
    expected: expectedFiles(server.states).map(({ name, sizeBytes, modified }) => ({
      name,
      sizeBytes,
      modified: modified === undefined ? undefined : new Date(modified).toISOString(),
    })),
    folders: server.states.foldersLikeFiles ? [sampleFolderName] : undefined,
  };
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, file), normalizedBody(body, root));
  const table = path.join(folder, 'table.json');
  const rows = await readFile(table, 'utf8').then(
    (text) => JSON.parse(text) as RecordedServer[], // this function wrote it
    () => [],
  );
  const kept = rows.filter((other) => other.server !== server.name);
  await writeFile(table, `${JSON.stringify([...kept, row], undefined, 2)}\n`);
}

/** Replaces the server's address and folder, which differ in each run, and embedded icons, which are large. */
function normalizedBody(body: string, root: string): string {
  return body
    .replaceAll(/127\.0\.0\.1:\d+/g, 'localhost:8080')
    .replaceAll(root, '/srv')
    .replaceAll(/data:image\/png;base64,[\w+/=]+/g, 'data:,');
}
