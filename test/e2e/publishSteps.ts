import { repositorySeed, type EmbeddedRepository } from '../repository/startRepository.ts';
import { escapeRegExp, type User } from './steps.ts';

// The user's steps to publish a package to a repository that the platform can download from. Every step waits for the
// elements that it uses.

/**
 * Answers the questions for the user's first repository: address, project, repository, kind of links, user and
 * password. Enters a wrong password first.
 */
export async function answerRepository(user: User, repository: EmbeddedRepository): Promise<void> {
  const { workbench, words, picture } = user;
  const input = workbench.quickInput();
  await input.waitForTitle(/BK-Repo|仓库/);
  await input.fill(`${repository.baseUrl}/ui/demo/generic?repoName=packages&path=/releases`);
  await picture('repository-address', input.messageLine);
  await input.accept();
  await input.waitForTitle(/1\/5/);
  await input.accept();
  await input.waitForTitle(/2\/5/);
  await input.accept();
  await input.waitForTitle(/3\/5/);
  await picture('repository-links', input.item(words.t('Temporary URLs, each valid for one hour')));
  await input.pick(words.t('Temporary URLs, each valid for one hour'));
  await input.waitForTitle(/4\/5/);
  await input.fill(repositorySeed.user);
  await input.accept();
  await input.waitForTitle(/5\/5/);
  await input.fill('wrong');
  await input.accept();
  await input.waitForMessage(
    new RegExp(escapeRegExp(words.t('BK-Repo “{0}” rejected the user name or password.', repository.host))),
  );
  await picture('repository-refused', input.messageLine);
  await input.fill(repositorySeed.secret);
  await input.accept();
}

/**
 * Answers the questions for target and version. Selects the target that the package's description names. Accepts the
 * suggested version if `version` is undefined.
 */
export async function answerTarget(user: User, version?: string): Promise<void> {
  const { workbench, words, picture } = user;
  const input = workbench.quickInput();
  await input.waitForItem(/demo-app \/ default/);
  await picture('publish-target', input.item('demo-app / default'));
  await input.pick('demo-app / default');
  // If the suggested version exists, a warning replaces the sentence with the target.
  const [exists = ''] = words
    .t('This version already exists ({0}). You’ll be asked whether to overwrite it.', '{0}')
    .split('{0}');
  await input.waitForMessage(new RegExp(`demo-app / default|${escapeRegExp(exists)}`));
  await picture('publish-version', input.messageLine);
  if (version !== undefined) await input.fill(version);
  await input.accept();
}

/** Waits until the list of findings and files has the item that continues, and selects this item. */
export async function confirmPackage({ workbench, words, picture }: User, what: 'pack' | 'publish'): Promise<void> {
  const input = workbench.quickInput();
  const label = words.t(what === 'pack' ? 'Pack and publish' : 'Publish');
  await input.waitForItem(new RegExp(`${escapeRegExp(label)}$`));
  await picture('publish-confirm', input.item(label));
  await input.pick(label);
}
