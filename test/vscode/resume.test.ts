import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import test, { type TestContext } from 'node:test';
import { TrackedOperation } from '../../src/core/operations/trackedOperation.ts';
import { recordLog } from '../core/recordLog.ts';
import { mockTreeVscode } from './mockTreeVscode.ts';

mockTreeVscode();
const { EventEmitter } = await import('vscode');
const { showBackgroundErrors } = await import('../../src/vscode/editor/background.ts');
const { resumeDeployments } = await import('../../src/vscode/deploy/resumeDeployments.ts');
const { resumeUploads } = await import('../../src/vscode/upload/resumeUploads.ts');

/**
 * Returns the services that resuming uploads and resuming deployments need. With the other members, a test can change
 * the session and the folder of records, and can set whether another window has operations in progress.
 */
function servicesFor(t: TestContext) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const changed = new EventEmitter<void>();
  const seen = { polls: 0, errors: [] as unknown[] };
  showBackgroundErrors((_, error) => seen.errors.push(error));
  let onChange = (): void => undefined;
  const answers = { othersAtWork: (): Promise<boolean> => Promise.resolve(false), takeUnfinished: (): never[] => [] };
  const records = {
    othersAtWork: () => {
      seen.polls += 1;
      return answers.othersAtWork();
    },
    watch: (listener: () => void) => {
      onChange = listener;
      return Promise.resolve(() => undefined);
    },
  };
  const deployments = { idle: () => [] };
  const takeUnfinished = () => answers.takeUnfinished();
  const tracked = Object.assign(new TrackedOperation(records as never, recordLog()), { takeUnfinished });
  const services = {
    session: { current: { state: 'signedIn', platform: { gatewayUrl: '' } }, onDidChange: changed.event },
    uploads: { tracked, reports: { current: undefined } },
    deploys: { tracked, deployments, panels: { onDidSee: new EventEmitter().event } },
    log: recordLog(),
  };
  return {
    services: services as never,
    seen,
    answers,
    changeSession: () => {
      changed.fire();
    },
    changeFolder: () => {
      onChange();
    },
    waitFiveSeconds: async () => {
      t.mock.timers.tick(5000);
      await setImmediate();
    },
  };
}

for (const [kind, resume] of Object.entries({ uploads: resumeUploads, deployments: resumeDeployments })) {
  test(`resuming ${kind}: one that throws is shown, and the next sign-in resumes again`, async (t) => {
    const { services, seen, answers, changeSession } = servicesFor(t);
    const resuming = resume(services);
    answers.takeUnfinished = () => {
      throw new RangeError('no such record');
    };
    changeSession();
    await setImmediate();
    assert.deepEqual(seen, { polls: 0, errors: [new RangeError('no such record')] });
    answers.takeUnfinished = () => [];
    changeSession();
    await setImmediate();
    assert.equal(seen.polls, 1);
    resuming.dispose();
  });

  test(`resuming ${kind}: while another window is at work, it polls every five seconds`, async (t) => {
    const { services, seen, answers, changeSession, waitFiveSeconds } = servicesFor(t);
    const resuming = resume(services);
    answers.othersAtWork = () => Promise.resolve(true);
    changeSession();
    await setImmediate();
    await waitFiveSeconds();
    assert.equal(seen.polls, 2);
    answers.othersAtWork = () => Promise.resolve(false);
    await waitFiveSeconds();
    await waitFiveSeconds();
    assert.equal(seen.polls, 3);
    resuming.dispose();
  });

  test(`resuming ${kind}: after dispose there is no timer, neither from a poll in progress nor from the folder`, async (t) => {
    const { services, seen, answers, changeSession, changeFolder, waitFiveSeconds } = servicesFor(t);
    const resuming = resume(services);
    let end: ((others: boolean) => void) | undefined;
    answers.othersAtWork = () => new Promise((resolve) => (end = resolve));
    changeSession();
    await setImmediate();
    resuming.dispose();
    end?.(true);
    await setImmediate();
    changeFolder();
    await waitFiveSeconds();
    assert.equal(seen.polls, 1);
  });
}
