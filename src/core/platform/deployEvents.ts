import type { Cancellable } from '../http/clock.ts';
import type { Call } from './call.ts';
import type { DeploymentId } from './deployment.ts';
import { isObject, numberOf, parseJson, stringOf } from '../http/json.ts';
import { extractJsonItems } from './siftItems.ts';
import { unexpectedShape } from './platformError.ts';

/** What the channel of a deployment told since the last reading (platform-api.md 4.12). */
export interface DeployEvents {
  /** The highest id so far; what came before is not sent again. */
  lastId: number;
  /** Lines of the log, in their order, without their newline. */
  lines: string[];
  /** Whether a phase or a step began or ended. */
  stepsMoved: boolean;
  /** The deployment is over, and its result can be read. */
  closed: boolean;
  /** UTF-8 bytes of the answer, unpacked. */
  bytes: number;
}

/** Bytes of one reading at most; a log beyond it is cheaper to read whole. */
export const maxEventsBytes = 4 * 1024 * 1024;

/**
 * The events after `lastId`. Throws `PlatformError`: `logChannelNotFound` before the platform has opened the channel and a day
 * later, and `pathNotFound` from releases that lack the endpoint (platform-api.md 0.1).
 */
export async function deployEvents(
  call: Call,
  id: DeploymentId,
  lastId: number,
  { signal }: Cancellable = {},
): Promise<DeployEvents> {
  let events = emptyEvents(lastId);
  let unreadable = 0;
  const { json, requestId } = await call([id, 'history_events'], {
    below: 'streams',
    query: { last_event_id: String(lastId) },
    maxBytes: maxEventsBytes,
    extract: () => {
      const fresh = (events = emptyEvents(lastId));
      unreadable = 0;
      const extract = extractJsonItems((item) => {
        const json = parseJson(item);
        if (json === undefined) unreadable += 1;
        else parseEvent(fresh, json);
      });
      return (piece) => {
        fresh.bytes += Buffer.byteLength(piece);
        return extract(piece);
      };
    },
    signal,
  });
  // With an event left out a line of the log would be missing.
  if (!Array.isArray(json) || unreadable > 0) throw unexpectedShape(requestId);
  return events;
}

function emptyEvents(lastId: number): DeployEvents {
  return { lastId, lines: [], stepsMoved: false, closed: false, bytes: 0 };
}

function parseEvent(events: DeployEvents, json: unknown): void {
  const id = isObject(json) ? numberOf(json, 'id') : undefined;
  // Sent before, by a platform that counts differently: a line of the log must not come twice.
  if (!isObject(json) || id === undefined || id <= events.lastId) return;
  events.lastId = id;
  switch (json['event']) {
    case 'msg':
      for (const line of linesOf(stringOf(json, 'data'))) events.lines.push(line);
      break;
    case 'phase':
    case 'step':
      events.stepsMoved = true;
      break;
    case 'close':
      events.closed = true;
      break;
    default:
    // Titles are no part of the log; others are internal.
  }
}

/**
 * A message may or may not end with a newline (platform-api.md 4.12), and may hold several. The code that moves the
 * cursor to the line's beginning is left out, as the platform does in the log it hands out whole.
 */
function linesOf(data: string | undefined): string[] {
  const message = parseJson(data ?? '');
  const line = isObject(message) ? stringOf(message, 'line') : undefined;
  return line === undefined ? [] : line.replace(/\n$/, '').replaceAll('\u001b[1G', '').split('\n');
}
