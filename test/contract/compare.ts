import { match, formatValue } from './match.ts';
import type { Expectation } from './contractCase.ts';
import type { Difference, MatchContext } from './match.ts';
import type { Answer } from './sendRequest.ts';

/** Returns every difference between a response and the expected response. */
export function compare(expected: Expectation, answer: Answer, known: MatchContext): Difference[] {
  const statuses = typeof expected.status === 'number' ? [expected.status] : expected.status;
  const status: Difference[] = statuses.includes(answer.status)
    ? []
    : [{ where: 'status', expected: statuses.join(' or '), got: `${answer.status}, ${formatValue(answer.body)}` }];
  const headers = Object.entries(expected.headers ?? {}).flatMap(([name, matcher]) =>
    match(matcher, answer.headers.get(name.toLowerCase()), known, `header ${name}`),
  );
  // With an unexpected status, the whole body would differ, so only the status and the headers are compared.
  const body = status.length > 0 ? [] : match(expected.body, answer.body, known, 'body');
  return [...status, ...headers, ...body];
}
