import type { Application, Environment, Module } from '../state.ts';

export type PhaseType = 'preparation' | 'build' | 'release';

/** How a phase, a step or a whole deployment ended. */
export type Outcome = 'successful' | 'failed' | 'interrupted';

/** The value of `stream` (platform-api.md 4.12). */
export type LineStream = 'STDOUT' | 'STDERR';

/** One entry of a deployment's script, `atMs` milliseconds after the deploy call. */
export type Happening = { readonly atMs: number } & (
  | { readonly kind: 'phaseBegins'; readonly phase: PhaseType }
  | { readonly kind: 'phaseEnds'; readonly phase: PhaseType; readonly outcome: Outcome }
  | { readonly kind: 'stepBegins'; readonly phase: PhaseType; readonly step: string }
  | { readonly kind: 'stepEnds'; readonly phase: PhaseType; readonly step: string; readonly outcome: Outcome }
  | { readonly kind: 'title'; readonly text: string }
  | { readonly kind: 'line'; readonly text: string; readonly stream: LineStream }
  /** A message between the platform's components; clients ignore it. */
  | { readonly kind: 'internal'; readonly data: string }
  | { readonly kind: 'ends'; readonly outcome: Outcome; readonly errorDetail: string | null }
);

/**
 * Everything that happens in one deployment. A script without `ends` never ends. It is data, so the state of a
 * deployment depends only on the platform's clock: a test that moves the clock moves the deployment.
 */
export interface DeployScript {
  /** Sorted by `atMs`. */
  readonly happenings: readonly Happening[];
  /** Until then the event channel does not exist: 404 CHANNEL_NOT_FOUND (platform-api.md 4.12). */
  readonly channelDelayMs: number;
  /** Whether `error_tips` has a solution (platform-api.md 4.9). */
  readonly tips: 'none' | 'matched';
}

export interface DeployTarget {
  application: Application;
  module: Module;
  environment: Environment;
}

/** Writes the script once the target is known, because the steps depend on the application's type. */
export type DeployPlan = (target: DeployTarget) => DeployScript;

/** A script for one future deployment: any, or only one of an application, module or environment. */
export interface QueuedDeployScript {
  plan: DeployPlan | DeployScript;
  appCode?: string;
  module?: string;
  environment?: Environment;
}
