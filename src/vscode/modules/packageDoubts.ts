import * as vscode from 'vscode';
import type { GatewayUrl } from '../../core/platform/gatewayUrl.ts';
import type { ModuleTarget } from '../../core/platform/paths.ts';

/** A package on a platform, as far as it is known. */
export interface StoredPackage extends ModuleTarget {
  gatewayUrl: GatewayUrl;
  version: string;
  sha256: string | undefined;
}

/** What uploads from this computer found out about stored packages, so that the rows of their versions show it. */
export class PackageDoubts implements vscode.Disposable {
  readonly #known = new Map<string, { sha256: string | undefined; text: string }>();
  readonly #changed = new vscode.EventEmitter<void>();

  /** Fires when a doubt is added or removed. */
  readonly onDidChange = this.#changed.event;

  /** Sets what is wrong with a package, in a few words; undefined if nothing is. */
  set(stored: StoredPackage, text: string | undefined): void {
    const key = keyOf(stored);
    if (this.#known.get(key)?.text === text) return;
    if (text === undefined) this.#known.delete(key);
    else this.#known.set(key, { sha256: stored.sha256, text });
    this.#changed.fire();
  }

  /** Returns what is wrong with a package; undefined if nothing is known, or if it was overwritten since. */
  get(stored: StoredPackage): string | undefined {
    const doubt = this.#known.get(keyOf(stored));
    const isOther = doubt?.sha256 !== undefined && stored.sha256 !== undefined && doubt.sha256 !== stored.sha256;
    return isOther ? undefined : doubt?.text;
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

function keyOf({ gatewayUrl, appCode, module, version }: StoredPackage): string {
  return [gatewayUrl, appCode, module, version].join(' ');
}
