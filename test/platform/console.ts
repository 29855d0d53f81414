import { pageNotFound } from './backend/backendAnswer.ts';
import type { HttpAnswer } from './gateway/writeAnswer.ts';
import type { PlatformState } from './state.ts';
import type { Switches } from './switches.ts';

/** Paths of the site that are not the gateway's: the console and what only a browser login can reach. */
export function isConsolePath(path: string): boolean {
  return (
    path === '/' || ['/developer-center', '/backend/', '/login/', '/static/'].some((each) => path.startsWith(each))
  );
}

/** The console: one page for every address of it, so that links can be opened, and the old token page (3.1). */
export function answerConsole(
  path: string,
  cookieHeader: string | undefined,
  state: PlatformState,
  switches: Switches,
): HttpAnswer {
  if (path.startsWith('/backend/')) return answerBackendPath(path, cookieHeader, state, switches);
  return html(
    200,
    '<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>蓝鲸开发者中心</title></head>' +
      `<body><h1>蓝鲸开发者中心</h1><p id="path">${escapeHtml(path)}</p></body></html>`,
  );
}

function answerBackendPath(
  path: string,
  cookieHeader: string | undefined,
  state: PlatformState,
  switches: Switches,
): HttpAnswer {
  const isTokenPage = path === '/backend/api/accounts/oauth/token/' && switches.legacyTokenPage;
  if (!isTokenPage) return html(404, String(pageNotFound().body));
  const cookie = /(?:^|;\s*)bk_token=([^;]*)/.exec(cookieHeader ?? '')?.[1];
  const user = state.loginCookies.get(cookie ?? '');
  const token = [...state.tokens].find(([, each]) => each.user === user && each.kind === 'user')?.[0];
  const body =
    user === undefined || token === undefined
      ? { message: 'user authentication failed' }
      : { access_token: token, refresh_token: `refresh-${token}`, expires_in: 604784 };
  return {
    status: 'access_token' in body ? 200 : 400,
    headers: { 'Content-Type': 'application/json' },
    body: Buffer.from(JSON.stringify(body)),
  };
}

function html(status: number, text: string): HttpAnswer {
  return { status, headers: { 'Content-Type': 'text/html; charset=utf-8' }, body: Buffer.from(text) };
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
