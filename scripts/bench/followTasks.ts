/** The deployment that followProbe.ts follows. */
export interface FollowTask {
  gatewayUrl: string;
  accessToken: string;
  appCode: string;
  module: string;
  id: string;
  /** How many times faster than real time the clock of followProbe.ts runs. */
  speed: number;
}

export interface FollowResult {
  status: string | undefined;
  longestDelayMs: number;
  /** Growth of the JavaScript heap and of buffers, after garbage collection. */
  heapBytes: number;
  residentBytes: number;
  lines: number;
  /** UTF-8 bytes of the log. */
  textBytes: number;
}

/**
 * A message from followProbe.ts to the parent process. `change` replaces the lines of the log from line `from` on.
 * `done` is the last message.
 */
export type FollowMessage =
  { kind: 'change'; from: number; lines: readonly string[] } | { kind: 'done'; answer: FollowResult };
