import * as vscode from 'vscode';
import { trimPasted } from '../../core/http/pastedText.ts';
import { parseAccessToken } from '../../core/platform/accessToken.ts';
import { applicationsPage, cloudApiPage } from '../../core/platform/consoleUrl.ts';
import { parseGatewayUrl } from '../../core/platform/gatewayUrl.ts';
import {
  accessTokenProblemText,
  consoleUrlProblemText,
  gatewayUrlProblemText,
  tenantIdProblemText,
} from '../../texts/inputTexts.ts';
import { platformLanguage } from './connect.ts';
import { askPick, askText, type Position, type QuestionButton, type TextQuestion } from '../editor/quickInput.ts';
import { platformOf, type Session, type SignedIn } from './session.ts';
import { readPlatforms, type PlatformSetting } from '../editor/settings.ts';
import { takeAnswer, type Step } from '../editor/wizard.ts';
import type { SessionServices } from './sessionServices.ts';
import { tryToken, type TriedToken } from './tryToken.ts';

const { t } = vscode.l10n;

type Needs = Pick<SessionServices, 'session' | 'log' | 'extensionUri'>;

export interface SignInDraft {
  /** The chosen platform of the settings; undefined while the user describes a new platform. */
  known: PlatformSetting | undefined;
  gatewayUrl: string;
  consoleUrl: string;
  tenantId: string;
  token: string;
  /** The session of the chosen platform, if a token was already stored. No further question is then asked. */
  switched?: SignedIn | undefined;
  tried?: TriedToken;
}

type Question = Pick<TextQuestion, 'prompt' | 'placeholder' | 'validate'>;

/**
 * Returns the questions of a sign-in. The questions ask for a platform of the settings or for the URLs of a new
 * platform, and for the token. The answers set `tried` or `switched` in the draft.
 */
export function signInSteps(services: Needs, draft: SignInDraft): Step[] {
  const title = t('Sign In to BlueKing PaaS');
  const platforms = readPlatforms();
  const knownFromStart = draft.known !== undefined;
  const describe = (field: 'gatewayUrl' | 'consoleUrl' | 'tenantId', question: Question): Step => ({
    skip: () => draft.known !== undefined || draft.switched !== undefined,
    ask: async (position) => {
      const answer = await askText({ title, value: draft[field], ...question }, position);
      // `parseGatewayUrl` trims the gateway URL.
      return takeAnswer(answer, (text) => (draft[field] = field === 'gatewayUrl' ? text : trimPasted(text)));
    },
  });
  return [
    {
      skip: () => knownFromStart || platforms.length === 0,
      ask: (position) => askPlatform(services, title, platforms, draft, position),
    },
    describe('gatewayUrl', {
      prompt: t('Gateway URL of the platform, including the stage'),
      placeholder: 'https://bkapi.example.com/api/bkpaas3/prod',
      validate: (text) => {
        const reading = parseGatewayUrl(text);
        if (!reading.ok) return { text: gatewayUrlProblemText(t, reading.problem), severity: 'error' };
        if (!reading.plainHttp) return undefined;
        const warning = t('With http, the access token is sent unencrypted. Use https if the gateway supports it.');
        return { text: warning, severity: 'warning' };
      },
    }),
    describe('consoleUrl', {
      prompt: t('Console URL of the platform, used to open its pages (optional: press Enter to skip)'),
      placeholder: 'https://paas.example.com',
      validate: (text) =>
        isOptionalWebAddress(text) ? undefined : { text: consoleUrlProblemText(t), severity: 'error' },
    }),
    describe('tenantId', {
      prompt: t('Tenant ID, only for multi-tenant platforms (optional: press Enter to skip)'),
      validate: (text) =>
        /^[A-Za-z0-9_-]{0,64}$/.test(trimPasted(text))
          ? undefined
          : { text: tenantIdProblemText(t), severity: 'error' },
    }),
    { skip: () => draft.switched !== undefined, ask: (position) => askToken(services, title, draft, position) },
  ];
}

async function askPlatform(
  services: Needs,
  title: string,
  platforms: readonly PlatformSetting[],
  draft: SignInDraft,
  position: Position,
) {
  const current = services.session.current;
  const currentUrl = current.state === 'signedIn' ? current.platform.gatewayUrl : undefined;
  const items: (vscode.QuickPickItem & { platform?: PlatformSetting })[] = [
    ...platforms.map((platform) => ({
      label: platform.name,
      description: platform.gatewayUrl === currentUrl ? t('signed in') : '',
      detail: platform.gatewayUrl,
      platform,
    })),
    { label: `$(add) ${t('Add another platform…')}` },
  ];
  const answer = await askPick({ title, placeholder: t('Select a platform'), items: Promise.resolve(items) }, position);
  if (answer.kind !== 'answer') return answer.kind;
  const { platform } = answer.value;
  draft.known = platform;
  draft.switched = undefined;
  if (platform && platform.gatewayUrl !== currentUrl) draft.switched = await services.session.switchTo(platform);
  return 'next';
}

async function askToken(services: Needs, title: string, draft: SignInDraft, position: Position) {
  const platform = draft.known ?? describedPlatform(draft);
  const answer = await askText(
    {
      title,
      prompt: t('Paste an access token for {0}. It’s verified before it’s saved.', platform.name),
      placeholder: t('Access token, {0}, or the complete X-BKAPI-AUTHORIZATION header', '{"access_token": "…"}'),
      value: draft.token,
      password: true,
      buttons: tokenButtons(services, platform),
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

function tokenButtons({ extensionUri, session }: Needs, { consoleUrl }: PlatformSetting): QuestionButton[] {
  const guide = {
    iconPath: new vscode.ThemeIcon('question'),
    tooltip: t('How do I get a token?'),
    run: () => openGuide(extensionUri),
  };
  if (consoleUrl === undefined) return [guide];
  const console = {
    iconPath: new vscode.ThemeIcon('link-external'),
    tooltip: t('Open Console to Create Token'),
    run: () => openTokenPage(consoleUrl, session.current),
  };
  return [console, guide];
}

function describedPlatform(draft: SignInDraft): PlatformSetting {
  const reading = parseGatewayUrl(draft.gatewayUrl);
  if (!reading.ok) throw new Error('the gateway URL was accepted before the token is asked for');
  const known = platformOf(reading.gatewayUrl);
  return { ...known, consoleUrl: draft.consoleUrl || known.consoleUrl, tenantId: draft.tenantId || known.tenantId };
}

function isOptionalWebAddress(text: string): boolean {
  const trimmed = trimPasted(text);
  return trimmed === '' || (/^https?:\/\//i.test(trimmed) && URL.canParse(trimmed));
}

/** Opens the README in the VSIX, in the window's language. vsce changes the name of the English README to lower case. */
async function openGuide(extensionUri: vscode.Uri): Promise<void> {
  const file = platformLanguage() === 'zh-cn' ? 'README.zh-CN.md' : 'readme.md';
  await vscode.commands.executeCommand('markdown.showPreview', vscode.Uri.joinPath(extensionUri, file));
}

/**
 * Opens the console page where the user can create a token (platform-api.md 3.2). Opens the page of the application
 * whose token was rejected, otherwise the list of applications.
 */
async function openTokenPage(consoleUrl: string, session: Session): Promise<void> {
  const appCode = session.state === 'rejected' ? session.identity.appCode : undefined;
  const page = appCode === undefined ? applicationsPage(consoleUrl) : cloudApiPage(consoleUrl, appCode);
  await vscode.env.openExternal(vscode.Uri.parse(page));
}
