/** What the bench asks the probe in the extension host to do: what is given, and what comes back. */
export interface ProbeTasks {
  /** Activates extensions one after the other; milliseconds of each. */
  activate: { given: { extensions: string[] }; answer: number[] };
  /** Runs `bkpaas.uploadPackage` once per argument, one after the other; milliseconds from call to outcome of each. */
  upload: { given: { uploads: UploadArguments[] }; answer: number[] };
  /** Bytes of the extension host after a full garbage collection. */
  memory: { given: Record<string, never>; answer: { heapUsed: number; rss: number } };
}

export type ProbeTask = keyof ProbeTasks;

/** All that `bkpaas.uploadPackage` needs to ask nothing. */
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

/** The environment variable with the port the probe calls. */
export const probePort = 'BKPAAS_BENCH_PORT';
