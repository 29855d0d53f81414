import * as vscode from 'vscode';
import { isObject, numberOf } from '../../core/http/json.ts';
import { parseGatewayUrl, type GatewayUrl } from '../../core/platform/gatewayUrl.ts';

/**
 * The last sign-in or sign-out for a gateway, without the token. `change` increases with each sign-in and sign-out, so
 * that other windows report each change once.
 */
interface SessionChange {
  signedIn: boolean;
  change: number;
}

const storageKey = 'bkpaas.sessionMarks';
const readEveryMs = 2000;

/**
 * Reports the sign-ins and sign-outs in other windows if VS Code runs in a browser. On a desktop, this is not
 * necessary, because VS Code notifies every window of a changed secret. In a browser, each window keeps the secrets
 * that it read at its start (measured in VS Code 1.139), and the shared state changes without an event. So in a browser
 * this polls the shared state, which is a read from memory.
 */
export class SessionMarks implements vscode.Disposable {
  readonly #memento: vscode.Memento;
  readonly #seen = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(memento: vscode.Memento) {
    this.#memento = memento;
    for (const [gatewayUrl, mark] of this.#read()) this.#seen.set(gatewayUrl, mark.change);
  }

  /** Stores a mark, which other windows read. */
  async leave(gatewayUrl: GatewayUrl, signedIn: boolean): Promise<void> {
    const marks = this.#read();
    const change = (marks.get(gatewayUrl)?.change ?? 0) + 1;
    this.#seen.set(gatewayUrl, change);
    await this.#memento.update(storageKey, Object.fromEntries(marks.set(gatewayUrl, { signedIn, change })));
  }

  /** Calls `onMark` for each mark that another window leaves from now on. Does nothing on a desktop. */
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

  #read(): Map<GatewayUrl, SessionChange> {
    const stored = this.#memento.get<unknown>(storageKey);
    const marks = new Map<GatewayUrl, SessionChange>();
    for (const [text, value] of Object.entries(isObject(stored) ? stored : {})) {
      const reading = parseGatewayUrl(text);
      if (!reading.ok || !isObject(value)) continue;
      marks.set(reading.gatewayUrl, { signedIn: value['signedIn'] === true, change: numberOf(value, 'change') ?? 0 });
    }
    return marks;
  }
}
