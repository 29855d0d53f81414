import * as vscode from 'vscode';
import { isObject, numberOf } from '../../core/http/json.ts';
import { parseGatewayUrl, type GatewayUrl } from '../../core/platform/gatewayUrl.ts';

/** A sign-in or sign-out by a window, without the token. `change` counts up, so that each is seen once. */
interface Mark {
  signedIn: boolean;
  change: number;
}

const key = 'bkpaas.sessionMarks';
const readEveryMs = 2000;

/**
 * Reports what other windows did, where VS Code does not. On a desktop, a secret's change reaches every window. In a
 * browser, each window keeps the secrets that it read at its start (measured in 1.139), while the shared state arrives
 * without an event. Only there the state is polled, which costs a read from memory.
 */
export class SessionMarks implements vscode.Disposable {
  readonly #memento: vscode.Memento;
  readonly #seen = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(memento: vscode.Memento) {
    this.#memento = memento;
    for (const [gatewayUrl, mark] of this.#read()) this.#seen.set(gatewayUrl, mark.change);
  }

  /** Leaves a mark for the other windows. */
  async leave(gatewayUrl: GatewayUrl, signedIn: boolean): Promise<void> {
    const marks = this.#read();
    const change = (marks.get(gatewayUrl)?.change ?? 0) + 1;
    this.#seen.set(gatewayUrl, change);
    await this.#memento.update(key, Object.fromEntries(marks.set(gatewayUrl, { signedIn, change })));
  }

  /** Calls back for each mark that another window leaves from now on. */
  watch(onMark: (gatewayUrl: GatewayUrl, signedIn: boolean) => void): void {
    if (vscode.env.uiKind !== vscode.UIKind.Web) return;
    this.#timer = setInterval(() => {
      for (const [gatewayUrl, mark] of this.#read()) {
        if (this.#seen.get(gatewayUrl) === mark.change) continue;
        this.#seen.set(gatewayUrl, mark.change);
        onMark(gatewayUrl, mark.signedIn);
      }
    }, readEveryMs);
  }

  dispose(): void {
    clearInterval(this.#timer);
  }

  #read(): Map<GatewayUrl, Mark> {
    const stored = this.#memento.get<unknown>(key);
    const marks = new Map<GatewayUrl, Mark>();
    for (const [text, value] of Object.entries(isObject(stored) ? stored : {})) {
      const reading = parseGatewayUrl(text);
      if (!reading.ok || !isObject(value)) continue;
      marks.set(reading.gatewayUrl, { signedIn: value['signedIn'] === true, change: numberOf(value, 'change') ?? 0 });
    }
    return marks;
  }
}
