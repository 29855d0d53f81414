import { translateToEnglish } from '../texts/translations.ts';
import { mockVscode } from './mockVscode.ts';

type Listener = (event: unknown) => void;

class EventEmitter {
  readonly #listeners = new Set<Listener>();
  readonly event = (listener: Listener): { dispose: () => void } => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };

  fire(event: unknown): void {
    for (const listener of [...this.#listeners]) listener(event);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}

class Disposable {
  readonly dispose: () => void;

  constructor(dispose: () => void) {
    this.dispose = dispose;
  }

  static from(...all: readonly { dispose: () => void }[]): Disposable {
    return new Disposable(() => {
      for (const each of all) each.dispose();
    });
  }
}

class TreeItem {
  readonly label: string;
  readonly collapsibleState: number;

  constructor(label: string, collapsibleState: number) {
    this.label = label;
    this.collapsibleState = collapsibleState;
  }
}

class ThemeColor {
  readonly id: string;

  constructor(id: string) {
    this.id = id;
  }
}

class ThemeIcon extends ThemeColor {
  readonly color: ThemeColor | undefined;

  constructor(id: string, color?: ThemeColor) {
    super(id);
    this.color = color;
  }
}

class FileDecoration {
  readonly badge: string | undefined;
  readonly tooltip: string | undefined;
  readonly color: ThemeColor | undefined;

  constructor(badge?: string, tooltip?: string, color?: ThemeColor) {
    this.badge = badge;
    this.tooltip = tooltip;
    this.color = color;
  }
}

/** Escapes text like VS Code's class, except that it does not replace spaces. */
class MarkdownString {
  value = '';
  isTrusted: unknown;

  appendText(text: string): this {
    this.value += text.replaceAll(/[\\`*_{}[\]()#+\-!~>]/g, '\\$&');
    return this;
  }

  appendMarkdown(text: string): this {
    this.value += text;
    return this;
  }
}

/** The value of `bkpaas.target` in every folder, and the value of `bkpaas.platforms` in the user settings. */
export const settings: { target: unknown; platforms: unknown } = { target: undefined, platforms: undefined };

/**
 * Mocks the members of `vscode` that the trees use, so that plain Node can load the trees. Events fire synchronously,
 * and tree items store the values that they get. The members in `more` are added to the mock.
 */
export function mockTreeVscode(more: Readonly<Record<string, unknown>> = {}): void {
  mockVscode({
    EventEmitter,
    Disposable,
    TreeItem,
    ThemeIcon,
    ThemeColor,
    FileDecoration,
    MarkdownString,
    TreeItemCollapsibleState: { None: 0, Collapsed: 1, Expanded: 2 },
    Uri: { from: (parts: { scheme: string; path: string }) => ({ ...parts, toString: () => parts.path }) },
    ConfigurationTarget: { Global: 1 },
    UIKind: { Desktop: 1, Web: 2 },
    env: { language: 'en', uiKind: 1 },
    l10n: { t: translateToEnglish },
    window: { registerFileDecorationProvider: () => new Disposable(() => undefined) },
    workspace: {
      workspaceFolders: [{ name: 'demo', uri: undefined }],
      getConfiguration: () => ({
        get: () => settings.target,
        inspect: (key: string) => ({ globalValue: key === 'platforms' ? settings.platforms : undefined }),
      }),
    },
    ...more,
  });
}
