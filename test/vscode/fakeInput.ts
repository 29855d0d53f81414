import type { QuickInputButton } from 'vscode';

/**
 * An input box or quick pick that stores the values assigned to it. A test acts as the user with methods such as
 * `accept` and `trigger`.
 */
export class FakeInput {
  busy = false;
  enabled = true;
  value = '';
  items: unknown[] = [];
  selectedItems: unknown[] = [];
  readonly #listeners = new Map<string, (event: unknown) => unknown>();

  readonly onDidAccept = this.#event('accept');
  readonly onDidHide = this.#event('hide');
  readonly onDidChangeValue = this.#event('changeValue');
  readonly onDidChangeSelection = this.#event('changeSelection');
  readonly onDidTriggerButton = this.#event('triggerButton');
  readonly onDidTriggerItemButton = this.#event('triggerItemButton');

  accept(): void {
    this.#listeners.get('accept')?.(undefined);
  }

  /** Changes the text, as when the user types or pastes. */
  changeTo(text: string): void {
    this.value = text;
    this.#listeners.get('changeValue')?.(text);
  }

  /** Ticks these items and no others. */
  tick(items: unknown[]): void {
    this.selectedItems = items;
    this.#listeners.get('changeSelection')?.(items);
  }

  trigger(button: QuickInputButton): void {
    this.#listeners.get('triggerButton')?.(button);
  }

  triggerItem(button: QuickInputButton | undefined, item: unknown): void {
    this.#listeners.get('triggerItemButton')?.({ button, item });
  }

  hide(): void {
    this.#listeners.get('hide')?.(undefined);
  }

  show(): void {
    // The fake input is always visible.
  }

  dispose(): void {
    this.#listeners.clear();
  }

  #event(name: string) {
    return (listener: (event: unknown) => unknown) => {
      this.#listeners.set(name, listener);
      return { dispose: () => this.#listeners.delete(name) };
    };
  }
}
