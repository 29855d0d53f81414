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

/** Returns the core's access to a gateway, by default as `admin` in English. */
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

/** Connects the core's platform to a gateway and records its log. */
export function connect(server: { gatewayUrl: string }, rest: Partial<PlatformAccess> = {}): Connection {
  const access = accessTo(server, rest);
  return { platform: createPlatform(access), log: access.log };
}

/** Throws for an invalid gateway URL. */
export function gatewayUrlOf(text: string): GatewayUrl {
  const reading = parseGatewayUrl(text);
  if (!reading.ok) throw new Error(`${text}: ${reading.problem}`);
  return reading.gatewayUrl;
}
