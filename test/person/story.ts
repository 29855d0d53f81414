import { deployFromTree, deploymentPage, seeDeployed } from './deployJourney.ts';
import { seeUploaded, signInFromWelcome, uploadFromPalette, type Person } from './journey.ts';
import { answerRepository, answerTarget, confirmPackage } from './publishJourney.ts';
import { moduleOf } from '../platform/state.ts';
import type { EmbeddedRepository } from '../repository/startRepository.ts';

/**
 * The main jobs from beginning to end, with a picture of every step: sign in, upload a link, pack and publish the folder
 * `service`, deploy it to staging and follow it. Rejects unless the platform then stores and runs the versions.
 */
export async function tellStory(person: Person, repository: EmbeddedRepository): Promise<void> {
  const { workbench, words, platform, picture } = person;
  const upload = { packageUrl: `${platform.packagesUrl}/demo-app-1.0.3.tar.gz`, version: '1.0.3' };
  await signInFromWelcome(person);
  await uploadFromPalette(person, upload);
  await seeUploaded(person, upload);
  requireStored(person, upload.version);

  const published = { packageUrl: '', version: '2.0.0' };
  await workbench.explorer.contextMenu('service', words.nls('command.packAndUpload'));
  await answerRepository(person, repository);
  await answerTarget(person);
  await confirmPackage(person, 'pack');
  await seeUploaded(person, published);
  requireStored(person, published.version);

  await deployFromTree(person, published.version, 'stag');
  const page = await deploymentPage(person, published.version, 'stag');
  await picture('following', page.locator('#rows').getByText('npm').first());
  await seeDeployed(person, published.version, 'stag');
  const deployment = module(person).deployments.at(-1);
  if (deployment?.source.name !== published.version)
    throw new Error(`The platform has not deployed ${published.version}.`);
}

function requireStored(person: Person, version: string): void {
  if (!module(person).packages.some((candidate) => candidate.version === version))
    throw new Error(`The platform has no version ${version}.`);
}

function module({ platform }: Person) {
  return moduleOf(platform.state, 'demo-app', 'default');
}
