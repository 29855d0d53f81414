/**
 * The tasks that the probe runs in the extension host. `given` is the argument from the bench, `answer` is the result.
 */
export interface ProbeTasks {
  /**
   * Activates extensions one after the other. The answer is the milliseconds of each activation, in the given order.
   */
  activate: { given: { extensions: string[] }; answer: number[] };
  /**
   * Runs `bkpaas.uploadPackage` once for each element of `uploads`, one after the other. The answer is the milliseconds
   * from each call to its outcome, in the given order.
   */
  upload: { given: { uploads: UploadArguments[] }; answer: number[] };
  /** Runs a full garbage collection. The answer is the extension host's memory in bytes. */
  memory: { given: Record<string, never>; answer: { heapUsed: number; rss: number } };
}

export type ProbeTaskName = keyof ProbeTasks;

/** Arguments that are complete, so `bkpaas.uploadPackage` does not ask the user anything. */
export interface UploadArguments {
  appCode: string;
  module: string;
  packageUrl: string;
  version: string;
  allowOverwrite: boolean;
}

/** A message from the bench to the probe, sent as one line of JSON. */
export interface ProbeQuestion {
  task: ProbeTaskName;
  given: unknown;
}

/** A message from the probe to the bench, sent as one line of JSON. */
export type ProbeReply = { answer: unknown } | { error: string };

/** Name of the environment variable that contains the port to which the probe connects. */
export const probePortVariable = 'BKPAAS_BENCH_PORT';
