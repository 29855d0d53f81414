import { runMocha } from '../harness/runMocha.ts';
import { describeActivation } from './activation.ts';
import { describeArguments } from './uploadArguments.ts';
import { describeFocus } from './focus.ts';
import { describeNetwork } from './network.ts';
import { describeSettings } from './settings.ts';
import { describeTasks } from './tasks.ts';
import { describeTools } from './tools.ts';
import { describeUploads } from './uploads.ts';
import { remoteKeyboardOf, readSetup, signIn } from './setup/setup.ts';

/**
 * Tests the installed extension inside a real extension host. All tests run in one window, so their order matters:
 * first the tests of a window that has just started, then the tests without a sign-in, then the tests with
 * a sign-in.
 */
export function run(): Promise<void> {
  return runMocha(() => {
    const setup = readSetup();
    describeActivation(setup);
    describeSettings(setup);
    describeArguments(setup);
    describe('once signed in,', () => {
      before(async function () {
        await signIn(remoteKeyboardOf(setup, this), setup.plain.gatewayUrl, setup.token);
      });
      describeUploads(setup);
      describeTasks(setup);
      describeTools(setup);
      describeFocus(setup);
      describeNetwork(setup);
    });
  });
}
