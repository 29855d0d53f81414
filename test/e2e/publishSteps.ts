import { repositorySeed, type EmbeddedRepository } from '../repository/startRepository.ts';
import { escaped, type User } from './steps.ts';

/**
 * The user's steps to publish a package where the platform can download it. Every step waits for what it needs to see.
 */

/** Answers the questions of a first repository: address, project, repository, links, user and password. */
export async function answerRepository(user: User, repository: EmbeddedRepository): Promise<void> {
  const { workbench, words, picture } = user;
  const input = workbench.quickInput();
  await input.waitForTitle(/1\/6/);
  await input.fill(`${repository.baseUrl}/ui/demo/generic?repoName=packages&path=/releases`);
  await picture('repository-address', input.messageLine);
  await input.accept();
  await input.waitForTitle(/2\/6/);
  await input.accept();
  await input.waitForTitle(/3\/6/);
  await input.accept();
  await input.waitForTitle(/4\/6/);
  await picture('repository-links', input.item(words.t('A link of its own for each package, for an hour')));
  await input.pick(words.t('A link of its own for each package, for an hour'));
  await input.waitForTitle(/5\/6/);
  await input.fill(repositorySeed.user);
  await input.accept();
  await input.waitForTitle(/6\/6/);
  await input.fill('wrong');
  await input.accept();
  await input.waitForMessage(
    new RegExp(escaped(words.t('BK-Repo “{0}” does not accept the user name or password.', repository.host))),
  );
  await picture('repository-refused', input.messageLine);
  await input.fill(repositorySeed.secret);
  await input.accept();
}

/** Answers the questions for target and version. The package's description names the target. */
export async function answerTarget(user: User, version?: string): Promise<void> {
  const { workbench, picture } = user;
  const input = workbench.quickInput();
  await input.waitForItem(/demo-app \/ default/);
  await picture('publish-target', input.item('demo-app / default'));
  await input.pick('demo-app / default');
  await input.waitForMessage(/demo-app \/ default/);
  await picture('publish-version', input.messageLine);
  if (version !== undefined) await input.fill(version);
  await input.accept();
}

/** Continues from the list of findings and files once that is possible. */
export async function confirmPackage(
  { workbench, words, picture }: User,
  what: 'pack' | 'publish',
  pictureName = 'publish-confirm',
): Promise<void> {
  const input = workbench.quickInput();
  const label = words.t(what === 'pack' ? 'Pack and publish' : 'Publish');
  await input.waitForItem(new RegExp(`${escaped(label)}$`));
  await picture(pictureName, input.item(label));
  await input.pick(label);
}
