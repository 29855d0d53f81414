/**
 * `npm start`: opens the packed extension in a real VS Code in the user's browser, with an embedded platform.
 *
 * `npm start -- --once`: runs the main commands unattended. It uploads a package by its URL. It packs, publishes and
 * uploads a folder. It deploys to staging and follows the deployment to its end. Exits with 0 only if the platform then
 * runs the uploaded version.
 *
 * `--language zh-cn` selects Chinese. `--port` sets VS Code's port.
 */
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openWorkbench } from '../test/editor/harness/openWorkbench.ts';
import { startServer } from '../test/editor/harness/startServer.ts';
import type { User } from '../test/e2e/steps.ts';
import { runMainJobs } from '../test/e2e/story.ts';
import { wordsOf } from '../test/e2e/words.ts';
import { moduleOf } from '../test/platform/state.ts';
import { startRepository } from '../test/repository/startRepository.ts';
import { startPlatform, type EmbeddedPlatform } from '../test/platform/startPlatform.ts';
import { packageExtension } from './package.ts';
import { writeSampleFolder } from './sampleFolder.ts';
import { temporaryFolder } from './temporaryFolder.ts';
import { openForUser } from './openForUser.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: {
    once: { type: 'boolean' },
    language: { type: 'string', default: 'en' },
    port: { type: 'string', default: '0' },
  },
});
const language = values.language.toLowerCase().startsWith('zh') ? 'zh-cn' : 'en';

const vsix = packageExtension();
// A deployment takes 20 s, which is long enough to watch, and has the log of a Node.js build.
const platform = await startPlatform({ switches: { deploySeconds: 20, deployLog: 'node' } });
const repository = await startRepository();
// A platform with default settings downloads only from allowed hosts, such as its own BK-Repo. The embedded repository
// stands for this BK-Repo, so its host is allowed here.
if (platform.switches.allowedHosts !== 'any') platform.switches.allowedHosts.push(repository.host);
const folder = await temporaryFolder('bkpaas-demo-');
await writeSampleFolder(folder, platform.packagesUrl);
try {
  if (values.once) await runUnattended(platform);
  else await openForUser({ vsix, platform, repository, folder, language, port: Number(values.port) });
} finally {
  await platform.close();
  await repository.close();
}

async function runUnattended(embedded: EmbeddedPlatform): Promise<void> {
  const pictures = path.join(root, 'out', 'screenshots', `start-${language}`);
  await rm(pictures, { recursive: true, force: true });
  await mkdir(pictures, { recursive: true });
  const server = await startServer({ which: 'newest', vsix });
  try {
    const workbench = await openWorkbench({ server, folder, language });
    let count = 0;
    const picture: User['picture'] = async (name, subject, options) => {
      count += 1;
      await workbench.picture(path.join(pictures, `${String(count).padStart(2, '0')}-${name}.png`), subject, options);
    };
    try {
      await runMainJobs({ workbench, platform: embedded, words: wordsOf(language), picture }, repository);
      console.log('The platform stores and runs what was uploaded:');
      for (const stored of moduleOf(embedded.state, 'demo-app', 'default').packages.slice(-2))
        console.log(`  demo-app / default ${stored.version}: ${JSON.stringify(stored)}`);
      console.log(`${count} screenshots in ${path.relative(root, pictures)}`);
    } catch (error) {
      await workbench.screenshot(path.join(pictures, 'failed.png'));
      throw error;
    } finally {
      await workbench.close();
    }
  } finally {
    await server.close();
  }
}
