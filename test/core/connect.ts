import { parseGatewayUrl, type GatewayUrl } from '../../src/core/platform/gatewayUrl.ts';
import { createPlatform, type Platform } from '../../src/core/platform/platform.ts';
import type { PlatformAccess } from '../../src/core/platform/call.ts';
import { demoTokens } from '../platform/seedDemo.ts';
import { fakeClock } from './fakeClock.ts';
import { recordLog, type RecordedLog } from './recordLog.ts';

export interface Connection {
  platform: Platform;
  log: RecordedLog;
}

/**
 * Returns the access data with which the core connects to a gateway, by default as `admin` in English, and a log that
 * the test can read.
 */
export function accessTo(
  server: { gatewayUrl: string },
  rest: Partial<PlatformAccess> = {},
): PlatformAccess & { log: RecordedLog } {
  return {
    gatewayUrl: gatewayUrlOf(server.gatewayUrl),
    accessToken: demoTokens.admin,
    language: 'en',
    clock: fakeClock(),
    ...rest,
    log: recordLog(),
  };
}

/** Returns a platform of the core that is connected to a gateway, and the log to which the platform writes. */
export function connect(server: { gatewayUrl: string }, rest: Partial<PlatformAccess> = {}): Connection {
  const access = accessTo(server, rest);
  return { platform: createPlatform(access), log: access.log };
}

/** Parses a gateway URL. Throws if the URL is invalid. */
export function gatewayUrlOf(text: string): GatewayUrl {
  const reading = parseGatewayUrl(text);
  if (!reading.ok) throw new Error(`${text}: ${reading.problem}`);
  return reading.gatewayUrl;
}
