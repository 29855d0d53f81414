import * as vscode from 'vscode';
import { trimPasted, trimPastedUrl } from '../../core/http/pastedText.ts';
import { isWebAddress } from '../../core/http/urls.ts';
import { parseConsoleAddress } from '../../core/platform/consoleAddress.ts';
import { parseAccessToken } from '../../core/platform/accessToken.ts';
import { applicationsPageUrl, cloudApiPageUrl } from '../../core/platform/consoleUrl.ts';
import { parseGatewayUrl } from '../../core/platform/gatewayUrl.ts';
import { isTenantId } from '../../core/platform/names.ts';
import { accessTokenProblemText, consoleUrlProblemText, tenantIdProblemText } from '../../texts/inputTexts.ts';
import { setDraftGateway, gatewayQuestion, type NewPlatformDraft } from './gatewayQuestion.ts';
import type { QuestionPosition } from '../editor/answer.ts';
import { askPick, askText, type QuestionButton, type TextQuestion } from '../editor/quickInput.ts';
import type { GuidePlace } from '../editor/ids.ts';
import { guideButton } from './guide.ts';
import { platformForGateway, type Session, type SignedIn } from './session.ts';
import { readPlatforms, type PlatformSetting } from '../editor/settings.ts';
import { takeAnswer, type WizardStep } from '../editor/wizard.ts';
import type { SessionServices } from './sessionServices.ts';
import { tryToken, type AcceptedToken } from './tryToken.ts';

const { t } = vscode.l10n;

type SignInServices = Pick<SessionServices, 'session' | 'log' | 'editor'>;

export interface SignInDraft extends NewPlatformDraft {
  /** The chosen platform of the settings; undefined while the user describes a new platform. */
  known: PlatformSetting | undefined;
  token: string;
  /** The session of the chosen platform, if a token was already stored. No further question is then asked. */
  switched?: SignedIn | undefined;
  tried?: AcceptedToken;
}

type Question = Pick<TextQuestion, 'prompt' | 'placeholder' | 'validate' | 'check'>;

/**
 * Returns the questions of a sign-in. The questions ask for a platform of the settings or for the URLs of a new
 * platform, and for the token. The answers set `tried` or `switched` in the draft.
 */
export function signInSteps(services: SignInServices, draft: SignInDraft): WizardStep[] {
  const title = t('Sign In to BlueKing PaaS');
  const platforms = readPlatforms();
  const knownFromStart = draft.known !== undefined;
  // A sign-in link describes its gateway completely, so the console URL and the tenant ID are not asked for.
  const isLinked = (): boolean => draft.link !== undefined && draft.link.gatewayUrl === draft.described;
  const accept = (field: 'gatewayUrl' | 'consoleUrl' | 'tenantId', text: string): void => {
    if (field !== 'gatewayUrl') {
      draft[field] = trimPastedUrl(text);
      return;
    }
    draft.gatewayUrl = text;
    const parsed = parseGatewayUrl(text);
    if (!parsed.ok) return;
    setDraftGateway(draft, parsed.gatewayUrl);
    services.editor.contextKeys.set('platformKnown', true);
  };
  const describe = (field: 'gatewayUrl' | 'consoleUrl' | 'tenantId', question: Question): WizardStep => ({
    skip: () => draft.known !== undefined || draft.switched !== undefined || (field !== 'gatewayUrl' && isLinked()),
    ask: async (position) => {
      const buttons = questionButtons(
        services,
        addressHelp(),
        () => draft.consoleUrl || parseConsoleAddress(draft.gatewayUrl),
      );
      const answer = await askText({ title, value: draft[field], buttons, ...question }, position);
      return takeAnswer(answer, (text) => {
        accept(field, text);
      });
    },
  });
  return [
    {
      skip: () => knownFromStart || draft.link !== undefined || platforms.length === 0,
      uncounted: true,
      ask: (position) => askPlatform(services, title, platforms, draft, position),
    },
    describe('gatewayUrl', gatewayQuestion(services.log, draft)),
    describe('consoleUrl', {
      prompt: t('Console URL of the platform, used to open its pages (optional: press Enter to skip)'),
      placeholder: 'https://paas.example.com',
      validate: (text) =>
        isEmptyOrWebAddress(text) ? undefined : { text: consoleUrlProblemText(t), severity: 'error' },
    }),
    describe('tenantId', {
      prompt: t('Tenant ID, only for multi-tenant platforms (optional: press Enter to skip)'),
      validate: (text) =>
        isTenantId(trimPasted(text)) ? undefined : { text: tenantIdProblemText(t), severity: 'error' },
    }),
    { skip: () => draft.switched !== undefined, ask: (position) => askToken(services, title, draft, position) },
  ];
}

