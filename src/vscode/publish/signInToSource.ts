import * as vscode from 'vscode';
import { credentialTarget } from '../../core/releases/sources/createSource.ts';
import type { ReleaseSourceSetting } from '../../core/releases/sources/releaseSourceSetting.ts';
import { SourceError } from '../../core/releases/sources/sourceError.ts';
import { sourceErrorMessage, sourceKindText } from '../../texts/sourceTexts.ts';
import { showWarning } from '../editor/notifications.ts';
import type { QuestionPosition } from '../editor/answer.ts';
import { askText, type ValidationMessage } from '../editor/quickInput.ts';
import { githubSession } from './releaseSources.ts';
import { runWizard, takeAnswer, type Direction } from '../editor/wizard.ts';
import type { PublishServices } from './publishServices.ts';

const { t } = vscode.l10n;

/**
 * Signs in to a release source. For github.com, this uses VS Code's GitHub account. For other sources, the user enters
 * a credential, which is stored only after the source has accepted it. The credential is stored only for the origin
 * of the source's API, which the question names. Resolves to whether the sign-in succeeded.
 */
export async function signInToSource(services: PublishServices, setting: ReleaseSourceSetting): Promise<boolean> {
  const { host } = new URL(setting.url);
  const { origin } = credentialTarget(setting);
  if (setting.kind === 'github' && host === 'github.com')
    return (await githubSession({ createIfNone: true })) !== undefined;
  const title = t('Sign In to {0}', host);
  const wantsUser = setting.kind === 'bkrepo' || setting.kind === 'index';
  let userName = '';
  return runWizard([{ skip: () => !wantsUser, ask: user }, { ask: secret }]);

  async function user(position: QuestionPosition): Promise<Direction> {
    const prompt = t('User name for {0}', host);
    const answer = await askText({ title, prompt, value: userName, validate: () => undefined }, position);
    return takeAnswer(answer, (text) => (userName = text.trim()));
  }

  async function secret(position: QuestionPosition): Promise<Direction> {
    const answer = await askText(
      {
        title,
        prompt: wantsUser
          ? t('Password or personal access token. It’s sent only to {0}.', origin)
          : t('{0} access token with read permission. It’s sent only to {1}.', sourceKindText(t, setting.kind), origin),
        value: '',
        password: true,
        validate: () => undefined,
        check: checkSecret,
      },
      position,
    );
    return answer.kind === 'answer' ? 'next' : answer.kind;
  }

  async function checkSecret(text: string, signal: AbortSignal): Promise<ValidationMessage | undefined> {
    if (text.trim() === '') return { text: t('Enter a password or token.'), severity: 'error' };
    const { sources } = services.publishing;
    const credential = { user: userName, secret: text.trim() };
    try {
      await sources.openWith(setting, credential).list({ signal });
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      return { text: sourceErrorMessage(t, error), severity: 'error' };
    }
    // Stores the credential only after the source has accepted it, so that a rejected credential does not replace a
    // valid one.
    if (!(await sources.signIn(setting, credential)))
      showWarning(
        t(
          'Couldn’t save the token for {0} on this computer. You’ll need to enter it again after you close this window.',
          host,
        ),
      );
    return undefined;
  }
}
