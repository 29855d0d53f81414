import type { Switches } from './switches.ts';
import type { HttpAnswer } from './gateway/writeAnswer.ts';

/** Returns whether the path belongs to the console and not to the gateway. */
export function isConsolePath(path: string): boolean {
  return path === '/' || ['/developer-center', '/login/', '/static/'].some((each) => path.startsWith(each));
}

/**
 * Returns an HTML page that shows the path. Every path of the console gets such a page, so that a test can open every
 * link. As on a real console, a script in the page contains the template of gateway URLs (platform-api.md 5). If
 * `consoleNamesGateway` is false, the page lacks the template, as on an older console.
 */
export function answerConsole(
  path: string,
  origin: string,
  switches: Pick<Switches, 'consoleNamesGateway'>,
): HttpAnswer {
  const template = switches.consoleNamesGateway
    ? `      var BK_API_URL_TMPL = '${origin}/api/{api_name}/' || ''\n`
    : '';
  const script = `<script>\n      var BK_PAAS_VERSION = '' || ''\n${template}    </script>`;
  const text =
    '<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>蓝鲸开发者中心</title></head>' +
    `<body><h1>蓝鲸开发者中心</h1><p id="path">${escapeHtml(path)}</p>${script}</body></html>`;
  return { status: 200, headers: { 'Content-Type': 'text/html; charset=utf-8' }, body: Buffer.from(text) };
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
