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

/** What the extension's core uses to speak to a gateway, as `admin` in English unless told otherwise. */
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

/** The core's platform over a gateway, and the log it writes. */
export function connect(server: { gatewayUrl: string }, rest: Partial<PlatformAccess> = {}): Connection {
  const access = accessTo(server, rest);
  return { platform: createPlatform(access), log: access.log };
}

/** Throws for a text that is no gateway URL: tests know what they write. */
export function gatewayUrlOf(text: string): GatewayUrl {
  const reading = parseGatewayUrl(text);
  if (!reading.ok) throw new Error(`${text}: ${reading.problem}`);
  return reading.gatewayUrl;
}
