import type { Finding } from './finding.ts';
import { parseYamlTree } from './yamlTree.ts';

/**
 * Checks the `Procfile` that a package without a description needs at its root. `found` is that Procfile, if there is
 * one. `other` is the name of a Procfile that the platform does not find, and is used only if `found` is undefined.
 */
export async function checkProcfile(
  found: { name: string; text: string } | undefined,
  other: string | undefined,
  format: 'tar' | 'zip',
): Promise<Finding[]> {
  if (!found) {
    if (other === undefined) return [{ code: 'nothingToRun' }];
    return [{ code: 'procfileNotFound', entry: other, values: [procfileName(format)] }];
  }
  const tree = await parseYamlTree(found.text);
  if (!tree.ok) return [{ code: 'procfileNotYaml', entry: found.name, values: [tree.message] }];
  return tree.root.kind === 'map' ? [] : [{ code: 'procfileNotMapping', entry: found.name }];
}

/** Returns the only entry name under which the platform finds the `Procfile` (release-sources.md 7.2). */
export function procfileName(format: 'tar' | 'zip'): string {
  return format === 'tar' ? './Procfile' : 'Procfile';
}
