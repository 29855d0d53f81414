import * as vscode from 'vscode';
import { readAccessToken } from '../../core/platform/accessToken.ts';
import type { Identity } from '../../core/platform/applications.ts';
import { readGatewayUrl } from '../../core/platform/gatewayUrl.ts';
import { createPlatform, type Platform } from '../../core/platform/platform.ts';
import { PlatformError } from '../../core/platform/platformError.ts';
import { errorMessage } from '../../texts/errorTexts.ts';
import {
  accessTokenProblemText,
  consoleUrlProblemText,
  gatewayUrlProblemText,
  tenantIdProblemText,
} from '../../texts/inputTexts.ts';
import { signedInText } from '../../texts/signedInText.ts';
import { platformLanguage } from '../connect.ts';
import { showInformation, showWarning } from '../notifications.ts';
import { askPick, askText, type Answer, type Position, type Remark } from '../quickInput.ts';
import type { SignedIn } from '../session.ts';
import { readPlatforms, savePlatform, type PlatformSetting } from '../settings.ts';
import { runSteps, type Step } from '../steps.ts';
import type { Services } from './services.ts';

const { t } = vscode.l10n;

type Needs = Pick<Services, 'session' | 'catalog' | 'log' | 'extensionUri'>;

interface SignInDraft {
  /** A platform of the settings; undefined while a new one is being described. */
  known: PlatformSetting | undefined;
  gatewayUrl: string;
  consoleUrl: string;
  tenantId: string;
  token: string;
  /** Already signed in there: nothing more to ask. */
  switched: SignedIn | undefined;
  tried: TriedToken | undefined;
}

interface TriedToken {
  platform: PlatformSetting;
  accessToken: string;
  readAs: 'bare' | 'json' | 'header';
  identity: Identity;
  applications: Awaited<ReturnType<Platform['whoAmI']>>['applications'] | undefined;
  /** The token works, and its app may not list applications. */
  notPermitted: PlatformError | undefined;
}

/**
 * Asks for a platform and a token, tries the token there, and only then keeps it. `wanted` is a platform that a command
 * needs. Resolves with the session, or undefined when the person cancelled.
 */
export async function signIn(services: Needs, wanted?: PlatformSetting): Promise<SignedIn | undefined> {
  const current = await services.session.read();
  const known = wanted ?? (current.state === 'rejected' || current.state === 'lost' ? current.platform : undefined);
  const draft: SignInDraft = {
    known,
    gatewayUrl: '',
    consoleUrl: '',
    tenantId: '',
    token: '',
    switched: undefined,
    tried: undefined,
  };

  const finished = await runSteps(signInSteps(services, draft));
  if (!finished) return undefined;
  if (draft.switched) return draft.switched;
  return draft.tried ? keep(services, draft.tried) : undefined;
}

