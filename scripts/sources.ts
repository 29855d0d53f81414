/**
 * `npm run sources`: starts the web servers that are installed on this machine, and those that npm can install. Prints
 * how much of their lists of files the extension reads correctly. Prints the names of missing servers and skips them.
 * Exits with 1 if the extension reads anything wrongly.
 *
 * `-- --only NAME` starts only the servers whose names begin with NAME. `-- --record FOLDER` also writes the lists into
 * FOLDER. The tests read recorded lists from test/fixtures/listings.
 */
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runNpm } from '../test/editor/harness/runNpm.ts';
import { listedFolder, checkServer, type ServerCheck } from './sources/listServer.ts';
import { recordList } from './sources/recordList.ts';
import { writeSamples } from './sources/samples.ts';
import { servers, serverPackages } from './sources/servers.ts';
import type { ServerFolders } from './sources/webServer.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const { values } = parseArgs({ options: { only: { type: 'string', default: '' }, record: { type: 'string' } } });

const folder = (await temporaryFolder('bkpaas-sources-')).replaceAll('\\', '/');
// If root runs this script, some servers read the files as another user, who must be able to open the folder.
await chmod(folder, 0o755);
const root = `${folder}/root`;
const packages = `${folder}/packages`;
await writeSamples(`${root}${listedFolder}`);
await mkdir(packages);
await writeFile(`${packages}/package.json`, '{"private": true}');
await runNpm(['install', ...serverPackages], packages).catch((error: unknown) => {
  console.log(error instanceof Error ? error.message : error);
});

const skippedServers: string[] = [];
const mistakes: string[] = [];
const formatRow = (name: string, ...cells: readonly string[]): string =>
  `${name.padEnd(24)}${cells.map((cell) => cell.padEnd(11)).join('')}`.trimEnd();
console.log(formatRow('Server', 'Version', 'Names', 'Sizes', 'Dates', 'Versions', 'Downloads'));
for (const [index, server] of servers.entries()) {
  if (!server.name.startsWith(values.only)) continue;
  const work = `${folder}/work-${index}`;
  await mkdir(work);
  const paths: ServerFolders = { root, work, packages };
  const read = await checkServer(server, paths).catch((error: unknown) => {
    mistakes.push(`${server.name}: ${String(error)}`);
    return undefined;
  });
  if (read === undefined) continue;
  if (typeof read === 'string') {
    skippedServers.push(`${server.name}: ${read}`);
    continue;
  }
  console.log(formatServerCheck(server.name, read));
  mistakes.push(...read.wrong.map((fault) => `${server.name}: ${fault}`));
  if (values.record !== undefined) await recordList(path.resolve(values.record), server, read, root);
}
if (skippedServers.length > 0) console.log(`\nSkipped\n  ${skippedServers.join('\n  ')}`);
if (mistakes.length > 0) console.log(`\nWrong\n  ${mistakes.join('\n  ')}`);
process.exitCode = mistakes.length > 0 ? 1 : 0;

function formatServerCheck(
  name: string,
  { version, expected, names, sizes, dates, versions, downloads }: ServerCheck,
): string {
  const count = (right: number | undefined): string => (right === undefined ? '-' : `${right}/${expected}`);
  return formatRow(name, version, ...[names, sizes, dates, versions, downloads].map(count));
}
