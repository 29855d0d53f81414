/** The logger of the core. VS Code's `LogOutputChannel` implements this interface. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}
