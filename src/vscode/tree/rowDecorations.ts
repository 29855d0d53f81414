import * as vscode from 'vscode';
import type { DeployTarget, ModuleTarget } from '../../core/platform/paths.ts';
import {
  parseEnvironment,
  type Environment,
  parseAppCode,
  parseModuleName,
  type AppCode,
  type ModuleName,
} from '../../core/platform/names.ts';
import { newestFailedText, runsInText } from '../../texts/environmentTexts.ts';
import { joinParts } from '../../texts/formats.ts';
import type { Catalog } from '../modules/catalog.ts';
import { environmentsRunning, runningDifferenceText } from '../modules/versionEnvironments.ts';

const { t } = vscode.l10n;

/**
 * The scheme of the URIs for rows with badges. VS Code requests a decoration for a URI, so these rows need artificial
 * URIs.
 */
const scheme = 'bkpaas-row';

/** Returns the URI of an environment's row. */
export function environmentRowUri({ appCode, module, environment }: DeployTarget): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/environment/${appCode}/${module}/${environment}` });
}

/** Returns the URI of a version's row. */
export function versionRowUri(appCode: AppCode, module: ModuleName, version: string): vscode.Uri {
  // The version is encoded in hexadecimal, because a version can contain characters that a URI cannot contain.
  const text = Buffer.from(version).toString('hex');
  return vscode.Uri.from({ scheme, path: `/version/${appCode}/${module}/${text}` });
}

/** Returns the letter of the badge on a version that an environment runs. */
export function environmentMark(environment: Environment): 'S' | 'P' {
  return environment === 'stag' ? 'S' : 'P';
}

type VersionRow = ModuleTarget & { kind: 'version'; version: string };
type Row = VersionRow | (DeployTarget & { kind: 'environment' });

/**
 * Adds badges to rows. The badges show the differences between staging and production:
 * - A version has S if staging runs it, P if production runs it, and SP if both environments run it.
 * - Production has ≠ if both environments run a version and the versions differ. If an environment runs nothing, its
 *   row shows this without a badge.
 * - An environment has ! if its newest deployment failed. Only this badge has a color, because a failure needs
 *   attention. The other badges show normal states.
 *
 * The hovers of the rows explain the badges.
 */
export class RowDecorations implements vscode.FileDecorationProvider, vscode.Disposable {
  readonly #catalog: Catalog;
  readonly #changed = new vscode.EventEmitter<vscode.Uri[]>();
  /**
   * The URIs for which VS Code has requested decorations, keyed by module. A change event names these URIs, because an
   * event for all URIs would also redraw the Explorer.
   */
  readonly #asked = new Map<string, Map<string, vscode.Uri>>();
  readonly #subscriptions: vscode.Disposable;

  readonly onDidChangeFileDecorations = this.#changed.event;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
    this.#subscriptions = vscode.Disposable.from(
      vscode.window.registerFileDecorationProvider(this),
      catalog.onDidChangeEnvironment((target) => {
        this.#tell([...(this.#asked.get(moduleKey(target))?.values() ?? [])]);
      }),
      // All decorations can be outdated. For example, the session can be on another platform that has the same App IDs.
      catalog.onDidChange(() => {
        this.#tell([...this.#asked.values()].flatMap((uris) => [...uris.values()]));
      }),
    );
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    const row = parseRow(uri);
    if (!row) return undefined;
    const key = moduleKey(row);
    this.#asked.set(key, (this.#asked.get(key) ?? new Map<string, vscode.Uri>()).set(uri.path, uri));
    return row.kind === 'environment' ? this.#environment(row) : this.#version(row);
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }

  #tell(uris: vscode.Uri[]): void {
    if (uris.length > 0) this.#changed.fire(uris);
  }

  #environment(target: DeployTarget): vscode.FileDecoration | undefined {
    const newest = this.#catalog.knownEnvironment(target).history?.deployments[0];
    const failed = newest?.status === 'failed' ? newestFailedText(t, newest.version) : '';
    const different = target.environment === 'prod' ? runningDifferenceText(this.#catalog, target) : '';
    if (failed === '' && different === '') return undefined;
    return new vscode.FileDecoration(
      `${different === '' ? '' : '≠'}${failed === '' ? '' : '!'}`,
      joinParts([different, failed]),
      failed === '' ? undefined : new vscode.ThemeColor('list.errorForeground'),
    );
  }

  #version(row: VersionRow): vscode.FileDecoration | undefined {
    const where = environmentsRunning(this.#catalog, row, row.version);
    if (where.length === 0) return undefined;
    return new vscode.FileDecoration(where.map(environmentMark).join(''), runsInText(t, where));
  }
}

function moduleKey({ appCode, module }: ModuleTarget): string {
  return `${appCode}/${module}`;
}

function parseRow(uri: vscode.Uri): Row | undefined {
  if (uri.scheme !== scheme) return undefined;
  const [, kind, code = '', name = '', rest = ''] = uri.path.split('/');
  const appCode = parseAppCode(code);
  const module = parseModuleName(name);
  if (!appCode || !module) return undefined;
  if (kind === 'version') return { kind, appCode, module, version: Buffer.from(rest, 'hex').toString() };
  const environment = parseEnvironment(rest);
  return kind === 'environment' && environment ? { kind, appCode, module, environment } : undefined;
}
