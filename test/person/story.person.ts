import { describe, it } from 'node:test';
import { sampleFolder } from '../../scripts/sampleFolder.ts';
import { startRepository } from '../repository/startRepository.ts';
import { languages, setStage } from './stage.ts';
import { tellStory } from './story.ts';

/** What `npm start -- --once` plays; here in Chinese, which most other stories are not told in. */
for (const language of languages(['zh-cn'])) {
  describe(`the main jobs, in ${language}`, () => {
    it('a link is uploaded, a folder is published, and its version is deployed and followed', async () => {
      const stage = await setStage({ platform: { switches: { deploySeconds: 4, deployLog: 'node' } } });
      const repository = await startRepository();
      try {
        const { allowedHosts } = stage.platform.switches;
        if (allowedHosts !== 'any') allowedHosts.push(repository.host);
        const folder = await stage.folder({});
        await sampleFolder(folder, stage.platform.packagesUrl);
        await tellStory(await stage.open(`story-${language}`, { language, folder }), repository);
      } finally {
        await repository.close();
        await stage.close();
      }
    });
  });
}
