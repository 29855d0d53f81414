import { describe, it } from 'node:test';
import { writeSampleFolder } from '../../scripts/sampleFolder.ts';
import { startRepository } from '../repository/startRepository.ts';
import { setUp } from './setup.ts';
import { runMainJobs } from './story.ts';

/**
 * Runs the steps of `npm start -- --once` in two windows. The first window is in Chinese, because most other tests run
 * in Chinese only in the nightly run. The second window is in the oldest VS Code, because the oldest VS Code has
 * different widgets.
 */
for (const [which, language] of [
  ['newest', 'zh-cn'],
  ['oldest', 'en'],
] as const) {
  describe(`the main jobs, in ${language}, in the ${which} VS Code`, () => {
    it('a link is uploaded, a folder is published, and its version is deployed and followed', async () => {
      const setup = await setUp({ which, platform: { switches: { deploySeconds: 4, deployLog: 'node' } } });
      const repository = await startRepository();
      try {
        const { allowedHosts } = setup.platform.switches;
        if (allowedHosts !== 'any') allowedHosts.push(repository.host);
        const folder = await setup.folder({});
        await writeSampleFolder(folder, setup.platform.packagesUrl);
        await runMainJobs(
          await setup.open(`story-${which}-${language}`, { language, folder, pictures: true }),
          repository,
        );
      } finally {
        await repository.close();
        await setup.close();
      }
    });
  });
}