async function askPlatform(
  services: SignInServices,
  title: string,
  platforms: readonly PlatformSetting[],
  draft: SignInDraft,
  position: QuestionPosition,
) {
  const current = services.session.current;
  const currentUrl = current.state === 'signedIn' ? current.platform.gatewayUrl : undefined;
  const load = async (): Promise<(vscode.QuickPickItem & { platform?: PlatformSetting })[]> => {
    const stored = new Set((await services.session.storedPlatforms()).map(({ gatewayUrl }) => gatewayUrl));
    const description = ({ gatewayUrl }: PlatformSetting): string => {
      if (gatewayUrl === currentUrl) return t('signed in');
      return stored.has(gatewayUrl) ? t('access token stored') : '';
    };
    return [
      ...platforms.map((platform) => ({
        label: platform.name,
        description: description(platform),
        detail: platform.gatewayUrl,
        platform,
      })),
      { label: `$(add) ${t('Add another platform…')}` },
    ];
  };
  const answer = await askPick({ title, placeholder: t('Select a platform'), items: load() }, position);
  if (answer.kind !== 'answer') return answer.kind;
  const { platform } = answer.value;
  draft.known = platform;
  draft.switched = undefined;
  if (platform && platform.gatewayUrl !== currentUrl) draft.switched = await services.session.switchTo(platform);
  return 'next';
}

async function askToken(services: SignInServices, title: string, draft: SignInDraft, position: QuestionPosition) {
  const platform = draft.known ?? describedPlatform(draft);
  const answer = await askText(
    {
      title,
      prompt: t('Paste an access token for {0}. It’s verified before it’s saved.', platform.name),
      placeholder: t('Access token, {0}, or the complete X-BKAPI-AUTHORIZATION header', '{"access_token": "…"}'),
      value: draft.token,
      password: true,
      buttons: questionButtons(services, tokenHelp(), () => platform.consoleUrl),
      validate: (text) => {
        const reading = parseAccessToken(text);
        return reading.ok ? undefined : { text: accessTokenProblemText(t, reading.problem), severity: 'error' };
      },
      check: async (text, signal) => {
        draft.token = text;
        const result = await tryToken(services, platform, text, signal);
        if ('text' in result) return result;
        draft.tried = result;
        return undefined;
      },
    },
    position,
  );
  return takeAnswer(answer, () => undefined);
}

interface QuestionHelp {
  question: string;
  place: GuidePlace;
}

const addressHelp = (): QuestionHelp => ({ question: t('Where do I find the address?'), place: 'platform' });
const tokenHelp = (): QuestionHelp => ({ question: t('How do I get a token?'), place: 'token' });

/**
 * Returns the buttons of a question: the console and the guide. `address` returns the console's address. While this
 * address is unknown, both buttons open the guide, which says where to find the address.
 */
function questionButtons(
  { editor: { extension }, session }: SignInServices,
  { question, place }: QuestionHelp,
  address: () => string | undefined,
): QuestionButton[] {
  const guide = guideButton(extension.extensionUri, question, place);
  const console = {
    iconPath: new vscode.ThemeIcon('link-external'),
    tooltip: t('Open Console to Create Token'),
    run: (cancel: () => void) => {
      const consoleUrl = address() ?? '';
      return isWebAddress(consoleUrl) ? openTokenPage(consoleUrl, session.current) : guide.run(cancel);
    },
  };
  return [console, guide];
}

function describedPlatform(draft: SignInDraft): PlatformSetting {
  if (draft.described === undefined) throw new Error('the gateway URL was accepted before the token is asked for');
  const known = platformForGateway(draft.described);
  return { ...known, consoleUrl: draft.consoleUrl || known.consoleUrl, tenantId: draft.tenantId || known.tenantId };
}

function isEmptyOrWebAddress(text: string): boolean {
  const trimmed = trimPastedUrl(text);
  return trimmed === '' || isWebAddress(trimmed);
}

/**
 * Opens the console page where the user can create a token (platform-api.md 3.2). If the token of an application was
 * rejected, opens the page of this application. Otherwise opens the list of applications.
 */
async function openTokenPage(consoleUrl: string, session: Session): Promise<void> {
  const appCode = session.state === 'rejected' ? session.identity.appCode : undefined;
  const page = appCode === undefined ? applicationsPageUrl(consoleUrl) : cloudApiPageUrl(consoleUrl, appCode);
  await vscode.env.openExternal(vscode.Uri.parse(page));
}
