import * as vscode from 'vscode';
import { parseAccessToken } from '../../core/platform/accessToken.ts';
import type { Identity, TokenOwner } from '../../core/platform/applications.ts';
import { isGrantMissing } from '../../core/platform/gatewayErrors.ts';
import { PlatformError } from '../../core/platform/platformError.ts';
import { errorMessage } from '../../texts/errorTexts.ts';
import { accessTokenProblemText } from '../../texts/inputTexts.ts';
import { createClient } from './connect.ts';
import type { ValidationMessage } from '../editor/quickInput.ts';
import type { PlatformSetting } from '../editor/settings.ts';
import type { SessionServices } from './sessionServices.ts';

const { t } = vscode.l10n;

/** A token that the platform has accepted, and the data in the platform's response. */
export interface AcceptedToken {
  platform: PlatformSetting;
  accessToken: string;
  readAs: 'bare' | 'json' | 'header' | 'text';
  identity: Identity;
  applications: TokenOwner['applications'] | undefined;
  /** Set if the token works, but its app is not permitted to list applications. */
  notPermitted: PlatformError | undefined;
}

/** Sends one request with a token. Resolves to a validation message if the platform does not accept the token. */
export async function tryToken(
  services: Pick<SessionServices, 'log'>,
  platform: PlatformSetting,
  text: string,
  signal: AbortSignal,
): Promise<AcceptedToken | ValidationMessage> {
  const reading = parseAccessToken(text);
  if (!reading.ok) return { text: accessTokenProblemText(t, reading.problem), severity: 'error' };
  const { accessToken, readAs } = reading;
  const tried = { platform, accessToken, readAs };
  try {
    return { ...tried, ...(await createClient(tried, services.log).whoAmI({ signal })), notPermitted: undefined };
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    // The gateway checks the token before the permission (platform-api.md 2.6). So a token that lacks only this
    // permission is valid, and the token can have the permission to upload.
    if (isGrantMissing(error.code)) {
      const identity = { userName: undefined, appCode: error.facts.subject };
      return { ...tried, identity, applications: undefined, notPermitted: error };
    }
    return { text: errorMessage(t, error.code, error.facts), severity: 'error' };
  }
}
