import { runMocha } from '../harness/runMocha.ts';
import { describeActivation } from './activation.ts';
import { describeArguments } from './uploadArguments.ts';
import { describeFocus } from './focus.ts';
import { describeNetwork } from './network.ts';
import { describeSettings } from './settings.ts';
import { describeUploads } from './uploads.ts';
import { findStage, handsOf, signIn } from './setup/setup.ts';

/**
 * Tests the installed extension inside a real extension host. One window serves all tests, so their order matters:
 * first those that need an unused extension, then those that need no sign-in.
 */
export function run(): Promise<void> {
  return runMocha(() => {
    const setup = findStage();
    describeActivation();
    describeSettings(setup);
    describeArguments(setup);
    describe('once signed in,', () => {
      before(async function () {
        await signIn(handsOf(setup, this), setup.plain.gatewayUrl, setup.token);
      });
      describeUploads(setup);
      describeFocus(setup);
      describeNetwork(setup);
    });
  });
}
