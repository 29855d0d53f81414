import { oldPlatformSwitches } from '../platform/switches.ts';
import type { Switches } from '../platform/switches.ts';

/**
 * The groups of platform releases that respond differently (platform-api.md 0.1, 8 point 29), each as switches of the
 * embedded platform. `current` is 1.7 and later. `1.6` writes dates without an offset. `oldest` is the release that the
 * first public document about uploads describes.
 */
export const platformAges = {
  current: {},
  '1.6': { dateOffset: false },
  oldest: oldPlatformSwitches,
} as const satisfies Record<string, Partial<Switches>>;

export type PlatformAge = keyof typeof platformAges;

export const platformAgeNames: readonly PlatformAge[] = ['current', '1.6', 'oldest'];
