import type { Phase } from '../../platform/deployPhases.ts';

/** Whether no phase can change any more: one has failed, or the last one is done. */
export function phasesAreOver(phases: readonly Phase[]): boolean {
  const last = phases.at(-1);
  return (
    phases.some(({ status }) => status === 'failed' || status === 'interrupted') ||
    (last?.status === 'successful' && last.type === 'release')
  );
}
