/** Logs and shows an error. The log names `source` as the origin of the error. */
type BackgroundErrorHandler = (source: string, error: unknown) => void;

/**
 * Until `activate` sets another function, this function rethrows the error. The error then becomes an unhandled
 * rejection, which makes a test fail.
 */
let showError: BackgroundErrorHandler = (_, error) => {
  throw error;
};

/**
 * Sets the function that shows the errors of background work. This module stores the function, because many functions
 * start background work, and each of them would otherwise need a parameter for it.
 */
export function showBackgroundErrors(show: BackgroundErrorHandler): void {
  showError = show;
}

/**
 * Handles work that no caller awaits: if the work fails, the error is logged and shown. ESLint requires that every
 * promise is awaited, returned or passed to this function.
 */
export function background(source: string, work: PromiseLike<unknown>): void {
  work.then(undefined, (error: unknown) => {
    showError(source, error);
  });
}
