import { match, formatValue, valueAt } from './match.ts';
import type { ContractRequest, Preparation } from './contractCase.ts';
import type { Difference } from './match.ts';
import type { Answer } from './sendRequest.ts';

export interface PreparationResult {
  /** The differences that prevent the case; empty if the case can start. */
  differences: Difference[];
  /** What the platform lacks, according to the preparation that failed. */
  needs?: string;
  /** Body of the response to the last preparation. */
  before?: unknown;
}

/**
 * Sends the requests that prepare a case, up to the first failure. Adds to `values` what the preparations take from the
 * responses.
 */
export async function prepareCase(
  preparations: readonly Preparation[],
  values: Map<string, string>,
  send: (request: ContractRequest) => Promise<Answer>,
): Promise<PreparationResult> {
  let before: unknown;
  for (const [index, preparation] of preparations.entries()) {
    const answer = await send(preparation);
    const differences = differencesOf(preparation, answer, values, before, index + 1);
    const { needs } = preparation;
    if (differences.length > 0) return { differences, ...(needs !== undefined && { needs }) };
    before = answer.body;
  }
  return { differences: [], before };
}

function differencesOf(
  { status, answers, take = {} }: Preparation,
  answer: Answer,
  values: Map<string, string>,
  before: unknown,
  number: number,
): Difference[] {
  if (answer.status !== status) {
    const got = `${answer.status}, ${formatValue(answer.body)}`;
    return [{ where: `status of request ${number} before`, expected: String(status), got }];
  }
  const where = `body of request ${number} before`;
  const found = answers === undefined ? [] : match(answers, answer.body, { values, before }, where);
  for (const [name, path] of Object.entries(take)) {
    const value = valueAt(answer.body, path);
    if (typeof value === 'string') values.set(name, value);
    else found.push({ where: [where, ...path].join('.'), expected: 'text', got: formatValue(value) });
  }
  return found;
}
