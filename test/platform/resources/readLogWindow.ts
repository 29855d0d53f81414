import { BackendRefusal, fieldErrors, nonFieldError, localizedMessage } from '../backend/backendAnswer.ts';
import type { BackendCall } from '../route.ts';

/** The part of the log that a request asks for. Times are in milliseconds since 1970, both ends included. */
export interface LogWindow {
  from: number;
  to: number;
  limit: number;
  offset: number;
}

const RANGE_MINUTES: Readonly<Record<string, number>> = {
  '5m': 5,
  '1h': 60,
  '3h': 180,
  '6h': 360,
  '12h': 720,
  '1d': 1440,
  '3d': 4320,
  '7d': 10_080,
};
const CHINA_OFFSET = '+08:00';
/** The largest allowed sum of `offset` and `limit` (platform-api.md 4.16). */
const MAX_WINDOW_LINES = 10_000;

/**
 * Validates the query of a log request (platform-api.md 4.16). Throws a single refusal with the messages of all invalid
 * fields.
 */
export function readLogWindow(call: BackendCall): LogWindow {
  const problems: Record<string, string[]> = {};
  const number = (field: string, fallback: number, least: number): number => {
    const text = call.query.get(field);
    if (text === null) return fallback;
    if (!/^-?\d+$/.test(text.trim())) problems[field] = [localizedMessage('notInteger', call.language)];
    else if (Number(text) < least) problems[field] = [localizedMessage('tooSmall', call.language, String(least))];
    return Number(text);
  };
  const limit = number('limit', 100, 1);
  const offset = number('offset', 0, -Infinity);
  const { from, to } = readRange(call, problems);
  if (Object.keys(problems).length > 0) throw new BackendRefusal(fieldErrors(problems));
  if (limit + offset > MAX_WINDOW_LINES && call.switches.wrong !== 'logWindowUnlimited') {
    throw new BackendRefusal(nonFieldError(localizedMessage('logWindowTooLong', call.language)));
  }
  return { from, to, limit, offset: Math.max(0, offset) };
}

function readRange(call: BackendCall, problems: Record<string, string[]>): { from: number; to: number } {
  const to = call.now().getTime();
  const range = call.query.get('time_range') ?? (call.switches.wrong === 'logRangeOptional' ? '1h' : null);
  const minutes = RANGE_MINUTES[range ?? ''];
  if (range === null) problems['time_range'] = [localizedMessage('required', call.language)];
  else if (range === 'customized') return readCustomRange(call, problems);
  else if (minutes === undefined) problems['time_range'] = [localizedMessage('notChoice', call.language, range)];
  return { from: to - (minutes ?? 0) * 60_000, to };
}

function readCustomRange(call: BackendCall, problems: Record<string, string[]>): { from: number; to: number } {
  const time = (field: string): number | undefined => {
    const text = call.query.get(field);
    if (text === null) return undefined;
    const [, day = '', clock = ''] = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)$/.exec(text.trim()) ?? [];
    const at = Date.parse(`${day}T${clock}${CHINA_OFFSET}`);
    if (Number.isNaN(at)) problems[field] = [localizedMessage('badDateTime', call.language)];
    return at;
  };
  const from = time('start_time');
  const to = time('end_time');
  if (from === undefined || to === undefined) {
    problems['time_range'] = [localizedMessage('logRangeIncomplete', call.language)];
    return { from: 0, to: 0 };
  }
  // The range includes the whole second of `end_time` (platform-api.md 4.16).
  return { from, to: to + 999 };
}
