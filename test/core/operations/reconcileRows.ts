import type { Interruption } from '../../../src/core/operations/interruption.ts';
import { demoTokens } from '../../platform/seedDemo.ts';
import { otherSha256, ourSha256, serverError, type ReconcileFixtureOptions } from './reconcileFixture.ts';

export interface ReconcileRow extends ReconcileFixtureOptions {
  name: string;
  interruption?: Interruption;
  /** The SHA-256 digest of the package at the link. */
  sha256?: string;
  outcome: string;
  /** The expected number of polls. */
  polls: number;
}

const overwriteTexts = { version: '1.0.2', allowOverwrite: true };
const foreignPackage = { packageName: 'theirs:1.0.3' };
const fullWaitPollCount = 15;

/** In each row the response was lost, unless the row has another interruption. */
export const reconcileRows: readonly ReconcileRow[] = [
  {
    name: 'an overwrite is seen by the version’s new date',
    ...{ upload: overwriteTexts, comes: [[1000]] },
    ...{ outcome: 'uploaded found', polls: 2 },
  },
  {
    name: 'an overwrite of a version of long ago that never comes',
    upload: overwriteTexts,
    ...{ outcome: 'failed packageNotArrived', polls: fullWaitPollCount },
  },
  {
    name: 'an overwrite within the second of the upload before would not be seen',
    ...{ upload: overwriteTexts, existing: { updated: new Date('2026-11-22T10:00:00Z') } },
    ...{ outcome: 'unknown gatewayTimedOut overwriteInvisible', polls: fullWaitPollCount },
  },
  {
    name: 'an overwrite by the bytes that were there already: they are there, whoever brought them',
    ...{ upload: overwriteTexts, existing: { sha256: ourSha256, packageName: 'demo-app-1:1.0.2' }, sha256: ourSha256 },
    ...{ outcome: 'uploaded found', polls: 1 },
  },
  {
    name: 'somebody else was faster, from another link: this upload is refused as a duplicate',
    comes: [[1000, foreignPackage]],
    ...{ outcome: 'failed versionExists', polls: 2 },
  },
  {
    name: 'somebody else was faster, and this upload overwrites: ours is waited for',
    ...{ upload: overwriteTexts, comes: [[1000, foreignPackage], [7000]] },
    ...{ outcome: 'uploaded found', polls: 4 },
  },
  {
    name: 'somebody else’s stays where ours would replace it: perhaps ours came before it',
    ...{ upload: overwriteTexts, comes: [[1000, foreignPackage]] },
    ...{ outcome: 'unknown gatewayTimedOut maybeAnothers', polls: fullWaitPollCount },
  },
  {
    name: 'the very bytes of the link are there',
    ...{ sha256: ourSha256, comes: [[1000]] },
    ...{ outcome: 'uploaded found', polls: 2 },
  },
  {
    name: 'other bytes than the link’s are there, and nothing can replace them',
    ...{ sha256: otherSha256, comes: [[1000]] },
    ...{ outcome: 'unknown gatewayTimedOut maybeAnothers', polls: 2 },
  },
  {
    name: 'other bytes than the link’s are there, and ours replace them',
    ...{ sha256: ourSha256, upload: overwriteTexts, comes: [[1000, { sha256: otherSha256 }], [7000]] },
    ...{ outcome: 'uploaded found', polls: 4 },
  },
  {
    name: 'other bytes than the link’s stay where ours would replace them',
    ...{ sha256: ourSha256, upload: overwriteTexts, comes: [[1000, { sha256: otherSha256 }]] },
    ...{ outcome: 'unknown gatewayTimedOut maybeAnothers', polls: fullWaitPollCount },
  },
  {
    name: 'the version was cleaned up meanwhile',
    ...{ upload: overwriteTexts, comes: [[1000, { isDeleted: true }]] },
    ...{ outcome: 'failed versionCleanedUp', polls: 2 },
  },
  {
    name: 'the token is refused meanwhile',
    meanwhile: ({ platform }) => platform.state.tokens.delete(demoTokens.admin),
    ...{ outcome: 'unknown gatewayTimedOut signedOut', polls: 2 },
  },
  {
    name: 'the right to read is taken away meanwhile',
    meanwhile: ({ platform }) => (platform.state.grants.length = 0),
    ...{ outcome: 'unknown gatewayTimedOut mayNotRead', polls: 2 },
  },
  {
    name: 'the right to read ends meanwhile',
    meanwhile: ({ platform }) => platform.state.grants.map((grant) => (grant.expires = new Date(0))),
    ...{ outcome: 'unknown gatewayTimedOut mayNotRead', polls: 2 },
  },
  {
    name: 'the application is deleted meanwhile: no further look can see more',
    meanwhile: ({ platform }) => platform.state.applications.delete('demo-app'),
    ...{ outcome: 'unknown gatewayTimedOut versionsUnreadable', polls: 2 },
  },
  {
    name: 'the role is taken away meanwhile: no further look can see more',
    meanwhile: ({ platform }) => platform.state.applications.get('demo-app')?.roles.set('admin', 'operator'),
    ...{ outcome: 'unknown gatewayTimedOut versionsUnreadable', polls: 2 },
  },
  {
    name: 'nothing can be read all the time, and it never came: that is not “failed”',
    unreadableUntil: Infinity,
    ...{ outcome: 'unknown gatewayTimedOut versionsUnreadable', polls: 14 },
  },
  {
    name: 'nothing can be read all the time, and it came',
    ...{ unreadableUntil: Infinity, comes: [[0]] },
    ...{ outcome: 'unknown gatewayTimedOut versionsUnreadable', polls: 14 },
  },
  {
    name: 'nothing can be read for a minute, and the package had come long before',
    ...{ unreadableUntil: 60_000, comes: [[0]] },
    ...{ outcome: 'uploaded found', polls: 8 },
  },
  {
    name: 'the platform’s page for an error, and nothing is there: not taken, by one look',
    interruption: serverError,
    ...{ outcome: 'failed packageNotTaken', polls: 1 },
  },
  {
    name: 'the platform’s page for an error when overwriting, and nothing has changed',
    ...{ interruption: serverError, upload: overwriteTexts },
    ...{ outcome: 'failed packageNotTaken', polls: 1 },
  },
  {
    name: 'the platform’s page for an error, and somebody else’s package is there: a duplicate',
    ...{ interruption: serverError, comes: [[0, foreignPackage]] },
    ...{ outcome: 'failed versionExists', polls: 1 },
  },
  {
    name: 'the platform’s page for an error, and a package of this name is there: ours, or of whoever was faster',
    ...{ interruption: serverError, comes: [[0]] },
    ...{ outcome: 'unknown platformFailed maybeAnothers', polls: 1 },
  },
  {
    name: 'the platform’s page for an error, and these very bytes are there',
    ...{ interruption: serverError, comes: [[0]], sha256: ourSha256 },
    ...{ outcome: 'uploaded found', polls: 1 },
  },
  {
    name: 'the platform’s page for an error, and the version was cleaned up',
    ...{ interruption: serverError, upload: overwriteTexts, comes: [[0, { isDeleted: true }]] },
    ...{ outcome: 'failed versionCleanedUp', polls: 1 },
  },
  {
    name: 'the platform’s page for an error, and nothing can be read for a while',
    ...{ interruption: serverError, unreadableUntil: 5000 },
    ...{ outcome: 'failed packageNotTaken', polls: 2 },
  },
  {
    name: 'the platform’s page for an error, and nothing can be read: given up sooner, for the platform is done',
    ...{ interruption: serverError, unreadableUntil: Infinity },
    ...{ outcome: 'unknown platformFailed versionsUnreadable', polls: 6 },
  },
  {
    name: 'cancelled, and it came all the same',
    ...{ interruption: { kind: 'cancelled' }, comes: [[15_000]] },
    ...{ outcome: 'uploaded foundAfterCancel', polls: 5 },
  },
  {
    name: 'cancelled, and it never came',
    interruption: { kind: 'cancelled' },
    ...{ outcome: 'cancelled sent', polls: fullWaitPollCount },
  },
  {
    name: 'the program ended, and it never came',
    interruption: { kind: 'interrupted' },
    ...{ outcome: 'failed packageNotArrived', polls: fullWaitPollCount },
  },
];
