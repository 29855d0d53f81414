import * as vscode from 'vscode';
import { isObject } from '../../core/http/json.ts';
import { parseAppCode, parseModuleName } from '../../core/platform/names.ts';
import type { ModuleTarget } from '../../core/platform/paths.ts';
import { PlatformError } from '../../core/platform/platformError.ts';
import { maskPackageUrl } from '../../core/releases/packageUrl.ts';
import { toolRefusalText, type ToolRefusalCode } from '../../texts/toolTexts.ts';
import { isOnPlatform, type PlatformSetting } from '../editor/settings.ts';
import { activeTarget } from '../modules/activeTarget.ts';
import type { SessionServices } from '../session/sessionServices.ts';
import type { SignedIn } from '../session/session.ts';

const { t } = vscode.l10n;

/** Thrown if a tool refuses a call, before it sends anything. */
export class ToolRefusal extends Error {
  readonly code: ToolRefusalCode;

  constructor(code: ToolRefusalCode, subject?: string) {
    super(toolRefusalText(t, code, subject));
    this.name = 'ToolRefusal';
    this.code = code;
  }
}

/**
 * The input of a tool, which comes from a language model. Some versions of VS Code do not check it against the schema,
 * so every member is checked here. An unknown member, such as `allowOverwrite`, is refused.
 */
export class ToolInput {
  readonly #values: Readonly<Record<string, unknown>>;

  /** Throws `ToolRefusal` if the input has a member that is not in `names`. */
  constructor(input: unknown, names: readonly string[]) {
    this.#values = isObject(input) ? input : {};
    const unknown = Object.keys(this.#values).find((name) => !names.includes(name));
    if (unknown !== undefined) throw new ToolRefusal('inputUnknown', unknown.slice(0, 40));
  }

  /** Returns a trimmed text; undefined if it is missing or blank. */
  text(name: string): string | undefined {
    const value = this.#values[name] ?? '';
    if (typeof value !== 'string') throw new ToolRefusal('inputInvalid', name);
    return value.trim() || undefined;
  }

  /** Returns a whole number from 1 to `most`; `usual` if it is missing, and `most` if it is larger. */
  count(name: string, usual: number, most: number): number {
    const value = this.#values[name] ?? usual;
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 1) throw new ToolRefusal('inputInvalid', name);
    return Math.min(value, most);
  }

  /**
   * Returns the URL of a package; undefined if it is missing. Refuses a URL with a secret, because the chat keeps the
   * input.
   */
  packageUrl(): string | undefined {
    const url = this.text('packageUrl');
    if (url !== undefined && maskPackageUrl(url) !== url) throw new ToolRefusal('secretInUrl');
    return url;
  }
}

/**
 * Returns the session. Throws `PlatformError` with the code `signedOut` if there is none, because a tool cannot sign
 * in.
 */
async function currentSession({ session }: SessionServices): Promise<SignedIn> {
  const state = await session.read();
  if (state.state !== 'signedIn') throw new PlatformError('signedOut');
  return state;
}

/**
 * Returns the module in the input. If the input has only an application, the module is `default`. If it has neither,
 * returns the target of the workspace; undefined if no target is set. Throws `ToolRefusal` if the input has a module
 * without an application, or if the target is on another platform. Throws `PlatformError` if a name is invalid.
 */
export function moduleOf(input: ToolInput, platform: PlatformSetting): ModuleTarget | undefined {
  const [code, name] = [input.text('appCode'), input.text('module')];
  if (code === undefined) {
    if (name !== undefined) throw new ToolRefusal('targetMissing');
    const target = activeTarget();
    if (target && !isOnPlatform(target, platform)) throw new ToolRefusal('targetElsewhere');
    return target && { appCode: target.appCode, module: target.module };
  }
  const appCode = parseAppCode(code);
  if (!appCode) throw new PlatformError('appCodeInvalid', { subject: code });
  const module = parseModuleName(name ?? 'default');
  if (!module) throw new PlatformError('moduleNameInvalid', { subject: name ?? '' });
  return { appCode, module };
}

/** Returns the session and the module of the input. Throws `ToolRefusal` or `PlatformError` if one is missing. */
export async function sessionAndModule(
  services: SessionServices,
  input: ToolInput,
): Promise<ModuleTarget & { session: SignedIn }> {
  const session = await currentSession(services);
  const target = moduleOf(input, session.platform);
  if (!target) throw new ToolRefusal('targetMissing');
  return { session, ...target };
}
