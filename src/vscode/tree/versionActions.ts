import * as vscode from 'vscode';
import { runsInText } from '../../texts/environmentTexts.ts';
import { joinParts } from '../../texts/formats.ts';
import { commandIds, type CommandId } from '../editor/ids.ts';
import { askPick } from '../editor/quickInput.ts';
import type { Catalog } from '../modules/catalog.ts';
import { isNode } from '../modules/nodes.ts';
import { environmentsRunning, rollBackEnvironments } from '../modules/versionEnvironments.ts';

const { t } = vscode.l10n;

type Item = vscode.QuickPickItem & { command: CommandId };

/**
 * Implements `bkpaas.showVersion`, which a click on a version runs: asks for an action on the version and runs the
 * action.
 */
export async function showVersion(catalog: Catalog, argument: unknown): Promise<void> {
  if (!isNode(argument) || argument.kind !== 'version') return;
  const { appCode, module, version } = argument;
  const rollsBack = rollBackEnvironments(catalog, argument).length > 0;
  const deploy: Item = { label: `$(rocket) ${t('Deploy…')}`, command: commandIds.deploy };
  const rollBack: Item = { label: `$(discard) ${t('Roll Back to This Version…')}`, command: commandIds.rollBack };
  const items: Item[] = [
    ...(version.cleanedUp ? [] : [deploy]),
    ...(rollsBack ? [rollBack] : []),
    { label: `$(copy) ${t('Copy Version')}`, command: commandIds.copyVersion },
    { label: `$(link-external) ${t('Open in Console')}`, command: commandIds.openInConsole },
  ];
  const runs = runsInText(t, environmentsRunning(catalog, argument, version.version));
  const title = t('{0} / {1} {2}', appCode, module, version.version);
  const answer = await askPick({
    title,
    placeholder: joinParts([t('Select an action'), runs]),
    items: Promise.resolve(items),
  });
  if (answer.kind === 'answer') await vscode.commands.executeCommand(answer.value.command, argument);
}
