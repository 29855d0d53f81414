import * as vscode from 'vscode';
import type { GatewayUrl } from '../../core/platform/gatewayUrl.ts';
import type { ModuleTarget } from '../../core/platform/paths.ts';

/** A package on a platform. `sha256` is undefined if it is unknown. */
export interface StoredPackage extends ModuleTarget {
  gatewayUrl: GatewayUrl;
  version: string;
  sha256: string | undefined;
}

/**
 * The problems that this computer found in stored packages after it uploaded them. The rows of the versions show the
 * problems.
 */
export class PackageProblems implements vscode.Disposable {
  readonly #known = new Map<string, { sha256: string | undefined; text: string }>();
  readonly #changed = new vscode.EventEmitter<void>();

  /** Fires when a problem is added, changed or removed. */
  readonly onDidChange = this.#changed.event;

  /** Sets the problem of a package, in a few words. `undefined` removes the problem. */
  set(stored: StoredPackage, text: string | undefined): void {
    const key = packageKey(stored);
    const known = this.#known.get(key);
    if (known?.text === text && known?.sha256 === (text && stored.sha256)) return;
    if (text === undefined) this.#known.delete(key);
    else this.#known.set(key, { sha256: stored.sha256, text });
    this.#changed.fire();
  }

  /**
   * Returns the problem of a package. Returns undefined if no problem is known, or if the SHA-256 shows that the
   * package was overwritten after the problem was found.
   */
  get(stored: StoredPackage): string | undefined {
    const doubt = this.#known.get(packageKey(stored));
    const isOther = doubt?.sha256 !== undefined && stored.sha256 !== undefined && doubt.sha256 !== stored.sha256;
    return isOther ? undefined : doubt?.text;
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

function packageKey({ gatewayUrl, appCode, module, version }: StoredPackage): string {
  return [gatewayUrl, appCode, module, version].join(' ');
}
