import * as vscode from 'vscode';
import { createPlatform, type Platform } from '../../core/platform/platform.ts';
import { systemClock } from '../../core/http/clock.ts';
import type { Log } from '../../core/http/log.ts';
import type { SessionStore, SignedIn } from './session.ts';

/**
 * Creates the client for a session's platform. If the platform rejects the token, the client ends the session in
 * `store`.
 */
export function connect(session: SignedIn, store: SessionStore, log: Log): Platform {
  return createClient(session, log, () => {
    store.reject(session);
  });
}

/** Creates the client for a platform and a token. Requests texts in VS Code's language. */
export function createClient(
  { platform, accessToken }: Pick<SignedIn, 'platform' | 'accessToken'>,
  log: Log,
  onTokenRejected?: () => void,
): Platform {
  const { gatewayUrl, tenantId } = platform;
  const language = platformLanguage();
  return createPlatform({ gatewayUrl, accessToken, tenantId, language, log, clock: systemClock, onTokenRejected });
}

/**
 * Returns the language in which to request the platform's errors. The platform has two languages (platform-api.md 7.2).
 */
export function platformLanguage(): 'en' | 'zh-cn' {
  return vscode.env.language.toLowerCase().startsWith('zh') ? 'zh-cn' : 'en';
}