function signInSteps(services: Needs, draft: SignInDraft): Step[] {
  const title = t('Sign In to BlueKing PaaS');
  const platforms = readPlatforms();
  const knownFromStart = draft.known !== undefined;
  const described = (): boolean => draft.known !== undefined || draft.switched !== undefined;
  return [
    {
      skip: () => knownFromStart || platforms.length === 0,
      ask: (position) => askPlatform(services, title, platforms, draft, position),
    },
    { skip: described, ask: (position) => askGatewayUrl(title, draft, position) },
    { skip: described, ask: (position) => askConsoleUrl(title, draft, position) },
    { skip: described, ask: (position) => askTenantId(title, draft, position) },
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
  const items: (vscode.QuickPickItem & { platform?: PlatformSetting })[] = [
    ...platforms.map((platform) => ({
      label: platform.name,
      description:
        current.state === 'signedIn' && current.platform.gatewayUrl === platform.gatewayUrl ? t('signed in') : '',
      detail: platform.gatewayUrl,
      platform,
    })),
    { label: `$(add) ${t('Another platform…')}` },
  ];
  const answer = await askPick({ title, placeholder: t('Which platform?'), items: Promise.resolve(items) }, position);
  if (answer.kind !== 'answer') return answer.kind;
  draft.known = answer.value.platform;
  draft.switched = undefined;
  const isCurrent = current.state === 'signedIn' && current.platform.gatewayUrl === draft.known?.gatewayUrl;
  if (draft.known && !isCurrent) draft.switched = await services.session.switchTo(draft.known);
  return 'next';
}

async function askGatewayUrl(title: string, draft: SignInDraft, position: Position) {
  const answer = await askText(
    {
      title,
      prompt: t('The platform’s gateway URL including the stage'),
      placeholder: 'https://bkapi.example.com/api/bkpaas3/prod',
      value: draft.gatewayUrl,
      validate: (text): Remark | undefined => {
        const reading = readGatewayUrl(text);
        if (!reading.ok) return { text: gatewayUrlProblemText(t, reading.problem), severity: 'error' };
        if (reading.plainHttp)
          return {
            text: t('Over http the access token travels unencrypted. Use https if the gateway has it.'),
            severity: 'warning',
          };
        return undefined;
      },
    },
    position,
  );
  return taken(answer, (text) => (draft.gatewayUrl = text));
}

async function askConsoleUrl(title: string, draft: SignInDraft, position: Position) {
  const answer = await askText(
    {
      title,
      prompt: t('The address of the platform’s console, for links to it (optional: press Enter to leave it out)'),
      placeholder: 'https://paas.example.com',
      value: draft.consoleUrl,
      validate: (text) =>
        isOptionalWebAddress(text) ? undefined : { text: consoleUrlProblemText(t), severity: 'error' },
    },
    position,
  );
  return taken(answer, (text) => (draft.consoleUrl = text.trim()));
}

async function askTenantId(title: string, draft: SignInDraft, position: Position) {
  const answer = await askText(
    {
      title,
      prompt: t('The tenant ID, only on platforms with several tenants (optional: press Enter to leave it out)'),
      value: draft.tenantId,
      validate: (text) =>
        /^[A-Za-z0-9_-]{0,64}$/.test(text.trim()) ? undefined : { text: tenantIdProblemText(t), severity: 'error' },
    },
    position,
  );
  return taken(answer, (text) => (draft.tenantId = text.trim()));
}

async function askToken(services: Needs, title: string, draft: SignInDraft, position: Position) {
  const platform = draft.known ?? describedPlatform(draft);
  const answer = await askText(
    {
      title,
      prompt: t('Paste an access token for {0}. It is tried there before it is kept.', platform.name),
      placeholder: t('Access token, {0}, or a whole X-BKAPI-AUTHORIZATION header', '{"access_token": "…"}'),
      value: draft.token,
      password: true,
      buttons: [
        {
          iconPath: new vscode.ThemeIcon('question'),
          tooltip: t('Where does a token come from?'),
          run: () => {
            openGuide(services.extensionUri);
          },
        },
      ],
      validate: (text) => {
        const reading = readAccessToken(text);
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
  return taken(answer, () => undefined);
}

/** One call with the token to the one address it was given for. Resolves with a remark when it is not accepted. */
async function tryToken(
  services: Needs,
  platform: PlatformSetting,
  text: string,
  signal: AbortSignal,
): Promise<TriedToken | Remark> {
  const reading = readAccessToken(text);
  if (!reading.ok) return { text: accessTokenProblemText(t, reading.problem), severity: 'error' };
  const tried = { platform, accessToken: reading.accessToken, readAs: reading.readAs };
  const connection = createPlatform({
    gatewayUrl: platform.gatewayUrl,
    accessToken: reading.accessToken,
    tenantId: platform.tenantId,
    language: platformLanguage(),
    log: services.log,
  });
  try {
    return { ...tried, ...(await connection.whoAmI(signal)), notPermitted: undefined };
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    // The gateway checks the token before the permission (API reference 2.6): a token refused only for want of a grant is
    // good, and may well have the grant to upload.
    if (error.code === 'appNotPermitted' || error.code === 'appPermissionExpired') {
      return {
        ...tried,
        identity: { userName: undefined, appCode: error.facts.subject },
        applications: undefined,
        notPermitted: error,
      };
    }
    return { text: errorMessage(t, error.code, error.facts), severity: 'error' };
  }
}

async function keep(services: Needs, tried: TriedToken): Promise<SignedIn> {
  const { platform, accessToken, identity } = tried;
  try {
    await savePlatform(platform);
  } catch (error) {
    services.log.warn(`The platform could not be written to the user settings: ${String(error)}`);
  }
  const { kept } = await services.session.signIn(platform, accessToken, identity);
  if (tried.applications) services.catalog.prime(tried.applications);
  services.log.info(`Signed in to ${platform.gatewayUrl}`);
  announce(tried, kept);
  return { state: 'signedIn', platform, identity, accessToken };
}

function announce(tried: TriedToken, kept: boolean): void {
  const signedIn = signedInText(t, tried.platform.name, tried.identity);
  if (tried.notPermitted) {
    showWarning(`${signedIn} ${errorMessage(t, tried.notPermitted.code, tried.notPermitted.facts)}`);
    return;
  }
  if (!kept) {
    showWarning(
      t(
        '{0} This computer did not keep the token, so it is for this session only. On Linux, a keyring such as gnome-keyring keeps it.',
        signedIn,
      ),
    );
    return;
  }
  switch (tried.readAs) {
    case 'bare':
      showInformation(signedIn);
      return;
    case 'json':
      showInformation(t('{0} The token was taken from the JSON.', signedIn));
      return;
    case 'header':
      showInformation(t('{0} The token was taken from the header.', signedIn));
      return;
  }
}

function describedPlatform(draft: SignInDraft): PlatformSetting {
  const reading = readGatewayUrl(draft.gatewayUrl);
  if (!reading.ok) throw new Error('the gateway URL was accepted before the token is asked for');
  const { gatewayUrl } = reading;
  const known = readPlatforms().find((platform) => platform.gatewayUrl === gatewayUrl);
  return {
    name: known?.name ?? new URL(gatewayUrl).hostname,
    gatewayUrl,
    consoleUrl: draft.consoleUrl || known?.consoleUrl,
    tenantId: draft.tenantId || known?.tenantId,
  };
}

function isOptionalWebAddress(text: string): boolean {
  const trimmed = text.trim();
  return trimmed === '' || (/^https?:\/\//i.test(trimmed) && URL.canParse(trimmed));
}

function openGuide(extensionUri: vscode.Uri): void {
  const file = platformLanguage() === 'zh-cn' ? 'README.zh-CN.md' : 'README.md';
  void vscode.commands.executeCommand('markdown.showPreview', vscode.Uri.joinPath(extensionUri, file));
}

function taken(answer: Answer<string>, take: (text: string) => void): 'next' | 'back' | 'cancelled' {
  if (answer.kind !== 'answer') return answer.kind;
  take(answer.value);
  return 'next';
}
