import * as vscode from 'vscode';
import { createRepository } from '../../core/repository/repository.ts';
import { RepositoryError, type RepositoryErrorCode } from '../../core/repository/repositoryError.ts';
import {
  parsePastedAddress,
  parseRepositorySetting,
  type RepositoryProblem,
  type RepositorySetting,
} from '../../core/repository/repositorySetting.ts';
import { systemClock } from '../../core/http/clock.ts';
import { parseRepositoryVariables, type RepositoryVariables } from '../../core/repository/repositoryVariables.ts';
import { repositoryProblemText, foundVariablesText } from '../../texts/publishTexts.ts';
import { repositoryErrorMessage } from '../../texts/repositoryErrorTexts.ts';
import { showInformation, showWarning } from '../editor/notifications.ts';
import type { QuestionPosition } from '../editor/answer.ts';
import { askText, pickChoice, type ChoiceItem, type ValidationMessage } from '../editor/quickInput.ts';
import { saveRepository } from '../editor/settings.ts';
import { runWizard, takeAnswer, type Direction } from '../editor/wizard.ts';
import { guideButton } from '../session/guide.ts';
import type { PublishServices } from './publishServices.ts';

const { t } = vscode.l10n;

/**
 * Why a sign-in failed, and which answers the user has to correct. If `wrong` is `server`, the cause can be the server
 * or the network, and the answers can be correct.
 */
interface SignInFailure {
  text: string;
  wrong: 'names' | 'credential' | 'server';
}

const wrongAnswersByCode: Partial<Record<RepositoryErrorCode, SignInFailure['wrong']>> = {
  credentialRefused: 'credential',
  notPermitted: 'names',
  repositoryNotFound: 'names',
};

/**
 * Implements `bkpaas.addRepository`: asks for the repository where packages are published, and for a credential. Each
 * question names the variable of the platform's BK-Repo add-on that contains the answer. The user can also paste a
 * block of these variables as the first answer. The wizard then asks only for values that the block lacks. The
 * credential is stored only after BK-Repo has accepted it. If `known` is given, asks only for the credential. Resolves
 * to the repository, or to undefined if the user cancels.
 */
