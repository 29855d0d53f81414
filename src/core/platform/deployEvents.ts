import type { Cancellable } from '../http/clock.ts';
import type { Call } from './call.ts';
import type { DeploymentId } from './deployment.ts';
import { isObject, numberOf, parseJson, stringOf } from '../http/json.ts';
import { extractJsonItems } from './extractJsonItems.ts';
import { unexpectedShape } from './platformError.ts';

/** Events of a deployment since the last request (platform-api.md 4.12). */
export interface DeployEvents {
  /** Highest id so far; the platform sends only later events next time. */
  lastId: number;
  /** Log lines in order, without their newline. */
  lines: string[];
  /** Whether a phase or step has started or ended. */
  stepsMoved: boolean;
  /** Whether the deployment is over and its result can be read. */
  closed: boolean;
  /** UTF-8 bytes of the response, decompressed. */
  bytes: number;
}

/** Maximum bytes of one response; a longer log is cheaper to read whole. */
export const maxEventsBytes = 4 * 1024 * 1024;

/**
 * Returns the events after `lastId`. Throws `logChannelNotFound` before the platform opens the channel and again a day
 * later, `pathNotFound` on releases without the endpoint (platform-api.md 0.1).
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
  // A missing event would be a missing line of the log.
  if (!Array.isArray(json) || unreadable > 0) throw unexpectedShape(requestId);
  return events;
}

function emptyEvents(lastId: number): DeployEvents {
  return { lastId, lines: [], stepsMoved: false, closed: false, bytes: 0 };
}

function parseEvent(events: DeployEvents, json: unknown): void {
  const id = isObject(json) ? numberOf(json, 'id') : undefined;
  // Skip events already received, in case a platform counts differently: no log line may appear twice.
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
    // Titles are not part of the log; other events are internal.
  }
}

/**
 * Returns the lines of a message as they are, with ANSI codes, so that they equal those of the whole log. A message can
 * hold several and does not always end with a newline (platform-api.md 4.12).
 */
function linesOf(data: string | undefined): string[] {
  const message = parseJson(data ?? '');
  const line = isObject(message) ? stringOf(message, 'line') : undefined;
  return line === undefined ? [] : line.replace(/\n$/, '').split('\n');
}
