import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';
import type { PackageFile } from '../../../src/core/archive/packageEntry.ts';
import { createRepository, type Repository } from '../../../src/core/repository/repository.ts';
import { parseRepositorySetting, type RepositorySetting } from '../../../src/core/repository/repositorySetting.ts';
import { samplePackages } from '../../platform/samplePackages.ts';
import { repositorySeed, startRepository, type EmbeddedRepository } from '../../repository/startRepository.ts';
import { fakeClock, type FakeClock } from '../fakeClock.ts';
import { recordLog, type RecordedLog } from '../recordLog.ts';

/** An embedded BK-Repo, a client that stores packages in it, and a package to store. */
export interface RepositoryFixture {
  embedded: EmbeddedRepository;
  repository: Repository;
  file: PackageFile;
  log: RecordedLog;
  clock: FakeClock;
}

export interface RepositoryFixtureOptions {
  setting?: Partial<Record<keyof RepositorySetting, unknown>>;
  credential?: { user: string; secret: string } | undefined;
}

export async function repositoryFixture(
  t: TestContext,
  options: RepositoryFixtureOptions = {},
): Promise<RepositoryFixture> {
  const embedded = await startRepository();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'bkpaas-repository-'));
  t.after(async () => {
    await embedded.close();
    await rm(folder, { recursive: true, force: true });
  });
  const reading = parseRepositorySetting({
    name: 'Team',
    baseUrl: embedded.baseUrl,
    project: repositorySeed.project,
    repository: 'packages',
    folder: 'releases',
    ...options.setting,
  });
  if (!reading.ok) throw new Error(reading.problem);
  const log = recordLog();
  const clock = fakeClock();
  const credential =
    'credential' in options ? options.credential : { user: repositorySeed.user, secret: repositorySeed.secret };
  const repository = createRepository({ setting: reading.setting, credential, log, clock });
  return { embedded, repository, file: await packageIn(folder), log, clock };
}

/** Writes a sample package to a folder. */
async function packageIn(folder: string, sample = 'demo-app-1.0.3.tar.gz'): Promise<PackageFile> {
  const bytes = samplePackages().get(sample) ?? Buffer.alloc(0);
  const file = path.join(folder, sample);
  await writeFile(file, bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { path: file, fileName: sample, sizeBytes: bytes.length, sha256, content: 'gzip' };
}
