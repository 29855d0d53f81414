import { runMocha } from '../harness/runMocha.ts';
import { describeActivation } from './activation.ts';
import { describeArguments } from './uploadArguments.ts';
import { describeFocus } from './focus.ts';
import { describeNetwork } from './network.ts';
import { describeSettings } from './settings.ts';
import { describeUploads } from './uploads.ts';
import { findStage, handsOf, signIn } from './setup/setup.ts';

/**
 * What the installed extension does inside a real extension host. One window for all, so the order counts: what is about
 * an extension that nobody has used yet comes first, what needs no sign-in comes next.
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
