import { compare } from './compare.ts';
import { show } from './match.ts';
import { sendRequest } from './sendRequest.ts';
import { whyNot } from './whyNot.ts';
import type { ContractCase, ContractRequest } from './contractCase.ts';
import type { Values } from './fill.ts';
import type { Ground } from './ground.ts';
import type { Difference } from './match.ts';
import type { Answer } from './sendRequest.ts';

export type Result = { played: ContractCase } & (
  { verdict: 'same' } | { verdict: 'different'; differences: Difference[] } | { verdict: 'skipped'; needs: string }
);

/** Plays one case; `number` is its place in the table, which makes its versions its own. Never rejects. */
export async function playCase(played: ContractCase, number: number, ground: Ground): Promise<Result> {
  const needs = whyNot(played, ground);
  if (needs !== undefined) return { played, verdict: 'skipped', needs };
  const version = `${ground.runName}-${number}`;
  const values: Values = new Map<string, string>([
    ...ground.values,
    ['version', version],
    ['otherVersion', `${version}b`],
  ]);
  const differences = await differencesOf(played, values, ground).catch((error: unknown): Difference[] => [
    { where: 'answer', expected: 'one', got: `none: ${causeOf(error)}` },
  ]);
  return differences.length === 0 ? { played, verdict: 'same' } : { played, verdict: 'different', differences };
}

async function differencesOf(played: ContractCase, values: Values, ground: Ground): Promise<Difference[]> {
  ground.arrange?.begin(played);
  const send = async (request: ContractRequest): Promise<Answer> => {
    if (request.fault) ground.arrange?.plan(request.fault);
    const answer = await sendRequest(request, values, ground);
    await ground.arrange?.settled();
    return answer;
  };
  let before: unknown;
  for (const [index, request] of (played.before ?? []).entries()) {
    const answer = await send(request);
    before = answer.body;
    if (answer.status !== request.status) {
      const got = `${answer.status}, ${show(answer.body)}`;
      return [{ where: `status of request ${index + 1} before`, expected: String(request.status), got }];
    }
  }
  return compare(played.expect, await send(played.request), { values, before });
}

/** Node hides why a connection failed one level down. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
