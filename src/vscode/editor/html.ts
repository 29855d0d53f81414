/** Safe HTML, which `html` builds from literals, escaped values and other `SafeHtml`. */
export class SafeHtml {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Value = string | number | SafeHtml | readonly SafeHtml[];

/** Builds HTML from a template. Escapes every value that is not `SafeHtml`. */
export function html(strings: TemplateStringsArray, ...values: Value[]): SafeHtml {
  return new SafeHtml(strings.reduce((text, string, index) => text + render(values[index - 1] ?? '') + string));
}

function render(value: Value): string {
  if (value instanceof SafeHtml) return value.text;
  if (typeof value === 'object') return value.map((part) => part.text).join('');
  return escapeHtml(String(value));
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** The parts of a page that differ between the pages. */
export interface PageFrame {
  /** The title of the page, for screen readers. It says what the page shows. */
  title: string;
  /** The value of `<html lang>`, which screen readers use. The page's script also formats numbers for this language. */
  language: string;
  /** The value of `webview.cspSource`, the source from which the page can load style sheets. */
  cspSource: string;
  /** At least 128 random bits, unique to this page. Only the script with this nonce can run. */
  nonce: string;
  scriptUri: string;
  styleUri: string;
}

/**
 * Returns the HTML of a page. The page's script receives the content in messages and adds it to the page. Each member
 * of `data` becomes a `data-…` attribute of the page's body, with the value as JSON.
 */
export function pageHtml(frame: PageFrame, body: SafeHtml, data: Readonly<Record<string, object>> = {}): string {
  const policy = `default-src 'none'; style-src ${frame.cspSource}; script-src 'nonce-${frame.nonce}'`;
  // VS Code's default menu for webviews has Cut and Paste, which do nothing here. The manifest defines another menu.
  const context = { preventDefaultContextMenuItems: true };
  const attributes = Object.entries({ 'vscode-context': context, ...data }).map(
    ([name, value]) => html` data-${name}="${JSON.stringify(value)}"`,
  );
  return html`<!DOCTYPE html>
    <html lang="${frame.language}">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <link rel="stylesheet" href="${frame.styleUri}" />
        <title>${frame.title}</title>
      </head>
      <body${attributes}>
        ${body}
        <script nonce="${frame.nonce}" src="${frame.scriptUri}"></script>
      </body>
    </html>`.text;
}
