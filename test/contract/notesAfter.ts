import { requestsOf } from './whyNot.ts';
import { actionOf } from './whyNotTouch.ts';
import type { ContractCase } from './contractCase.ts';
import type { Result } from './playCase.ts';
import type { RealPlatform } from './realGround.ts';

/** What a run has left behind on a real platform, one sentence for each kind; none when it only looked. */
export function notesAfter(results: readonly Result[], runName: string, real: RealPlatform): string[] {
  const written = results.filter((each) => each.verdict !== 'skipped' && each.played.writes).map((each) => each.played);
  const where = `${real.app} / ${real.module}`;
  const asked = (action: 'deploy' | 'offline'): boolean => written.some((each) => isAskedFor(action, each));
  return [
    ...(written.some(isUpload) ? [`Versions that begin with ${runName} stay in ${where}.`] : []),
    ...(asked('offline') ? [`stag of ${where} was asked to go offline.`] : []),
    ...(asked('deploy') ? [`${real.deployVersion ?? ''} was sent to stag of ${where}; its deployment goes on.`] : []),
  ];
}

function isUpload(played: ContractCase): boolean {
  return requestsOf(played).some(({ method, path }) => method === 'POST' && path.includes('/source_package/'));
}

function isAskedFor(action: 'deploy' | 'offline', played: ContractCase): boolean {
  return played.expect.status === 201 && actionOf(played.request)?.action === action;
}
