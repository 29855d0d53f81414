/** Logs and shows an error. `source` is its origin in the log. */
type ShowError = (source: string, error: unknown) => void;

/** Before `activate` sets this, an error stays an unhandled rejection, so that a test fails on it. */
let showError: ShowError = (_, error) => {
  throw error;
};

/** Sets how errors are shown. Module state, because background work starts in too many places to pass it. */
export function showBackgroundErrors(show: ShowError): void {
  showError = show;
}

/** Starts work that no caller awaits; its error is shown. Every promise must be awaited, returned or passed here. */
export function background(source: string, work: PromiseLike<unknown>): void {
  work.then(undefined, (error: unknown) => {
    showError(source, error);
  });
}
