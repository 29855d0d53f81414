import * as vscode from 'vscode';
import { systemClock } from '../../core/http/clock.ts';
import { parseAccessToken } from '../../core/platform/accessToken.ts';
import type { Identity } from '../../core/platform/applications.ts';
import { createPlatform, type Platform } from '../../core/platform/platform.ts';
import { PlatformError } from '../../core/platform/platformError.ts';
import { errorMessage } from '../../texts/errorTexts.ts';
import { accessTokenProblemText } from '../../texts/inputTexts.ts';
import { platformLanguage } from './connect.ts';
import type { ValidationMessage } from '../editor/quickInput.ts';
import type { PlatformSetting } from '../editor/settings.ts';
import type { SessionServices } from './sessionServices.ts';

const { t } = vscode.l10n;

/** A token that its platform accepts, and the result of trying it. */
export interface TriedToken {
  platform: PlatformSetting;
  accessToken: string;
  readAs: 'bare' | 'json' | 'header';
  identity: Identity;
  applications: Awaited<ReturnType<Platform['whoAmI']>>['applications'] | undefined;
  /** Set if the token works, but its app is not permitted to list applications. */
  notPermitted: PlatformError | undefined;
}

/**
 * Tries a token with one request to the platform that it was entered for. Resolves to a validation message if the token
 * is not accepted.
 */
export async function tryToken(
  services: Pick<SessionServices, 'log'>,
  platform: PlatformSetting,
  text: string,
  signal: AbortSignal,
): Promise<TriedToken | ValidationMessage> {
  const reading = parseAccessToken(text);
  if (!reading.ok) return { text: accessTokenProblemText(t, reading.problem), severity: 'error' };
  const tried = { platform, accessToken: reading.accessToken, readAs: reading.readAs };
  const connection = createPlatform({
    gatewayUrl: platform.gatewayUrl,
    accessToken: reading.accessToken,
    tenantId: platform.tenantId,
    language: platformLanguage(),
    log: services.log,
    clock: systemClock,
  });
  try {
    return { ...tried, ...(await connection.whoAmI({ signal })), notPermitted: undefined };
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    // The gateway checks the token before the permission (platform-api.md 2.6). A token that lacks only this permission
    // is valid, and can have the permission to upload.
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
