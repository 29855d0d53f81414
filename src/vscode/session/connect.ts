import * as vscode from 'vscode';
import { createPlatform, type Platform } from '../../core/platform/platform.ts';
import { systemClock } from '../../core/http/clock.ts';
import type { Log } from '../../core/http/log.ts';
import type { SessionStore, SignedIn } from './session.ts';

/** Creates the client for a session's platform, in VS Code's language. A rejected token ends the session here. */
export function connect(session: SignedIn, store: SessionStore, log: Log): Platform {
  return createPlatform({
    gatewayUrl: session.platform.gatewayUrl,
    accessToken: session.accessToken,
    tenantId: session.platform.tenantId,
    language: platformLanguage(),
    log,
    clock: systemClock,
    onTokenRejected: () => {
      store.reject(session);
    },
  });
}

/** Returns the language of the platform's errors, which has two (platform-api.md 7.2). */
export function platformLanguage(): 'en' | 'zh-cn' {
  return vscode.env.language.toLowerCase().startsWith('zh') ? 'zh-cn' : 'en';
}
