import { type Module, takesPackages } from '../../core/platform/modules.ts';
import type { AppCode } from '../../core/platform/names.ts';
import type { Catalog } from '../modules/catalog.ts';
import type { EnvironmentBranch } from './environmentBranch.ts';
import { failedNode, type Paging } from './paging.ts';
import type { ModuleNode, TreeNode } from '../modules/nodes.ts';

/** Returns the node of a module. Its label is the only difference between the two views. */
export function moduleNode(prefix: string, appCode: AppCode, module: Module, alone: boolean): ModuleNode {
  return { kind: 'module', id: `${prefix}/${appCode}/${module.name}`, appCode, module, alone };
}

/**
 * Returns the rows below a module that takes packages: its environments, and its versions or why they could not be
 * read. The environments are shown in both cases, and nothing waits for their data.
 */
export async function moduleRows(
  catalog: Catalog,
  environments: EnvironmentBranch,
  paging: Paging,
  node: ModuleNode,
  nothing: string,
): Promise<TreeNode[]> {
  if (!takesPackages(node.module)) return [];
  const rows = environments.rows(node);
  const versions = await versionsOf(catalog, paging, node, nothing).catch((error: unknown) => [
    failedNode(node.id, error),
  ]);
  return [...rows, ...versions];
}

/** Returns a module's versions, newest first, one page at a time. Rejects with `PlatformError`. */
async function versionsOf(catalog: Catalog, paging: Paging, node: ModuleNode, nothing: string): Promise<TreeNode[]> {
  const versions = await catalog.versions(node.appCode, node.module.name);
  if (versions.length === 0) return [{ kind: 'message', id: `${node.id}/empty`, text: nothing }];
  return paging.page(node.id, versions, (version, index) => ({
    kind: 'version',
    // The platform should list a version once. The index keeps ids unique if it does not.
    id: `${node.id}/${version.version}/${index}`,
    appCode: node.appCode,
    module: node.module.name,
    version,
  }));
}
