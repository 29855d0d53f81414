import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { moduleOf } from '../platform/state.ts';
import { deployFromTree, deploymentPage, seeDeployed } from './deployJourney.ts';
import { seeUploaded, signInFromWelcome, uploadFromPalette, type Person } from './journey.ts';
import { languages, setStage, type Stage } from './stage.ts';

/** From a package to what runs, as a person does it. */
for (const language of languages()) {
  describe(`deploying, in ${language}`, () => {
    let stage: Stage;
    let person: Person;

    before(async () => {
      stage = await setStage({ platform: { switches: { deploySeconds: 4, deployLog: 'node' } } });
      person = await stage.open(`deploy-${language}`, { language, theme: language === 'en' ? 'light' : 'dark' });
      await signInFromWelcome(person);
    });
    after(() => stage.close());
    afterEach(() => {
      stage.platform.faults.clear();
      stage.platform.requests.length = 0;
    });

    it('upload, deploy, follow, address', async () => {
      const { words, picture, workbench } = person;
      const upload = { packageUrl: `${stage.platform.packagesUrl}/demo-app-1.0.3.tar.gz`, version: '1.0.3' };
      await uploadFromPalette(person, upload);
      await seeUploaded(person, upload);
      await deployFromTree(person, '1.0.3', 'stag');
      const page = await deploymentPage(person, '1.0.3', 'stag');
      await page.locator('#rows').getByText('npm').first().waitFor();
      await picture('following');
      await seeDeployed(person, '1.0.3', 'stag');
      await page.locator('#address a').waitFor();
      const [deployment] = moduleOf(stage.platform.state, 'demo-app', 'default').deployments.slice(-1);
      assert.equal(deployment?.environment, 'stag');
      await workbench.tree.row(['default', words.t('Staging')]);
      await picture('runs');
    });
  });
}
