import { deployFromTree, deploymentPage, waitUntilDeployed } from './deploySteps.ts';
import { chooseInExplorer, waitUntilUploaded, signInFromWelcome, uploadFromPalette, type User } from './steps.ts';
import { answerRepository, answerTarget, confirmPackage } from './publishSteps.ts';
import { moduleOf } from '../platform/state.ts';
import type { EmbeddedRepository } from '../repository/startRepository.ts';

/**
 * Runs the main jobs from beginning to end, with a picture of every step: sign in, upload a link, pack and publish the
 * folder `service`, deploy the published version to staging and monitor the deployment. Rejects if the platform has not
 * stored both versions or has not deployed the published version.
 */
export async function runMainJobs(user: User, repository: EmbeddedRepository): Promise<void> {
  const { platform, picture } = user;
  const upload = { packageUrl: `${platform.packagesUrl}/demo-app-1.0.3.tar.gz`, version: '1.0.3' };
  await signInFromWelcome(user);
  await uploadFromPalette(user, upload);
  await waitUntilUploaded(user, upload);
  requireStored(user, upload.version);

  const published = { packageUrl: '', version: '2.0.0' };
  await chooseInExplorer(user, 'service', 'packAndUpload');
  await answerRepository(user, repository);
  await answerTarget(user);
  await confirmPackage(user, 'pack');
  await waitUntilUploaded(user, published);
  requireStored(user, published.version);

  await deployFromTree(user, published.version, 'stag');
  const page = await deploymentPage(user, published.version, 'stag');
  await picture('following', page.locator('#rows').getByText('npm').first());
  await waitUntilDeployed(user, published.version, 'stag');
  const deployment = demoModule(user).deployments.at(-1);
  if (deployment?.source.name !== published.version)
    throw new Error(`The platform has not deployed ${published.version}.`);
}

function requireStored(user: User, version: string): void {
  if (!demoModule(user).packages.some((candidate) => candidate.version === version))
    throw new Error(`The platform has no version ${version}.`);
}

function demoModule({ platform }: User) {
  return moduleOf(platform.state, 'demo-app', 'default');
}