export async function addRepository(
  services: PublishServices,
  known?: RepositorySetting,
): Promise<RepositorySetting | undefined> {
  const title = known ? t('Sign In to BK-Repo Repository') : t('Add BK-Repo Repository');
  const draft = {
    address: known?.baseUrl ?? '',
    project: known?.project ?? '',
    repository: known?.repository ?? '',
    folder: known?.folder.join('/') ?? '',
    links: known?.links ?? '',
    user: (known && (await services.publishing.credentials.get(known.baseUrl))?.user) ?? '',
    secret: '',
  };
  let setting = known;
  /** The variables of the pasted block. Undefined if no block was pasted. */
  let pasted: RepositoryVariables | undefined;
  /** Which values of the block BK-Repo has rejected. The wizard asks for them. */
  let rejected: 'names' | 'credential' | undefined;
  /** Whether BK-Repo has accepted the credential of the block. */
  let accepted = false;

  const buttons = [
    guideButton(services.editor.extension.extensionUri, t('Where do I find the BKREPO_* variables?'), 'repository'),
  ];
  const isKnown = (): boolean => known !== undefined;
  const hasProject = (): boolean => pasted?.project !== undefined && rejected !== 'names';
  const hasRepository = (): boolean =>
    (pasted?.privateRepository ?? pasted?.publicRepository) !== undefined && rejected !== 'names';
  const hasUser = (): boolean => pasted?.user !== undefined && rejected === undefined;
  const done = await runWizard([
    { skip: isKnown, uncounted: true, ask: address },
    { skip: () => isKnown() || hasProject(), ask: project },
    { skip: () => isKnown() || hasRepository(), ask: repository },
    { skip: () => isKnown() || hasRepository(), ask: links },
    { skip: hasUser, ask: user },
    { skip: () => accepted, ask: secret },
  ]);
  if (!done || !setting) return undefined;
  if (!known) await saveRepository(setting);
  showInformation(t('Signed in to BK-Repo repository {0}.', setting.name));
  return setting;

  async function address(position: QuestionPosition): Promise<Direction> {
    const answer = await askText(
      {
        title,
        prompt: t(
          'The platform downloads packages only from its own BK-Repo, so the extension stores your package there first. Paste the BKREPO_* variables of the BK-Repo add-on, or enter the address.',
        ),
        placeholder: 'https://bkrepo.example.com, BKREPO_ENDPOINT_URL=…',
        value: draft.address,
        buttons,
        validate: (text) => {
          const variables = parseRepositoryVariables(text);
          if (variables) return takeVariables(variables);
          draft.address = text;
          const address = parsePastedAddress(text)?.baseUrl;
          if (text.trim() !== '' && address === undefined) return problemMessage('baseUrlInvalid');
          return pasted && foundVariablesMessage({ ...pasted, address });
        },
        check: checkAddress,
      },
      position,
    );
    return takeAnswer(answer, (text) => {
      const found = parsePastedAddress(text);
      draft.project ||= found?.project ?? '';
      draft.repository ||= found?.repository ?? '';
      draft.folder ||= found?.folder ?? '';
    });
  }

  /**
   * Stores the values of a pasted block in the draft. The returned message replaces the block in the box with the
   * address, so that the password does not stay visible.
   */
  function takeVariables(variables: RepositoryVariables): ValidationMessage {
    pasted = { ...pasted, ...variables };
    rejected = undefined;
    const { privateRepository, publicRepository } = pasted;
    draft.address = pasted.address ?? draft.address;
    draft.project = pasted.project ?? draft.project;
    draft.repository = privateRepository ?? publicRepository ?? draft.repository;
    draft.links = privateRepository === undefined && publicRepository !== undefined ? 'public' : 'temporary';
    draft.user = pasted.user ?? draft.user;
    draft.secret = pasted.secret ?? draft.secret;
    return { ...foundVariablesMessage(pasted), replacement: pasted.address ?? '' };
  }

  /** Checks the address. If the pasted block contains all other answers, also tries to sign in. */
  async function checkAddress(text: string, signal: AbortSignal): Promise<ValidationMessage | undefined> {
    if (!parsePastedAddress(text)) return problemMessage('baseUrlInvalid');
    if (draft.secret === '' || !hasProject() || !hasRepository() || !hasUser()) return undefined;
    const failure = await signInWith(draft.secret, signal);
    accepted = failure === undefined;
    if (!failure) return undefined;
    // The box stays open. Enter tries again, with the same or another address.
    if (failure.wrong === 'server') return { text: failure.text, severity: 'error' };
    rejected = failure.wrong;
    return { text: t('{0} Press Enter to correct it.', failure.text), severity: 'warning', confirmOnEnter: true };
  }

  function project(position: QuestionPosition): Promise<Direction> {
    const prompt = t('Project (BKREPO_PROJECT from the add-on)');
    // `x` is a placeholder for the repository's name, which the user enters later.
    return askMember(position, 'project', prompt, () => settingProblem({ project: draft.project, repository: 'x' }));
  }

  function repository(position: QuestionPosition): Promise<Direction> {
    const prompt = t('Repository (BKREPO_PRIVATE_BUCKET or BKREPO_PUBLIC_BUCKET from the add-on)');
    return askMember(position, 'repository', prompt, () => settingProblem(draft));
  }

  function user(position: QuestionPosition): Promise<Direction> {
    const prompt = t('User name (BKREPO_USERNAME from the add-on, or your own)');
    return askMember(position, 'user', prompt, () =>
      draft.user === '' ? { text: t('Enter a user name.'), severity: 'error' } : undefined,
    );
  }

  async function askMember(
    position: QuestionPosition,
    key: 'project' | 'repository' | 'user',
    prompt: string,
    check: () => ValidationMessage | undefined,
  ): Promise<Direction> {
    const validate = (text: string): undefined => {
      draft[key] = text.trim();
    };
    const question = { title, prompt, value: draft[key], buttons, validate, check: () => Promise.resolve(check()) };
    const answer = await askText(question, position);
    return answer.kind === 'answer' ? 'next' : answer.kind;
  }

  async function links(position: QuestionPosition): Promise<Direction> {
    const items: ChoiceItem<RepositorySetting['links']>[] = [
      {
        label: t('Temporary URLs, each valid for one hour'),
        description: t('for private repositories'),
        choice: 'temporary',
      },
      { label: t('Public URLs'), description: t('for public repositories, which anyone can read'), choice: 'public' },
    ];
    if (draft.repository.startsWith('public')) items.reverse();
    const placeholder = t('Select how the platform downloads packages');
    const answer = await pickChoice({ title, placeholder, items: Promise.resolve(items) }, position);
    return takeAnswer(answer, (choice) => (draft.links = choice));
  }

  async function secret(position: QuestionPosition): Promise<Direction> {
    const answer = await askText(
      {
        title,
        prompt: t(
          'Password (BKREPO_PASSWORD from the add-on) or a BK-Repo personal access token. It’s verified before it’s saved in VS Code’s secret storage.',
        ),
        value: draft.secret,
        buttons,
        password: true,
        validate: () => undefined,
        check: checkSecret,
      },
      position,
    );
    return answer.kind === 'answer' ? 'next' : answer.kind;
  }

  async function checkSecret(text: string, signal: AbortSignal): Promise<ValidationMessage | undefined> {
    const failure = await signInWith(text, signal);
    return failure && { text: failure.text, severity: 'error' };
  }

  /**
   * Signs in with the draft and a password or token. Stores the credential if BK-Repo accepts it. Otherwise resolves to
   * the failure.
   */
  async function signInWith(text: string, signal: AbortSignal): Promise<SignInFailure | undefined> {
    const reading = known
      ? { ok: true as const, setting: known }
      : parseRepositorySetting({ ...draft, baseUrl: parsePastedAddress(draft.address)?.baseUrl });
    if (!reading.ok) return { text: repositoryProblemText(t, reading.problem), wrong: 'names' };
    setting = reading.setting;
    const credential = { user: draft.user, secret: text };
    try {
      await createRepository({ setting, credential, log: services.log, clock: systemClock }).signIn({ signal });
    } catch (error) {
      if (!(error instanceof RepositoryError)) throw error;
      return { text: repositoryErrorMessage(t, error), wrong: wrongAnswersByCode[error.code] ?? 'server' };
    }
    if (!(await services.publishing.credentials.keep(setting.baseUrl, credential)))
      showWarning(
        t(
          'Couldn’t save the BK-Repo password on this computer. You’ll need to enter it again after you close this window.',
        ),
      );
    return undefined;
  }
}

function foundVariablesMessage(variables: RepositoryVariables): ValidationMessage {
  return { text: foundVariablesText(t, variables), severity: 'info' };
}

/** Returns the problem of a project and repository name, or undefined if the names are valid. */
function settingProblem({
  project,
  repository,
}: {
  project: string;
  repository: string;
}): ValidationMessage | undefined {
  const reading = parseRepositorySetting({ baseUrl: 'https://example.com', project, repository });
  return reading.ok ? undefined : problemMessage(reading.problem);
}

function problemMessage(code: RepositoryProblem): ValidationMessage {
  return { text: repositoryProblemText(t, code), severity: 'error' };
}
