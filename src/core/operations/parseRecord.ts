import { errorCodes } from '../platform/errorCode.ts';
import { isObject, numberOf, stringOf, type JsonObject } from '../http/json.ts';
import { isWebAddress } from '../http/urls.ts';
import { PlatformError } from '../platform/platformError.ts';
import { parseGatewayUrl } from '../platform/gatewayUrl.ts';
import type { Interruption } from './interruption.ts';
import { parseRecordId } from './records.ts';
import type { OperationRecord } from './trackedOperation.ts';

/**
 * A replacer for `JSON.stringify`. Reduces a `PlatformError` to its code and the facts that the user can see.
 */
export function platformErrorReplacer(_: string, value: unknown): unknown {
  if (!(value instanceof PlatformError)) return value;
  const { said, status, requestId, subject, applyUrl } = value.facts;
  return { code: value.code, facts: { said, status, requestId, subject, applyUrl } };
}

export function parseError(json: unknown): PlatformError | undefined {
  if (!isObject(json)) return undefined;
  const code = errorCodes.find((name) => name === json['code']);
  const kept = isObject(json['facts']) ? json['facts'] : {};
  if (!code) return undefined;
  const applyUrl = stringOf(kept, 'applyUrl');
  return new PlatformError(code, {
    status: numberOf(kept, 'status'),
    said: stringOf(kept, 'said'),
    requestId: stringOf(kept, 'requestId'),
    subject: stringOf(kept, 'subject'),
    // A process other than the extension can have written the record, and a button opens this URL. So only a web
    // address is accepted.
    applyUrl: applyUrl !== undefined && isWebAddress(applyUrl) ? applyUrl : undefined,
  });
}

function parseInterruption(json: JsonObject): Interruption | undefined {
  const { kind } = json;
  if (kind === 'cancelled' || kind === 'interrupted') return { kind };
  const error = parseError(json['error']);
  return error && (kind === 'answerLost' || kind === 'serverError') ? { kind, error } : undefined;
}

/**
 * Parses the members that the records of uploads and deployments share, except the outcome. Undefined if the id or the
 * gateway URL is missing or invalid.
 */
export function parseOperation<Baseline>(
  json: JsonObject,
  parseBaseline: (json: JsonObject) => Baseline | undefined,
): Omit<OperationRecord<Baseline>, 'outcome'> | undefined {
  const id = parseRecordId(stringOf(json, 'id'));
  const platform = isObject(json['platform']) ? json['platform'] : {};
  const gateway = parseGatewayUrl(stringOf(platform, 'gatewayUrl') ?? '');
  if (!id || !gateway.ok) return undefined;
  const { gatewayUrl } = gateway;
  const { sent } = json;
  return {
    id,
    startedAt: numberOf(json, 'startedAt') ?? 0,
    platform: { name: stringOf(platform, 'name') ?? new URL(gatewayUrl).hostname, gatewayUrl },
    userName: stringOf(json, 'userName'),
    sent: isObject(sent)
      ? {
          at: numberOf(sent, 'at') ?? 0,
          baseline: isObject(sent['baseline']) ? parseBaseline(sent['baseline']) : undefined,
          interruption: isObject(sent['interruption']) ? parseInterruption(sent['interruption']) : undefined,
        }
      : undefined,
  };
}
