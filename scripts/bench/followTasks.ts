/** What the process of followProbe.ts is told to follow. */
export interface FollowTask {
  gatewayUrl: string;
  accessToken: string;
  appCode: string;
  module: string;
  id: string;
  /** How many times as fast as others its clock runs. */
  hurry: number;
}

export interface ProbeAnswer {
  status: string | undefined;
  longestDelayMs: number;
  /** Of the JavaScript heap and buffers, after garbage collection. */
  heapBytes: number;
  residentBytes: number;
  lines: number;
  /** UTF-8 bytes of the log. */
  textBytes: number;
}

/** What it says: a change of the log, as the page is told, and its figures at the end. */
export type ProbeMessage =
  { kind: 'change'; from: number; lines: readonly string[] } | { kind: 'done'; answer: ProbeAnswer };
