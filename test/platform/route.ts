import type { BackendAnswer } from './backend/backendAnswer.ts';
import type { Language } from './backend/language.ts';
import type { AppAction } from './backend/roles.ts';
import type { Application, Module, PlatformState } from './state.ts';
import type { Switches } from './switches.ts';

/**
 * One resource of the gateway and the backend's view behind the resource. Every route is defined in a file under
 * resources/.
 */
export type Route = UserRoute | ApplicationRoute | ModuleRoute;

interface Resource {
  /** Name of the resource at the gateway, used in grants and the debug header (platform-api.md 4.0). */
  operationId: string;
  method: 'GET' | 'POST';
  /**
   * Path template below the stage. Placeholders: `{app}`, `{module}`, `{env}`, `{deployment}`, `{operation}`. The
   * gateway ignores a trailing slash.
   */
  path: string;
}

/** A route that needs only a signed-in user. */
export interface UserRoute extends Resource {
  scope: 'user';
  answer(call: BackendCall): BackendAnswer | Promise<BackendAnswer>;
}

/** A route that needs a role in the application `{app}`. */
export interface ApplicationRoute extends Resource {
  scope: 'application';
  permission: AppAction;
  answer(call: BackendCall, application: Application): BackendAnswer | Promise<BackendAnswer>;
}

/** A route that needs a role in the application `{app}`, and the module `{module}` of that application. */
export interface ModuleRoute extends Resource {
  scope: 'module';
  permission: AppAction;
  /** The response if the module is unknown: `safe` is a 404, `unsafe` is an HTML 500 (platform-api.md 4.0). */
  moduleLookup: 'safe' | 'unsafe';
  answer(call: BackendCall, application: Application, module: Module): BackendAnswer | Promise<BackendAnswer>;
}

/**
 * A request as the backend receives it from the gateway: with the verified user, without the caller's token and
 * cookies.
 */
export interface BackendCall {
  /** Path below the backend's base address, as the gateway requests it. */
  path: string;
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  headers: ReadonlyMap<string, string>;
  body: Buffer;
  user: string;
  language: Language;
  now: () => Date;
  state: PlatformState;
  switches: Switches;
  /**
   * Downloads a package. Rejects if the download fails before the body. If the connection is cut during the body,
   * resolves with the bytes received so far.
   */
  download: (url: URL) => Promise<Buffer>;
}
