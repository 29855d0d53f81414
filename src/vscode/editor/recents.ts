import type * as vscode from 'vscode';
import { isObject, stringOf } from '../../core/http/json.ts';
import { parseAppCode, parseModuleName, type AppCode, type ModuleName } from '../../core/platform/names.ts';
import { allowListEntry } from '../../core/releases/refusedHosts.ts';
import { maskPackageUrl } from '../../core/releases/packageUrl.ts';

/** A module to which the user has uploaded packages, and the links of these packages. */
export interface Recent {
  gatewayUrl: string;
  appCode: AppCode;
  module: ModuleName;
  /** The links, newest first. */
  packageUrls: string[];
}

const storageKey = 'bkpaas.recentModules';
const maxModules = 12;
const maxUrls = 5;

/**
 * The modules and links of the last uploads, newest first. Questions offer these modules and links before other
 * choices. This list is stored on this computer, not in the workspace.
 */
export class Recents {
  readonly #memento: vscode.Memento;

  constructor(memento: vscode.Memento) {
    this.#memento = memento;
  }

  modules(gatewayUrl: string): Recent[] {
    return this.#all().filter((recent) => recent.gatewayUrl === gatewayUrl);
  }

  packageUrls(gatewayUrl: string, appCode: AppCode, module: ModuleName): string[] {
    return this.#all().find(moduleMatcher(gatewayUrl, appCode, module))?.packageUrls ?? [];
  }

  /** Returns whether the platform recently downloaded a package from the host of this link. */
  hasUploadedFrom(gatewayUrl: string, packageUrl: string): boolean {
    const host = allowListEntry(packageUrl);
    return this.modules(gatewayUrl).some(({ packageUrls }) => packageUrls.some((url) => allowListEntry(url) === host));
  }

  /**
   * Remembers a module and a link. Does not remember a link with credentials or a signature, because the link would be
   * stored in plain text.
   */
  async remember(gatewayUrl: string, appCode: AppCode, module: ModuleName, packageUrl: string): Promise<void> {
    const all = this.#all();
    const isSame = moduleMatcher(gatewayUrl, appCode, module);
    const before = all.find(isSame)?.packageUrls ?? [];
    const fresh = maskPackageUrl(packageUrl) === packageUrl ? [packageUrl] : [];
    const packageUrls = [...new Set([...fresh, ...before])].slice(0, maxUrls);
    const others = all.filter((recent) => !isSame(recent)).slice(0, maxModules - 1);
    await this.#memento.update(storageKey, [{ gatewayUrl, appCode, module, packageUrls }, ...others]);
  }

  /** Parses the stored state like external data, because another version of this extension may have stored it. */
  #all(): Recent[] {
    const stored = this.#memento.get<unknown>(storageKey);
    if (!Array.isArray(stored)) return [];
    return stored.flatMap((item: unknown) => {
      if (!isObject(item)) return [];
      const gatewayUrl = stringOf(item, 'gatewayUrl');
      const appCode = parseAppCode(stringOf(item, 'appCode') ?? '');
      const module = parseModuleName(stringOf(item, 'module') ?? '');
      const urls = Array.isArray(item['packageUrls'])
        ? item['packageUrls'].filter((url) => typeof url === 'string')
        : [];
      return gatewayUrl !== undefined && appCode && module ? [{ gatewayUrl, appCode, module, packageUrls: urls }] : [];
    });
  }
}

function moduleMatcher(gatewayUrl: string, appCode: AppCode, module: ModuleName): (recent: Recent) => boolean {
  return (recent) => recent.gatewayUrl === gatewayUrl && recent.appCode === appCode && recent.module === module;
}
