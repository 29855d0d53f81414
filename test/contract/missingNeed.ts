import { callers } from './callers.ts';
import { placeholdersIn } from './fill.ts';
import { placeholders } from './placeholders.ts';
import { missingPermission } from './missingPermission.ts';
import type { ContractCase } from './contractCase.ts';
import type { Target } from './target.ts';
import type { Placeholder } from './placeholders.ts';

/**
 * Returns what the case needs and the target lacks, to be printed after "skipped, needs"; `undefined` if the case can
 * run.
 */
export function missingNeed(played: ContractCase, target: Target): string | undefined {
  if (played.ages && !played.ages.includes(target.age)) return `a platform of age ${played.ages.join(' or ')} (--age)`;
  if (!target.arrange) {
    const switches = Object.keys(played.switches ?? {});
    if (switches.length > 0) return `the embedded platform, whose switches can be set: ${switches.join(', ')}`;
    if (requestsOf(played).some((request) => request.fault))
      return 'the embedded platform, where faults can be planned';
    if (played.plans) return 'the embedded platform, which can be told what becomes of a deployment';
    for (const request of requestsOf(played)) {
      const refused = missingPermission(request, target);
      if (refused !== undefined) return refused;
    }
  }
  for (const { caller = 'caller', identity } of requestsOf(played)) {
    if (identity === undefined && target.tokens[caller] === undefined) return callers[caller];
  }
  const ownNames = new Set(['version', 'otherVersion', ...extractedNames(played)]);
  for (const name of placeholdersOf(played)) {
    if (!ownNames.has(name) && !target.values.has(name)) return placeholders[name];
  }
  return played.writes && !target.allowWrites ? '--allow-writes' : undefined;
}

/** Returns every placeholder of a case. Throws if a placeholder is unknown. */
export function placeholdersOf(played: ContractCase): Placeholder[] {
  return [...placeholdersIn(played)].map((name) => {
    if (!isPlaceholder(name)) throw new Error(`Case ${played.id} has an unknown placeholder {${name}}`);
    return name;
  });
}

/** Returns every request of a case, in the order in which the requests are sent. */
export function requestsOf({ before = [], alongside, request }: ContractCase): ContractCase['request'][] {
  return [...before, ...(alongside ? [alongside] : []), request];
}

function isPlaceholder(name: string): name is Placeholder {
  return name in placeholders;
}

function extractedNames({ before = [] }: ContractCase): string[] {
  return before.flatMap(({ take = {} }) => Object.keys(take));
}
