import * as vscode from 'vscode';
import { systemClock } from '../../core/http/clock.ts';
import { createRepository, type Repository } from '../../core/repository/repository.ts';
import type { RepositorySetting } from '../../core/repository/repositorySetting.ts';
import type { QuestionPosition } from '../editor/answer.ts';
import { showInformation } from '../editor/notifications.ts';
import { askPick } from '../editor/quickInput.ts';
import { readRepositories } from '../editor/settings.ts';
import type { Direction, WizardStep } from '../editor/wizard.ts';
import { addRepository } from './addRepository.ts';
import type { PublishServices } from './publishServices.ts';

const { t } = vscode.l10n;

type RepositoryItem = vscode.QuickPickItem & { setting?: RepositorySetting };

/**
 * Returns the question for the repository where a package is published. The question stores the repository in `draft`.
 * If the settings contain at most one repository, there is nothing to choose. Then this opens the repository
 * immediately and returns no question. Resolves to undefined if the user cancels.
 */
export async function repositorySteps(
  services: PublishServices,
  draft: { repository?: Repository | undefined },
  title: string,
): Promise<WizardStep[] | undefined> {
  const settings = readRepositories();
  if (settings.length <= 1) {
    draft.repository = await openRepository(services, settings[0]);
    return draft.repository && [];
  }
  const ask = async (position: QuestionPosition): Promise<Direction> => {
    const another = { label: t('Add another repository…'), iconPath: new vscode.ThemeIcon('add'), alwaysShow: true };
    const items: RepositoryItem[] = [...settings.map(repositoryItem), another];
    const placeholder = t('Select a BK-Repo repository');
    const answer = await askPick({ title, placeholder, items: Promise.resolve(items) }, position);
    if (answer.kind !== 'answer') return answer.kind;
    draft.repository = await openRepository(services, answer.value.setting);
    return draft.repository ? 'next' : 'cancelled';
  };
  return [{ ask }];
}

/**
 * Opens a repository. If `known` is undefined, asks for a repository. Asks for the credential if it is missing.
 * Resolves to undefined if the user cancels.
 */
async function openRepository(
  services: PublishServices,
  known: RepositorySetting | undefined,
): Promise<Repository | undefined> {
  const setting = known ?? (await addRepository(services));
  if (!setting) return undefined;
  const { credentials } = services.publishing;
  const credential =
    (await credentials.get(setting.baseUrl)) ??
    ((await addRepository(services, setting)) && (await credentials.get(setting.baseUrl)));
  return credential && createRepository({ setting, credential, log: services.log, clock: systemClock });
}

function repositoryItem(setting: RepositorySetting): RepositoryItem {
  return {
    label: setting.name,
    description: [setting.project, setting.repository, ...setting.folder].join(' / '),
    detail: setting.baseUrl,
    iconPath: new vscode.ThemeIcon('database'),
    setting,
  };
}

/** Implements `bkpaas.signOutOfRepository`: deletes the password of a repository from this computer. */
export async function signOutOfRepository(services: PublishServices): Promise<void> {
  const settings = readRepositories();
  if (settings.length === 0) {
    showInformation(t('No BK-Repo repositories have been added yet.'));
    return;
  }
  let [setting]: (RepositorySetting | undefined)[] = settings;
  if (settings.length > 1) {
    const answer = await askPick({
      title: t('Sign Out of BK-Repo Repository'),
      placeholder: t('Select a BK-Repo repository to sign out of'),
      items: Promise.resolve(settings.map(repositoryItem)),
    });
    setting = answer.kind === 'answer' ? answer.value.setting : undefined;
  }
  if (!setting) return;
  await services.publishing.credentials.forget(setting.baseUrl);
  showInformation(
    t('Signed out of BK-Repo repository {0}. Its password was deleted from this computer.', setting.name),
  );
}
