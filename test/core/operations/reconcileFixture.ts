import type { TestContext } from 'node:test';
import type { Interruption } from '../../../src/core/operations/interruption.ts';
import type { PendingUpload, UploadOutcome } from '../../../src/core/operations/upload/uploadOutcome.ts';
import { parseUploadRequest, type UploadTexts } from '../../../src/core/operations/upload/parseUploadRequest.ts';
import { reconcileUpload, type ReconcileUploadOptions } from '../../../src/core/operations/upload/reconcileUpload.ts';
import { PlatformError } from '../../../src/core/platform/platformError.ts';
import { startPlatformForTest } from '../../platform/gatewayClient.ts';
import type { EmbeddedPlatform } from '../../platform/startPlatform.ts';
import { moduleOf, type SourcePackage } from '../../platform/state.ts';
import { connect } from '../connect.ts';
import { fakeClock, type FakeClock } from '../fakeClock.ts';

/**
 * The platform's time at the start of every fixture, in milliseconds since 1970. The platform's clock advances with the
 * client's fake clock.
 */
const fixtureStart = Date.parse('2026-11-22T10:00:00Z');

/** An upload that was just sent to a platform, with a scripted outcome. */
export interface ReconcileFixture {
  platform: EmbeddedPlatform;
  clock: FakeClock;
  pending: PendingUpload;
  /** The time of each poll so far, in milliseconds by `clock`. */
  polls: number[];
  settle: (interruption?: Interruption, options?: Partial<ReconcileUploadOptions>) => Promise<UploadOutcome>;
}

export interface ReconcileFixtureOptions {
  upload?: Partial<UploadTexts>;
  /** Changes to the version that exists before the upload. */
  existing?: Partial<SourcePackage>;
  /**
   * The time in milliseconds by `clock` until which every request fails. The baseline is read before these failures
   * begin.
   */
  unreadableUntil?: number;
  /**
   * Packages that the platform stores under the upload's version during the test. Each package has the time at which
   * it is stored, in milliseconds by `clock`, and its differences from the uploaded package.
   */
  comes?: readonly (readonly [atMs: number, differing?: Partial<SourcePackage>])[];
  /** Called at each wait with the time of `clock` in milliseconds. */
  meanwhile?: (fixture: ReconcileFixture, now: number) => unknown;
}

export const lostAnswer: Interruption = {
  kind: 'answerLost',
  error: new PlatformError('gatewayTimedOut', { status: 504 }),
};
export const serverError: Interruption = { kind: 'serverError', error: new PlatformError('platformFailed') };

export const ourSha256 = 'c'.repeat(64);
export const otherSha256 = 'd'.repeat(64);

/**
 * Creates a fixture in which the client has read the baseline and sent an upload, by default of version 1.0.3 of
 * demo-app. The platform stores only the packages in `comes`.
 */
export async function reconcileFixtureFor(
  t: TestContext,
  options: ReconcileFixtureOptions = {},
): Promise<ReconcileFixture> {
  const { upload, existing: already, unreadableUntil, comes = [], meanwhile } = options;
  const clock = fakeClock((now) => {
    arrive(now);
    meanwhile?.(fixture, now);
  });
  const platform = await startPlatformForTest(t, { now: () => new Date(fixtureStart + clock.now()) });
  const request = parseUploadRequest({
    appCode: 'demo-app',
    module: 'default',
    packageUrl: 'https://packages.example.com/demo-app-1.0.3.tar.gz',
    version: '1.0.3',
    allowOverwrite: false,
    ...upload,
  });
  const { packages } = moduleOf(platform.state, request.appCode, request.module);
  if (already) Object.assign(packages.find(({ version }) => version === request.version) ?? {}, already);
  const connected = connect(platform, { clock }).platform;
  const { versions, answeredAt } = await connected.sourcePackages.look(request.appCode, request.module);
  const existing = versions.find(({ version }) => version === request.version);
  platform.requests.length = 0;
  const pending = { gatewayUrl: connected.gatewayUrl, upload: request, baseline: { existing, answeredAt } };
  const polls: number[] = [];
  const look: typeof connected.sourcePackages.look = (...target) => {
    polls.push(clock.now());
    return connected.sourcePackages.look(...target);
  };
  const watched = { ...connected, sourcePackages: { ...connected.sourcePackages, look } };
  const fixture: ReconcileFixture = {
    platform,
    clock,
    pending,
    polls,
    settle: (interruption = lostAnswer, options = {}) =>
      reconcileUpload(watched, fixture.pending, interruption, { sent: { clock: 0 }, ...options }),
  };
  const left = [...comes];
  const arrive = (now: number): void => {
    if (unreadableUntil !== undefined && now >= unreadableUntil) platform.faults.clear();
    while ((left[0]?.[0] ?? Infinity) <= now) {
      const [, differing] = left.shift() ?? [];
      storePackage(packages, request.version, new Date(fixtureStart + clock.now()), differing);
    }
  };
  if (unreadableUntil !== undefined)
    platform.faults.always({ fault: { kind: 'gatewayError', codeName: 'BAD_GATEWAY' } });
  arrive(0);
  return fixture;
}

function storePackage(
  packages: SourcePackage[],
  version: string,
  updated: Date,
  differing: Partial<SourcePackage> = {},
): void {
  const existing = packages.find((each) => each.version === version);
  const stored: SourcePackage = {
    ...{
      id: 1,
      order: packages.length,
      version,
      packageName: `demo-app-1:${version}`,
      size: 4711,
      sha256: ourSha256,
      created: updated,
      updated,
    },
    ...{ operator: 'admin', isDeleted: false, kind: 'package' },
    contents: { descriptionPath: null, hasProcfile: true },
    ...differing,
  };
  if (existing) Object.assign(existing, { ...stored, created: existing.created });
  else packages.push(stored);
}
