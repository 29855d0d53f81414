import * as vscode from 'vscode';
import { systemClock } from '../../core/http/clock.ts';
import { createRepository, type Repository } from '../../core/repository/repository.ts';
import type { RepositorySetting } from '../../core/repository/repositorySetting.ts';
import { showInformation } from '../editor/notifications.ts';
import { askPick } from '../editor/quickInput.ts';
import { readRepositories } from '../editor/settings.ts';
import type { Step } from '../editor/wizard.ts';
import { addRepository } from './addRepository.ts';
import type { PublishServices } from './publishServices.ts';

const { t } = vscode.l10n;

type RepositoryItem = vscode.QuickPickItem & { setting?: RepositorySetting };

/**
 * Resolves to the only repository, with a credential. Asks for a repository if there is none, and for the credential if
 * there is none. Resolves to undefined if the user cancels.
 */
async function onlyRepository(services: PublishServices): Promise<Repository | undefined> {
  const setting = readRepositories()[0] ?? (await addRepository(services));
  return setting && withCredential(services, setting);
}

/**
 * Returns the question for the repository where a package is published, which stores the repository in `draft`. If there
 * is at most one repository, asks for missing data now, so that nothing is left to ask. Resolves to undefined if the
 * user cancels.
 */
export async function repositoryStep(
  services: PublishServices,
  draft: { repository?: Repository | undefined },
  title: string,
): Promise<Step | undefined> {
  const settings = readRepositories();
  if (settings.length <= 1) {
    draft.repository = await onlyRepository(services);
    return draft.repository && { skip: () => true, ask: () => Promise.resolve('next') };
  }
  return {
    ask: async (position) => {
      const another = {
        label: t('Add another repository…'),
        iconPath: new vscode.ThemeIcon('add'),
        alwaysShow: true,
      };
      const items: RepositoryItem[] = [...settings.map(repositoryItem), another];
      const placeholder = t('Select a BK-Repo repository');
      const answer = await askPick({ title, placeholder, items: Promise.resolve(items) }, position);
      if (answer.kind !== 'answer') return answer.kind;
      const setting = answer.value.setting ?? (await addRepository(services));
      draft.repository = setting && (await withCredential(services, setting));
      return draft.repository ? 'next' : 'cancelled';
    },
  };
}

async function withCredential(services: PublishServices, setting: RepositorySetting): Promise<Repository | undefined> {
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
  const placeholder = t('Select a BK-Repo repository to sign out of');
  const question = {
    title: t('Sign Out of BK-Repo Repository'),
    placeholder,
    items: Promise.resolve(settings.map(repositoryItem)),
  };
  const answer = settings.length > 1 ? await askPick(question) : undefined;
  const setting = answer?.kind === 'answer' ? answer.value.setting : answer ? undefined : settings[0];
  if (!setting) return;
  await services.publishing.credentials.forget(setting.baseUrl);
  showInformation(
    t('Signed out of BK-Repo repository {0}. Its password was deleted from this computer.', setting.name),
  );
}
