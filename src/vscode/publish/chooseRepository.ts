import * as vscode from 'vscode';
import { systemClock } from '../../core/http/clock.ts';
import { createRepository, type Repository } from '../../core/repository/repository.ts';
import type { RepositorySetting } from '../../core/repository/repositorySetting.ts';
import { showInformation } from '../editor/notifications.ts';
import { askPick } from '../editor/quickInput.ts';
import { readRepositories } from '../editor/settings.ts';
import { addRepository } from './addRepository.ts';
import type { PublishServices } from './publishServices.ts';

const { t } = vscode.l10n;

type RepositoryItem = vscode.QuickPickItem & { setting?: RepositorySetting };

/**
 * Resolves to the repository where a package is published, with a credential. Asks only if there is no repository, if
 * there are several repositories, or if there is no credential. Resolves to undefined if the user cancels.
 */
export async function chooseRepository(services: PublishServices): Promise<Repository | undefined> {
  const settings = readRepositories();
  const setting = settings.length === 0 ? await addRepository(services) : await pick(services, settings);
  if (!setting) return undefined;
  const { credentials } = services.publishing;
  const credential =
    (await credentials.get(setting.baseUrl)) ??
    ((await addRepository(services, setting)) && (await credentials.get(setting.baseUrl)));
  return credential && createRepository({ setting, credential, log: services.log, clock: systemClock });
}

async function pick(
  services: PublishServices,
  settings: readonly RepositorySetting[],
): Promise<RepositorySetting | undefined> {
  if (settings.length === 1) return settings[0];
  const items: RepositoryItem[] = [
    ...settings.map((setting) => ({
      label: setting.name,
      description: [setting.project, setting.repository, ...setting.folder].join(' / '),
      detail: setting.baseUrl,
      iconPath: new vscode.ThemeIcon('database'),
      setting,
    })),
    { label: t('Add another repository…'), iconPath: new vscode.ThemeIcon('add'), alwaysShow: true },
  ];
  const placeholder = t('Select a BK-Repo repository');
  const question = { title: t('Publish'), placeholder, items: Promise.resolve(items) };
  const answer = await askPick(question, { step: 1, total: 1, canGoBack: false });
  if (answer.kind !== 'answer') return undefined;
  return answer.value.setting ?? addRepository(services);
}

/** Implements `bkpaas.signOutOfRepository`: deletes the password of a repository from this computer. */
export async function signOutOfRepository(services: PublishServices): Promise<void> {
  const settings = readRepositories();
  if (settings.length === 0) {
    showInformation(t('No BK-Repo repositories have been added yet.'));
    return;
  }
  const setting = await pick(services, settings);
  if (!setting) return;
  await services.publishing.credentials.forget(setting.baseUrl);
  showInformation(
    t('Signed out of BK-Repo repository {0}. Its password was deleted from this computer.', setting.name),
  );
}
