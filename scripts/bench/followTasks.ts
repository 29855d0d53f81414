/** What the process of followProbe.ts must follow. */
export interface FollowTask {
  gatewayUrl: string;
  accessToken: string;
  appCode: string;
  module: string;
  id: string;
  /** How many times faster its clock runs. */
  hurry: number;
}

export interface ProbeAnswer {
  status: string | undefined;
  longestDelayMs: number;
  /** Growth of the JavaScript heap and of buffers, after garbage collection. */
  heapBytes: number;
  residentBytes: number;
  lines: number;
  /** UTF-8 bytes of the log. */
  textBytes: number;
}

/** What the process sends: a change of the log, in the form for the page, and its figures at the end. */
export type ProbeMessage =
  { kind: 'change'; from: number; lines: readonly string[] } | { kind: 'done'; answer: ProbeAnswer };
