import type { Finding } from './finding.ts';
import { parseYamlTree } from './yamlTree.ts';

/**
 * Checks the `Procfile` that a package without a description needs at its root. Its entry must be named exactly
 * `./Procfile` in a tar and `Procfile` in a zip (release-sources.md 7.2).
 */
export async function checkProcfile(
  procfiles: readonly { name: string; text: string }[],
  format: 'tar' | 'zip',
): Promise<Finding[]> {
  const wanted = format === 'tar' ? './Procfile' : 'Procfile';
  const found = procfiles.find(({ name }) => name === wanted);
  if (!found) {
    const other = procfiles.find(({ name }) => name.endsWith('Procfile'));
    return [other ? { code: 'procfileNotFound', entry: other.name, values: [wanted] } : { code: 'nothingToRun' }];
  }
  const tree = await parseYamlTree(found.text);
  if (!tree.ok) return [{ code: 'procfileNotYaml', entry: found.name, values: [tree.message] }];
  return tree.root.kind === 'map' ? [] : [{ code: 'procfileNotMapping', entry: found.name }];
}
