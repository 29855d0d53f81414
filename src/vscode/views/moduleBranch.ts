import type { Module } from '../../core/platform/modules.ts';
import { takesPackages } from '../../core/platform/modules.ts';
import type { AppCode } from '../../core/platform/names.ts';
import type { Catalog } from '../catalog.ts';
import type { ModuleNode, TreeNode } from './nodes.ts';
import type { Paging } from './paging.ts';

/** A module in the tree. The same in both views but for its label. */
export function moduleNode(prefix: string, appCode: AppCode, module: Module, alone: boolean): ModuleNode {
  return { kind: 'module', id: `${prefix}/${appCode}/${module.name}`, appCode, module, alone };
}

/** A module's versions, newest first, a page at a time. Rejects with `PlatformError`. */
export async function versionsOf(
  catalog: Catalog,
  paging: Paging,
  node: ModuleNode,
  nothing: string,
): Promise<TreeNode[]> {
  if (!takesPackages(node.module)) return [];
  const versions = await catalog.versions(node.appCode, node.module.name);
  if (versions.length === 0) return [{ kind: 'message', id: `${node.id}/empty`, text: nothing }];
  return paging.page(node.id, versions, (version, index) => ({
    kind: 'version',
    // The platform should hold a version once; the index keeps ids unique if it does not.
    id: `${node.id}/${version.version}/${index}`,
    appCode: node.appCode,
    module: node.module.name,
    version,
  }));
}
