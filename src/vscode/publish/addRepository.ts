import * as vscode from 'vscode';
import { createRepository, type RepositoryCredential } from '../../core/repository/repository.ts';
import { RepositoryError } from '../../core/repository/repositoryError.ts';
import {
  parsePastedAddress,
  parseRepositorySetting,
  type RepositorySetting,
} from '../../core/repository/repositorySetting.ts';
import { systemClock } from '../../core/http/clock.ts';
import { repositoryProblemText } from '../../texts/publishTexts.ts';
import { repositoryErrorMessage } from '../../texts/repositoryErrorTexts.ts';
import { showInformation, showWarning } from '../editor/notifications.ts';
import { askPick, askText, type Position, type ValidationMessage } from '../editor/quickInput.ts';
import { saveRepository } from '../editor/settings.ts';
import { runWizard, type Direction } from '../editor/wizard.ts';
import type { PublishServices } from './publishServices.ts';

const { t } = vscode.l10n;

/**
 * Implements `bkpaas.addRepository`: asks where packages are published. Each question names the variable of the
 * platform's BK-Repo add-on that holds its answer. The credential is tried before it is stored. Resolves to the
 * repository; undefined if cancelled.
 */
export async function addRepository(
  services: Pick<PublishServices, 'publishing' | 'log'>,
  known?: RepositorySetting,
): Promise<RepositorySetting | undefined> {
  const title = known ? t('Sign In to BK-Repo') : t('Add a BK-Repo Repository');
  const draft = {
    address: known?.baseUrl ?? '',
    project: known?.project ?? '',
    repository: known?.repository ?? '',
    folder: known?.folder.join('/') ?? '',
    links: known?.links ?? '',
    user: (known && (await services.publishing.credentials.get(known.baseUrl))?.user) ?? '',
  };
  let setting = known;

  const done = await runWizard([
    { skip: () => known !== undefined, ask: address },
    { skip: () => known !== undefined, ask: project },
    { skip: () => known !== undefined, ask: repository },
    { skip: () => known !== undefined, ask: links },
    { ask: user },
    { ask: secret },
  ]);
  if (!done || !setting) return undefined;
  if (!known) await saveRepository(setting);
  showInformation(t('Signed in to the BK-Repo repository {0}.', setting.name));
  return setting;

  async function address(position: Position): Promise<Direction> {
    const answer = await askText(
      {
        title,
        prompt: t('The address of the BK-Repo, or of a folder in it: BKREPO_ENDPOINT_URL of the add-on'),
        placeholder: 'https://bkrepo.example.com',
        value: draft.address,
        validate: (text) => {
          draft.address = text;
          return text.trim() === '' || parsePastedAddress(text)
            ? undefined
            : { text: repositoryProblemText(t, 'baseUrlInvalid'), severity: 'error' };
        },
        check: (text) => Promise.resolve(parsePastedAddress(text) ? undefined : problem('baseUrlInvalid')),
      },
      position,
    );
    if (answer.kind !== 'answer') return answer.kind;
    const pasted = parsePastedAddress(answer.value);
    draft.project ||= pasted?.project ?? '';
    draft.repository ||= pasted?.repository ?? '';
    draft.folder ||= pasted?.folder ?? '';
    return 'next';
  }

  function project(position: Position): Promise<Direction> {
    const prompt = t('The project: BKREPO_PROJECT of the add-on');
    return askName(position, prompt, 'project', 'projectMissing');
  }

  function repository(position: Position): Promise<Direction> {
    const prompt = t('The repository: BKREPO_PRIVATE_BUCKET, or BKREPO_PUBLIC_BUCKET, of the add-on');
    return askName(position, prompt, 'repository', 'repositoryMissing');
  }

  async function askName(
    position: Position,
    prompt: string,
    key: 'project' | 'repository',
    wrong: 'projectMissing' | 'repositoryMissing',
  ): Promise<Direction> {
    const answer = await askText(
      {
        title,
        prompt,
        value: draft[key],
        validate: (text) => {
          draft[key] = text.trim();
          return undefined;
        },
        check: () => Promise.resolve(readingProblem(wrong)),
      },
      position,
    );
    return answer.kind === 'answer' ? 'next' : answer.kind;
  }

  async function links(position: Position): Promise<Direction> {
    const items = [
      {
        label: t('A link of its own for each package, for an hour'),
        description: t('for private repositories'),
        links: 'temporary' as const,
      },
      {
        label: t('Plain links'),
        description: t('for public repositories, which anybody may read'),
        links: 'public' as const,
      },
    ];
    const isPublic = draft.repository.startsWith('public');
    const ordered = isPublic ? items.toReversed() : items;
    const placeholder = t('How does the platform get the package?');
    const answer = await askPick({ title, placeholder, items: Promise.resolve(ordered) }, position);
    if (answer.kind !== 'answer') return answer.kind;
    draft.links = answer.value.links;
    return 'next';
  }

  async function user(position: Position): Promise<Direction> {
    const answer = await askText(
      {
        title,
        prompt: t('The user name: BKREPO_USERNAME of the add-on, or your own'),
        value: draft.user,
        validate: (text) => {
          draft.user = text.trim();
          return undefined;
        },
        check: (text) =>
          Promise.resolve(
            text.trim() === '' ? ({ text: t('Enter the user name.'), severity: 'error' } as const) : undefined,
          ),
      },
      position,
    );
    return answer.kind === 'answer' ? 'next' : answer.kind;
  }

  async function secret(position: Position): Promise<Direction> {
    const answer = await askText(
      {
        title,
        prompt: t(
          'The password, or a personal token of BK-Repo: BKREPO_PASSWORD of the add-on. It is tried now and kept in VS Code’s SecretStorage.',
        ),
        value: '',
        password: true,
        validate: () => undefined,
        check: (text, signal) => tried(text, signal),
      },
      position,
    );
    return answer.kind === 'answer' ? 'next' : answer.kind;
  }

  async function tried(text: string, signal: AbortSignal): Promise<ValidationMessage | undefined> {
    const reading = parseRepositorySetting(known ?? { ...draft, baseUrl: parsePastedAddress(draft.address)?.baseUrl });
    if (!reading.ok && !known) return problem(reading.problem);
    setting = known ?? (reading.ok ? reading.setting : undefined);
    if (!setting) return undefined;
    const credential: RepositoryCredential = { user: draft.user, secret: text };
    try {
      await createRepository({ setting, credential, log: services.log, clock: systemClock }).signIn({ signal });
    } catch (error) {
      if (!(error instanceof RepositoryError)) throw error;
      return { text: repositoryErrorMessage(t, error), severity: 'error' };
    }
    if (!(await services.publishing.credentials.keep(setting.baseUrl, credential)))
      showWarning(t('This computer did not keep the password of BK-Repo: it is good until this window closes.'));
    return undefined;
  }

  function problem(code: Parameters<typeof repositoryProblemText>[1]): ValidationMessage {
    return { text: repositoryProblemText(t, code), severity: 'error' };
  }

  /** Returns a problem of the answers so far. Answers that are still missing are filled in. */
  function readingProblem(code: 'projectMissing' | 'repositoryMissing'): ValidationMessage | undefined {
    const reading = parseRepositorySetting({
      baseUrl: 'https://example.com',
      project: draft.project,
      repository: code === 'projectMissing' ? 'x' : draft.repository,
    });
    return reading.ok ? undefined : problem(reading.problem);
  }
}
