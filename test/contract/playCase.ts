import { compare } from './compare.ts';
import { prepareCase } from './prepareCase.ts';
import { sendRequest } from './sendRequest.ts';
import { missingNeed } from './missingNeed.ts';
import type { ContractCase, ContractRequest } from './contractCase.ts';
import type { PlaceholderValues } from './fill.ts';
import type { Target } from './target.ts';
import type { Difference } from './match.ts';
import type { Answer } from './sendRequest.ts';

export type Verdict =
  { verdict: 'same' } | { verdict: 'different'; differences: Difference[] } | { verdict: 'skipped'; needs: string };

/** Result of a case. `values` are the values of the case's placeholders; absent if the case did not start. */
export type Result = { played: ContractCase; values?: PlaceholderValues } & Verdict;

/**
 * Runs one case. `number` is the position of the case in the run, and makes the names of the case's versions unique.
 * Never rejects.
 */
export async function playCase(played: ContractCase, number: number, target: Target): Promise<Result> {
  const needs = missingNeed(played, target);
  if (needs !== undefined) return { played, verdict: 'skipped', needs };
  const version = `${target.runName}-${number}`;
  const values = new Map<string, string>([...target.values, ['version', version], ['otherVersion', `${version}b`]]);
  const verdict = await sendAndCompare(played, values, target).catch((error: unknown) =>
    verdictFromDifferences([{ where: 'answer', expected: 'one', got: `none: ${messageWithCause(error)}` }]),
  );
  return { played, values, ...verdict };
}

async function sendAndCompare(played: ContractCase, values: Map<string, string>, target: Target): Promise<Verdict> {
  target.arrange?.begin(played);
  const send = async (request: ContractRequest): Promise<Answer> => {
    if (request.fault) target.arrange?.plan(request.fault);
    const answer = await sendRequest(request, values, target);
    await target.arrange?.settled();
    return answer;
  };
  const prepared = await prepareCase(played.before ?? [], values, send);
  // Only the embedded platform has `arrange`, and it can be prepared for every case. A failed preparation there is a
  // difference, not a reason to skip the case.
  if (prepared.needs !== undefined && !target.arrange) return { verdict: 'skipped', needs: prepared.needs };
  if (prepared.differences.length > 0) return verdictFromDifferences(prepared.differences);
  const [answer] = await Promise.all([send(played.request), played.alongside && send(played.alongside)]);
  return verdictFromDifferences(compare(played.expect, answer, { values, before: prepared.before }));
}

function verdictFromDifferences(differences: Difference[]): Verdict {
  return differences.length === 0 ? { verdict: 'same' } : { verdict: 'different', differences };
}

/**
 * Returns the message of an error. Node puts the reason for a failed connection into `cause`, so this adds the message
 * of `cause`.
 */
function messageWithCause(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
