/** What the core may say on the way. The editor's `LogOutputChannel` fits it, and so does an array in a test. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}
