import type { CancelOptions } from '../http/clock.ts';
import type { Call } from './call.ts';
import type { DeploymentId } from './deployment.ts';
import { isObject, numberOf, parseJson, stringOf } from '../http/json.ts';
import { extractJsonItems } from './extractJsonItems.ts';
import { unexpectedShapeError } from './platformError.ts';

/** The events of a deployment in one response (platform-api.md 4.12). */
export interface DeployEvents {
  /** Highest event id so far. The next request passes this id to get only later events. */
  lastId: number;
  /** Log lines in order, without their newline. */
  lines: string[];
  /** Whether a phase or step has started or ended. */
  stepsMoved: boolean;
  /** Whether the deployment is over and its result can be read. */
  closed: boolean;
  /** Size of the decompressed response in UTF-8 bytes. */
  bytes: number;
}

/** Maximum bytes of one response. If a response is larger, it is cheaper to read the deployment's whole log. */
export const maxEventsBytes = 4 * 1024 * 1024;

/**
 * Returns the events after `lastId`. Throws `logChannelNotFound` if the platform has not opened the deployment's log
 * channel yet, or has closed the channel after a day. Throws `pathNotFound` if the platform's release lacks this
 * endpoint (platform-api.md 0.1).
 */
export async function readDeployEvents(
  call: Call,
  id: DeploymentId,
  lastId: number,
  { signal }: CancelOptions = {},
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
        else addEvent(fresh, json);
      });
      return (piece) => {
        fresh.bytes += Buffer.byteLength(piece);
        return extract(piece);
      };
    },
    signal,
  });
  // Reject the whole response if one event is unreadable, because a log line could be missing.
  if (!Array.isArray(json) || unreadable > 0) throw unexpectedShapeError(requestId);
  return events;
}

function emptyEvents(lastId: number): DeployEvents {
  return { lastId, lines: [], stepsMoved: false, closed: false, bytes: 0 };
}

/** Adds the contents of one event to `events`. Ignores an event without an id. */
function addEvent(events: DeployEvents, json: unknown): void {
  const id = isObject(json) ? numberOf(json, 'id') : undefined;
  // Skip events that were already received, in case a platform also sends events up to `lastId`. No log line may appear
  // twice.
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
    // Other events, such as `title`, are not part of the log.
  }
}

/**
 * Returns the lines of a message. Keeps ANSI codes, so that the lines equal those from `readDeploymentResult`. A
 * message can contain several lines, and does not always end with a newline (platform-api.md 4.12).
 */
function linesOf(data: string | undefined): string[] {
  const message = parseJson(data ?? '');
  const line = isObject(message) ? stringOf(message, 'line') : undefined;
  return line === undefined ? [] : line.replace(/\n$/, '').split('\n');
}
