import * as vscode from 'vscode';
import type { ContextKeys } from '../editor/contextKeys.ts';
import { askText } from '../editor/quickInput.ts';
import type { ApplicationTree } from './applicationTree.ts';

const { t } = vscode.l10n;

export interface FilterServices {
  applicationTree: ApplicationTree;
  contextKeys: ContextKeys;
}

/** Asks for a text. Then the tree shows only applications whose code or name contains the text. */
export async function filterApplications(services: FilterServices): Promise<void> {
  const answer = await askText(
    {
      title: t('Filter Applications'),
      prompt: t(
        'Type part of an App ID or name. To open an application that isn’t listed, type its full App ID. Leave empty to show all applications.',
      ),
      value: services.applicationTree.filter,
      validate: () => undefined,
    },
    { step: 1, total: 1, canGoBack: false },
  );
  if (answer.kind === 'answer') applyFilter(services, answer.value);
}

export function applyFilter({ applicationTree, contextKeys }: FilterServices, text: string): void {
  applicationTree.setFilter(text);
  contextKeys.set('filtered', applicationTree.filter !== '');
}
