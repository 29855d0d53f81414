import * as vscode from 'vscode';
import type { ProcessStatus } from '../../core/operations/running/processStates.ts';
import { environmentName } from '../../texts/targetNames.ts';
import { joinParts, type LocalClock } from '../../texts/formats.ts';
import { instanceDetails, instanceLine, processDetails, processLine } from '../../texts/processTexts.ts';
import { commandIds } from '../editor/ids.ts';
import type { InstanceNode, ProcessNode } from '../modules/nodes.ts';
import { hover } from './hover.ts';

const { t } = vscode.l10n;
const { Collapsed, None } = vscode.TreeItemCollapsibleState;

const dimColor = new vscode.ThemeColor('descriptionForeground');
const failedIcon = new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed'));
const passedColor = new vscode.ThemeColor('testing.iconPassed');

const icons: Readonly<Record<ProcessStatus, vscode.ThemeIcon>> = {
  running: new vscode.ThemeIcon('server-process', passedColor),
  starting: new vscode.ThemeIcon('loading~spin'),
  failing: failedIcon,
  stopped: new vscode.ThemeIcon('circle-slash', dimColor),
  unknown: new vscode.ThemeIcon('server-process'),
};

/** Returns the tree item of a process. Its instances are below it if they can be read. */
export function processItem({ process, refusal, ...node }: ProcessNode, clock: LocalClock): vscode.TreeItem {
  const { name, status, instances = [] } = process;
  const item = new vscode.TreeItem(name, instances.length === 0 ? None : Collapsed);
  item.description = processLine(t, process);
  const failing = instances.map((instance) => instanceLine(t, instance, clock));
  const details = joinParts([processDetails(t, process, refusal), ...(status === 'failing' ? failing : [])], '\n');
  const argument = { ...targetOf(node), process: name };
  const title = t('Show Application Log');
  item.tooltip = hover(details, [{ title, command: commandIds.showApplicationLog, argument }]);
  item.iconPath = icons[status];
  item.contextValue = `process.${status}`;
  const where = environmentName(t, node.environment);
  item.accessibilityInformation = { label: t('Process {0} of {1}: {2}', name, where, item.description) };
  return item;
}

/** Returns the tree item of an instance. */
export function instanceItem({ instance, ...node }: InstanceNode, clock: LocalClock): vscode.TreeItem {
  const item = new vscode.TreeItem(instance.shortName, None);
  item.description = instanceLine(t, instance, clock);
  const argument = { ...targetOf(node), instance: instance.name };
  const title = t('Show Application Log');
  item.tooltip = hover(instanceDetails(t, instance, clock), [
    { title, command: commandIds.showApplicationLog, argument },
  ]);
  const isStarting =
    instance.restarts === 0 && /^(Starting|Pending|Running|ContainerCreating|PodInitializing)?$/.test(instance.state);
  const notReady = isStarting ? icons.starting : failedIcon;
  item.iconPath = instance.isReady ? new vscode.ThemeIcon('vm-running', passedColor) : notReady;
  item.contextValue = 'instance';
  item.accessibilityInformation = { label: t('Instance {0}: {1}', instance.shortName, item.description) };
  return item;
}

function targetOf({ appCode, module, environment }: Omit<ProcessNode | InstanceNode, 'process' | 'instance'>): object {
  return { appCode, module, environment };
}
