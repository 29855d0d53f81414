/** The tasks of the probe in the extension host: what the bench gives, and what it gets back. */
export interface ProbeTasks {
  /** Activates extensions one after the other; returns the milliseconds of each. */
  activate: { given: { extensions: string[] }; answer: number[] };
  /**
   * Runs `bkpaas.uploadPackage` once per argument, one after the other; returns the milliseconds from call to outcome
   * of each.
   */
  upload: { given: { uploads: UploadArguments[] }; answer: number[] };
  /** Returns the bytes of the extension host after a full garbage collection. */
  memory: { given: Record<string, never>; answer: { heapUsed: number; rss: number } };
}

export type ProbeTask = keyof ProbeTasks;

/** The arguments with which `bkpaas.uploadPackage` asks nothing. */
export interface UploadArguments {
  appCode: string;
  module: string;
  packageUrl: string;
  version: string;
  allowOverwrite: boolean;
}

/** One line of JSON, from the bench to the probe. */
export interface ProbeQuestion {
  task: ProbeTask;
  given: unknown;
}

/** One line of JSON, from the probe to the bench. */
export type ProbeReply = { answer: unknown } | { error: string };

/** The environment variable with the port that the probe connects to. */
export const probePort = 'BKPAAS_BENCH_PORT';
