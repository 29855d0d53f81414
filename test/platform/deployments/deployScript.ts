import type { Application, Environment, Module } from '../state.ts';

export type PhaseType = 'preparation' | 'build' | 'release';

/** How a phase, a step or a whole deployment ended. */
export type Outcome = 'successful' | 'failed' | 'interrupted';

/** What the platform writes into `stream`: either spelling (platform-api.md 4.12). */
export type LineStream = 'STDOUT' | 'STDERR' | 'StreamType.STDOUT' | 'StreamType.STDERR';

/** One thing that happens in a deployment, `atMs` milliseconds after the deploy call. */
export type Happening = { readonly atMs: number } & (
  | { readonly kind: 'phaseBegins'; readonly phase: PhaseType }
  | { readonly kind: 'phaseEnds'; readonly phase: PhaseType; readonly outcome: Outcome }
  | { readonly kind: 'stepBegins'; readonly phase: PhaseType; readonly step: string }
  | { readonly kind: 'stepEnds'; readonly phase: PhaseType; readonly step: string; readonly outcome: Outcome }
  | { readonly kind: 'title'; readonly text: string }
  | { readonly kind: 'line'; readonly text: string; readonly stream: LineStream }
  /** Word between the platform's own parts; clients ignore it. */
  | { readonly kind: 'internal'; readonly data: string }
  | { readonly kind: 'ends'; readonly outcome: Outcome; readonly errorDetail: string | null }
);

/**
 * All that happens in one deployment. A script without `ends` never ends. It is data, so that the state of a deployment is
 * a function of the platform's clock alone: a test that moves the clock has moved the deployment.
 */
export interface DeployScript {
  /** In order of `atMs`. */
  readonly happenings: readonly Happening[];
  /** Until then the event channel is not there: 404 CHANNEL_NOT_FOUND (platform-api.md 4.12). */
  readonly channelDelayMs: number;
  /** Whether `error_tips` has found a solution (platform-api.md 4.9). */
  readonly tips: 'none' | 'matched';
}

/** What a script is written for. */
export interface DeployTarget {
  application: Application;
  module: Module;
  environment: Environment;
}

/** Writes the script once it is known what is deployed, since the steps depend on the application's type. */
export type DeployPlan = (target: DeployTarget) => DeployScript;

/** A script for one deployment to come; for any, or only for those of an application, module or environment. */
export interface QueuedDeployScript {
  plan: DeployPlan | DeployScript;
  appCode?: string;
  module?: string;
  environment?: Environment;
}
