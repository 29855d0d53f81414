import type { Application, Environment, Module } from '../state.ts';

export type PhaseType = 'preparation' | 'build' | 'release';

/** How a phase, a step or a whole deployment ended. */
export type Outcome = 'successful' | 'failed' | 'interrupted';

/** The value of `stream` in a `msg` event (platform-api.md 4.12). */
export type OutputStream = 'STDOUT' | 'STDERR';

/** One entry of a deployment's script. The entry takes effect `atMs` milliseconds after the deploy call. */
export type ScriptEntry = { readonly atMs: number } & (
  | { readonly kind: 'phaseBegins'; readonly phase: PhaseType }
  | { readonly kind: 'phaseEnds'; readonly phase: PhaseType; readonly outcome: Outcome }
  | { readonly kind: 'stepBegins'; readonly phase: PhaseType; readonly step: string }
  | { readonly kind: 'stepEnds'; readonly phase: PhaseType; readonly step: string; readonly outcome: Outcome }
  | { readonly kind: 'title'; readonly text: string }
  | { readonly kind: 'line'; readonly text: string; readonly stream: OutputStream }
  /** A message between components of the platform. Clients ignore it. */
  | { readonly kind: 'internal'; readonly data: string }
  | { readonly kind: 'ends'; readonly outcome: Outcome; readonly errorDetail: string | null }
);

/**
 * Everything that happens in one deployment. Without an entry `ends`, the deployment never ends. The state of a
 * deployment depends only on its script and the platform's clock. A test moves a deployment forward by moving this
 * clock.
 */
export interface DeployScript {
  /** Sorted by `atMs`. */
  readonly happenings: readonly ScriptEntry[];
  /**
   * Milliseconds from the deploy call to the opening of the event channel. Before the channel opens, a request for
   * events gets 404 CHANNEL_NOT_FOUND (platform-api.md 4.12).
   */
  readonly channelDelayMs: number;
  /** Whether `error_tips` contains a solution (platform-api.md 4.9). */
  readonly tips: 'none' | 'matched';
}

export interface DeployTarget {
  application: Application;
  module: Module;
  environment: Environment;
}

/**
 * Returns the script of a deployment to this target. A plan is a function, because the steps depend on the type of the
 * application.
 */
export type DeployPlan = (target: DeployTarget) => DeployScript;

/**
 * A script for one future deployment. `appCode`, `module` and `environment` restrict which deployment uses the script.
 */
export interface QueuedDeployScript {
  plan: DeployPlan | DeployScript;
  appCode?: string;
  module?: string;
  environment?: Environment;
}
