import type { BackendAnswer } from './backend/backendAnswer.ts';
import type { Language } from './backend/language.ts';
import type { AppAction } from './backend/roles.ts';
import type { Application, Module, PlatformState } from './state.ts';
import type { Switches } from './switches.ts';

/** One resource of the gateway and the view behind it, as data. Each has a file under resources/. */
export type Route = UserRoute | ApplicationRoute | ModuleRoute;

interface Resource {
  /** Name of the resource at the gateway, used in grants and the debug header (platform-api.md 4.0). */
  operationId: string;
  method: 'GET' | 'POST';
  /**
   * Template below the stage. Placeholders: `{app}`, `{module}`, `{env}`, `{deployment}`, `{operation}`. A trailing
   * slash never matters.
   */
  path: string;
}

/** Needs only a signed-in user. */
export interface UserRoute extends Resource {
  scope: 'user';
  answer(call: BackendCall): BackendAnswer | Promise<BackendAnswer>;
}

/** Needs a role in the application `{app}`. */
export interface ApplicationRoute extends Resource {
  scope: 'application';
  permission: AppAction;
  answer(call: BackendCall, application: Application): BackendAnswer | Promise<BackendAnswer>;
}

/** Needs a role in the application `{app}`, and its module `{module}`. */
export interface ModuleRoute extends Resource {
  scope: 'module';
  permission: AppAction;
  /** An unknown module is a 404 where the view looks it up safely, otherwise an HTML 500 (platform-api.md 4.0). */
  moduleLookup: 'safe' | 'unsafe';
  answer(call: BackendCall, application: Application, module: Module): BackendAnswer | Promise<BackendAnswer>;
}

/** A request as the backend sees it: identified, without the caller's token and cookies. */
export interface BackendCall {
  /** Below the backend's base, as the gateway calls it. */
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
  /** Downloads a package from its address; rejects on any failure. */
  download: (url: URL) => Promise<Buffer>;
}
