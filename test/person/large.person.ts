import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { addManyApplications, addManyVersions } from '../platform/growState.ts';
import { demoTokens } from '../platform/seedDemo.ts';
import { answerSignIn, type Person } from './journey.ts';
import { setStage, type Stage } from './stage.ts';

/** Every tenth of them takes packages, the first of all being `bulk-00010`. */
const applications = 5000;
const versions = 2000;
const [first, lastOfPage, firstOfNext] = ['Bulk App 00010', 'Bulk App 01000', 'Bulk App 01010'];

/** What does not depend on the clock; how long it takes and how much memory is for `npm run bench` to say. */
describe('a platform with 5,000 applications and a module with 2,000 versions', () => {
  let stage: Stage;
  let person: Person;

  before(async () => {
    stage = await setStage();
    addManyApplications(stage.platform.state, applications);
    addManyVersions(stage.platform.state, 'bulk-00010', 'default', versions);
    // Tall enough for two pages of a hundred rows: VS Code draws no row that is out of sight.
    person = await stage.open('large', {
      beforeLoad: (page) => page.setViewportSize({ width: 1280, height: 5200 }),
    });
  });
  after(() => stage.close());

  it('signing in asks for four lists and nothing of any application', async () => {
    const { workbench, words } = person;
    await workbench.openView(words.nls('view.container'));
    await workbench.tree.clickWelcome(words.t('Sign In'));
    await answerSignIn(person, demoTokens.admin);
    await workbench.tree.row(first);
    assert.deepEqual(paths(stage), lists);
  });
});
