/** Logs an error and shows it. `source` names in the log what threw it. */
type ShowError = (source: string, error: unknown) => void;

/** Until `activate` has set it, an error stays an unhandled rejection, so that a test fails on it. */
let showError: ShowError = (_, error) => {
  throw error;
};

/** Sets how errors of background work are logged and shown. The only module state: the work starts in too many places to pass it. */
export function showBackgroundErrors(show: ShowError): void {
  showError = show;
}

/** Starts work that no caller waits for. An error is logged and shown, so every promise is awaited, returned or passed here. */
export function background(source: string, work: PromiseLike<unknown>): void {
  work.then(undefined, (error: unknown) => {
    showError(source, error);
  });
}
