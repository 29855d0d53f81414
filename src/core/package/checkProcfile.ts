import type { Finding } from './finding.ts';
import { parseYamlTree } from './yamlTree.ts';

/**
 * What a package without a description needs: a `Procfile` at its root. In a tar its entry must be called `./Procfile` to the
 * letter (release-sources.md 7.2); in a zip `Procfile`.
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
