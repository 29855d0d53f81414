import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { nightly } from '../nightly.ts';
import { addManyApplications, addManyVersions } from '../platform/growState.ts';
import { demoTokens } from '../platform/seedDemo.ts';
import { answerSignIn, filterTree, type User } from './steps.ts';
import { setUp, type Setup } from './setup.ts';

const applicationListPaths = [
  'lists/minimal',
  'lists/minimal?origin=2',
  'lists/minimal?origin=3',
  'lists/minimal?origin=7',
];

/** Tests rows and requests. `npm run bench` measures time and memory. */
describe('a platform with 5,000 applications and a module with 2,000 versions', { skip: !nightly }, () => {
  let setup: Setup;
  let user: User;

  before(async () => {
    setup = await setUp();
    // Every tenth application accepts packages: 00010, 00020 and so on.
    addManyApplications(setup.platform.state, 5000);
    addManyVersions(setup.platform.state, 'bulk-00010', 'default', 2000);
    user = await setup.open('large', {
      // The window has space for two pages of a hundred rows, because VS Code draws only visible rows.
      beforeLoad: (page) => page.setViewportSize({ width: 1280, height: 5200 }),
    });
  });
  after(() => setup.close());

  it('signing in requests four lists of applications and no details of any application', async () => {
    const { workbench, words } = user;
    await workbench.openView(words.nls('view.container'));
    await workbench.tree.clickWelcome(words.t('Sign In'));
    await answerSignIn(user, demoTokens.admin);
    await workbench.tree.row('Bulk App 00010');
    assert.deepEqual(requestPaths(setup), applicationListPaths);
  });

  it('shows the first hundred applications that accept packages, and offers the rest', async () => {
    const rows = await user.workbench.tree.rows();
    const more = rows.findIndex((row) => row.label === user.words.t('Load More'));
    assert.equal(more, 100);
    assert.match(rows[more]?.description ?? '', /^4\d\d /);
    assert.equal(rows[more + 1]?.label, user.words.t('Applications that don’t accept source packages'));
    await user.picture('first-page', await user.workbench.tree.row('Bulk App 00010'));
  });

  it('“Load More” shows the next hundred without a request', async () => {
    const { workbench, words } = user;
    const before = await labels(user);
    await workbench.tree.click(words.t('Load More'));
    await workbench.tree.row('Bulk App 01500');
    const rows = await labels(user);
    assert.deepEqual(rows.slice(0, 100), before.slice(0, 100), 'what was there stays where it was');
    assert.equal(rows.indexOf(words.t('Load More')), 200);
    assert.deepEqual(requestPaths(setup), applicationListPaths);
  });

  it('a module with 2,000 versions costs one request for them, and its first page is the newest ten', async () => {
    const { workbench, words } = user;
    await workbench.tree.expand('Bulk App 00010');
    await workbench.tree.expand(['Bulk App 00010', 'default']);
    await workbench.tree.row(['default', words.t('Load More')]);
    const rows = (await workbench.tree.rows()).filter((row) => row.level === 4);
    // The last row is “Load More”.
    assert.equal(rows.length, 11);
    assert.equal(rows[0]?.label, '5.0.2000');
    assert.equal(rows[9]?.label, '5.0.1991');
    assert.deepEqual(
      requestPaths(setup).slice(applicationListPaths.length).sort(),
      ['bulk-00010/modules', ...moduleRequestPaths].sort(),
    );
    await user.picture('versions', await workbench.tree.row('5.0.2000'));
  });

  it('“Load More” below the module shows its next hundred without a request', async () => {
    const { workbench, words } = user;
    const before = requestPaths(setup);
    await workbench.tree.click(['default', words.t('Load More')]);
    await workbench.tree.row(['default', '5.0.1891']);
    assert.equal((await workbench.tree.rows()).filter((row) => row.level === 4).length, 111);
    assert.deepEqual(requestPaths(setup), before);
  });

  it('the filter finds an application by its code, far beyond the first page, without a request', async () => {
    const { workbench, words } = user;
    const before = requestPaths(setup);
    await filterTree(user, 'bulk-04870');
    await workbench.tree.row('Bulk App 04870');
    assert.deepEqual(await labels(user), ['Bulk App 04870']);
    assert.deepEqual(requestPaths(setup), before);
    await workbench.page.setViewportSize({ width: 1280, height: 800 });
    await user.picture('filtered', await workbench.tree.row('Bulk App 04870'));
    await workbench.runCommand(words.command('clearFilter'));
    await workbench.tree.row('Bulk App 00010');
  });

  it('the wizard’s list of 5,000 applications narrows while typing, and what was found can be chosen', async () => {
    const { workbench, words } = user;
    const before = requestPaths(setup);
    await workbench.runCommand(words.command('uploadPackage'));
    const input = workbench.quickInput();
    await input.waitForTitle(/1\/4/);
    await input.waitForItem(/Bulk App/);
    await user.picture('wizard', input.item('Bulk App'));
    await input.type('bulk-0487');
    const found = await input.waitForItem(/bulk-04870/);
    assert.equal(found.label, 'Bulk App 04870');
    await user.picture('wizard-filtered', input.item('Bulk App 04870'));
    await input.pick('Bulk App 04870');
    await input.waitForTitle(/2\/4/);
    await input.waitForItem(/default/);
    assert.deepEqual(
      requestPaths(setup).slice(before.length),
      ['bulk-04870/modules'],
      'only the chosen one is asked about',
    );
    await input.escape();
    await input.waitUntilClosed();
  });
});

const modulePrefix = 'bulk-00010/modules/default';

/**
 * The paths that the extension requests when the user expands a module. The requests read the versions and, for each
 * environment, the released state and the newest deployments.
 */
const moduleRequestPaths = [
  `${modulePrefix}/repo/branches`,
  `${modulePrefix}/envs/stag/released_state`,
  `${modulePrefix}/envs/prod/released_state`,
  `${modulePrefix}/deployments/lists`,
  `${modulePrefix}/deployments/lists`,
];

/**
 * Returns the paths of the requests to the platform. Puts the paths of the application lists first, sorted by origin,
 * because the extension requests the lists concurrently.
 */
function requestPaths({ platform }: Setup): string[] {
  // Leaves out the first request of the sign-in. This request probes the gateway and has no token.
  const withToken = platform.requests.filter(({ headers }) => headers.has('x-bkapi-authorization'));
  const asked = withToken.map(({ path, query }) => {
    const origin = query.get('source_origin');
    return path.replace(/^.*\/bkapps\/applications\//, '') + (origin === null ? '' : `?origin=${origin}`);
  });
  return [
    ...asked.filter((path) => path.startsWith('lists/')).sort(),
    ...asked.filter((path) => !path.startsWith('lists/')),
  ];
}

async function labels({ workbench }: User): Promise<string[]> {
  return (await workbench.tree.rows()).map((row) => row.label);
}
