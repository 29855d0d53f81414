import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { SecretStorageChangeEvent, TreeItem } from 'vscode';
import type { DeployTarget } from '../../src/core/platform/paths.ts';
import { type Environment, parseAppCode, parseModuleName } from '../../src/core/platform/names.ts';
import { parseGatewayUrl } from '../../src/core/platform/gatewayUrl.ts';
import type { EnvironmentNode, TreeNode } from '../../src/vscode/modules/nodes.ts';
import { recordLog } from '../core/recordLog.ts';
import { demoTokens } from '../platform/seedDemo.ts';
import { inMemoryMemento } from './memento.ts';
import { mockTreeVscode } from './mockTreeVscode.ts';

mockTreeVscode();
const { EventEmitter } = await import('vscode');
const { Catalog } = await import('../../src/vscode/modules/catalog.ts');
const { SessionStore } = await import('../../src/vscode/session/session.ts');
const { ApplicationTree } = await import('../../src/vscode/tree/applicationTree.ts');
const { TargetTree } = await import('../../src/vscode/tree/targetTree.ts');
const { RowDecorations } = await import('../../src/vscode/tree/rowDecorations.ts');

/** A clock that always shows the start time of `startDeployTestBed`, in China's time zone. */
const clock = { now: () => Date.UTC(2026, 7, 1, 2), minutesAhead: () => 8 * 60 };

type Tree = Pick<InstanceType<typeof TargetTree>, 'getChildren' | 'getTreeItem' | 'loadMore' | 'onDidChangeTreeData'>;
export type TreeFixture = Awaited<ReturnType<typeof treeFixture>>;

/**
 * Returns both trees and their decorations, signed in to a gateway. All code between the trees and the gateway is the
 * extension's own.
 */
export async function treeFixture(t: TestContext, gatewayUrl: string, accessToken: string = demoTokens.admin) {
  const reading = parseGatewayUrl(gatewayUrl);
  assert.ok(reading.ok);
  const kept = new Map<string, string>();
  const session = new SessionStore(
    {
      keys: () => Promise.resolve([...kept.keys()]),
      get: (key) => Promise.resolve(kept.get(key)),
      store: (key, value) => Promise.resolve(void kept.set(key, value)),
      delete: (key) => Promise.resolve(void kept.delete(key)),
      onDidChange: new EventEmitter<SecretStorageChangeEvent>().event,
    },
    inMemoryMemento(),
  );
  const catalog = new Catalog(session, recordLog());
  const applicationTree = new ApplicationTree(catalog, session, clock);
  const targetTree = new TargetTree(catalog, session, clock);
  const decorations = new RowDecorations(catalog);
  t.after(() => {
    for (const each of [decorations, applicationTree, targetTree, catalog, session]) each.dispose();
  });
  const platform = { name: 'Test', gatewayUrl: reading.gatewayUrl };
  await session.signIn(platform, accessToken, { userName: 'admin', appCode: undefined });
  return { session, catalog, applicationTree, targetTree, decorations };
}

/** Expands the tree from the root down to a module. Returns its environments, then its versions. */
export async function openModuleWithVersions(tree: Tree, code = 'demo-app', name = 'default'): Promise<TreeNode[]> {
  const [group, ...environments] = await openModuleOnly(tree, code, name);
  assert.ok(group?.kind === 'versions');
  return [...environments, ...(await tree.getChildren(group))];
}

/** Expands the tree from the root down to a module. Returns its rows: the group of versions, then the environments. */
export async function openModuleOnly(tree: Tree, code = 'demo-app', name = 'default'): Promise<TreeNode[]> {
  const nodes = await tree.getChildren();
  const application = nodes.find((node) => node.kind === 'application' && node.application.code === code);
  const modules = application ? await tree.getChildren(application) : nodes;
  const module = modules.find((node) => node.kind === 'module' && node.appCode === code && node.module.name === name);
  assert.ok(module, `${code} / ${name} is in the tree`);
  return tree.getChildren(module);
}

/** Waits until the reads of both environments of an opened module have finished, successfully or not. */
export async function waitForEnvironmentReads({ catalog }: Pick<TreeFixture, 'catalog'>, nodes: readonly TreeNode[]) {
  for (const node of environmentNodes(nodes)) {
    const { state, history } = catalog.environment(node);
    await Promise.allSettled([state.result, history.result]);
  }
}

export function environmentNodes(nodes: readonly TreeNode[]): EnvironmentNode[] {
  return nodes.flatMap((node) => (node.kind === 'environment' ? [node] : []));
}

export function environmentNode(nodes: readonly TreeNode[], environment: Environment): EnvironmentNode {
  const found = environmentNodes(nodes).find((node) => node.environment === environment);
  assert.ok(found);
  return found;
}

export function treeItemsOf(tree: Tree, nodes: readonly TreeNode[]): TreeItem[] {
  return nodes.map((node) => tree.getTreeItem(node));
}

/** Returns `label | description` of each row. */
export function rowTextsOf(tree: Tree, nodes: readonly TreeNode[]): string[] {
  return treeItemsOf(tree, nodes).map((item) => `${textOf(item.label)} | ${textOf(item.description)}`);
}

/**
 * Returns the text of a hover without Markdown, one fact per line. If the hover has links, the last line contains their
 * titles.
 */
export function hoverOf(item: TreeItem | undefined): string {
  const tooltip = item?.tooltip;
  assert.ok(typeof tooltip === 'object');
  return tooltip.value
    .replaceAll(/\[([^\]\\]+)\]\(command:[^)]*\)/g, '$1')
    .replaceAll(/\\([^\w\s])/g, '$1')
    .replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
}

/** Returns a label or description. Fails if the value is neither a string nor undefined. */
export function textOf(value: unknown): string {
  assert.equal(typeof (value ?? ''), 'string');
  return typeof value === 'string' ? value : '';
}

export function targetOf(environment: Environment, code = 'demo-app', name = 'default'): DeployTarget {
  const appCode = parseAppCode(code);
  const module = parseModuleName(name);
  assert.ok(appCode && module);
  return { appCode, module, environment };
}

/** Returns a list that collects the nodes that the tree redraws from now on. */
export function collectRedrawnNodes(tree: Tree): (TreeNode | undefined)[] {
  const nodes: (TreeNode | undefined)[] = [];
  tree.onDidChangeTreeData((node) => {
    nodes.push(node);
  });
  return nodes;
}
