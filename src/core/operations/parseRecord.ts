import { errorCodes } from '../platform/errorCode.ts';
import { isObject, numberOf, stringOf, type JsonObject } from '../http/json.ts';
import { PlatformError } from '../platform/platformError.ts';
import type { ServerDate } from '../platform/serverDate.ts';
import { parseGatewayUrl, type GatewayUrl } from '../platform/gatewayUrl.ts';
import type { Interruption } from './interruption.ts';

/** Serializing and parsing of the parts that all kinds of records share. */

/** Returns the value with its error as plain data: only the facts that can be shown again. */
export function withPlainError(value: object): object {
  if (!('error' in value) || !(value.error instanceof PlatformError)) return value;
  const { code, facts } = value.error;
  const { said, status, requestId, subject, applyUrl } = facts;
  return { ...value, error: { code, facts: { said, status, requestId, subject, applyUrl } } };
}

export function parseError(json: unknown): PlatformError | undefined {
  const code = isObject(json) ? errorCodes.find((name) => name === json['code']) : undefined;
  if (!isObject(json) || !code) return undefined;
  const kept = isObject(json['facts']) ? json['facts'] : {};
  return new PlatformError(code, {
    status: numberOf(kept, 'status'),
    said: stringOf(kept, 'said'),
    requestId: stringOf(kept, 'requestId'),
    subject: stringOf(kept, 'subject'),
    applyUrl: stringOf(kept, 'applyUrl'),
  });
}

export function parseInterruption(json: JsonObject): Interruption | undefined {
  const { kind } = json;
  if (kind === 'cancelled' || kind === 'interrupted') return { kind };
  const error = parseError(json['error']);
  return error && (kind === 'answerLost' || kind === 'serverError') ? { kind, error } : undefined;
}

/** Returns the platform of a record. Undefined without a valid gateway URL. */
export function parseRecordPlatform(json: unknown): { name: string; gatewayUrl: GatewayUrl } | undefined {
  if (!isObject(json)) return undefined;
  const gateway = parseGatewayUrl(stringOf(json, 'gatewayUrl') ?? '');
  if (!gateway.ok) return undefined;
  return { name: stringOf(json, 'name') ?? new URL(gateway.gatewayUrl).hostname, gatewayUrl: gateway.gatewayUrl };
}

export function parseDate(json: unknown): ServerDate | undefined {
  const text = isObject(json) ? stringOf(json, 'text') : undefined;
  const time = isObject(json) ? numberOf(json, 'time') : undefined;
  return text === undefined || time === undefined ? undefined : { text, time };
}
