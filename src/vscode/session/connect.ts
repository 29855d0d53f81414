import * as vscode from 'vscode';
import { createPlatform, type Platform } from '../../core/platform/platform.ts';
import { systemClock } from '../../core/http/clock.ts';
import type { Log } from '../../core/http/log.ts';
import type { SessionStore, SignedIn } from './session.ts';

/** The platform that a session speaks to, in the editor's language. A refused token ends the session, in one place. */
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

/** The platform words its errors in two languages (platform-api.md 7.2). */
export function platformLanguage(): 'en' | 'zh-cn' {
  return vscode.env.language.toLowerCase().startsWith('zh') ? 'zh-cn' : 'en';
}
