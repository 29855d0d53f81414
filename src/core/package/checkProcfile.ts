import type { Finding } from './finding.ts';
import { readYaml } from '../yaml/readYaml.ts';

/**
 * Checks the `Procfile` that a package without a description needs at its root. `found` is that Procfile, if there is
 * one. `other` is the name of a Procfile that the platform does not find, and is used only if `found` is undefined.
 */
export function checkProcfile(
  found: { name: string; bytes: Uint8Array } | undefined,
  other: string | undefined,
  format: 'tar' | 'zip',
): Finding[] {
  if (!found) {
    if (other === undefined) return [{ code: 'nothingToRun' }];
    return [{ code: 'procfileNotFound', entry: other, values: [procfileName(format)] }];
  }
  const reading = readYaml(found.bytes);
  if (!reading.ok) {
    const { problem, quoted } = reading.fault;
    return [{ code: 'procfileNotYaml', entry: found.name, yamlProblem: problem, values: [quoted] }];
  }
  return reading.root?.kind === 'map' ? [] : [{ code: 'procfileNotMapping', entry: found.name }];
}

/** Returns the only entry name under which the platform finds the `Procfile` (release-sources.md 7.2). */
export function procfileName(format: 'tar' | 'zip'): string {
  return format === 'tar' ? './Procfile' : 'Procfile';
}
