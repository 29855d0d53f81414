import type { BackendCall } from '../route.ts';

export interface Page<T> {
  count: number;
  next: string | null;
  previous: string | null;
  results: T[];
}

// The backend builds links from its internal host, which no client can reach (platform-api.md 4.0).
const INTERNAL_BASE_URL = 'http://paasng-backend.internal.invalid/backend/api';

/**
 * Returns the page that `limit` and `offset` of the query select. Like the framework, ignores values that are not valid
 * numbers.
 */
export function page<T>(all: readonly T[], call: BackendCall, defaultLimit: number): Page<T> {
  const number = (field: string, least: number): number | undefined => {
    const value = call.query.get(field) ?? '';
    return /^\d+$/.test(value) && Number(value) >= least ? Number(value) : undefined;
  };
  const limit = number('limit', call.switches.wrong === 'limitZeroTaken' ? 0 : 1) ?? defaultLimit;
  const offset = number('offset', 0) ?? 0;
  const link = (target: number): string => {
    const query = new URLSearchParams(call.query);
    query.set('limit', String(limit));
    if (target > 0) query.set('offset', String(target));
    else query.delete('offset');
    return `${INTERNAL_BASE_URL}${call.path}?${query.toString()}`;
  };
  return {
    count: all.length,
    next: offset + limit < all.length ? link(offset + limit) : null,
    previous: offset > 0 ? link(Math.max(0, offset - limit)) : null,
    results: all.slice(offset, offset + limit),
  };
}
