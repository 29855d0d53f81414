import type { FromPage } from './messages.ts';

/** VS Code's API for a page. It can be acquired once. Tests define `acquireVsCodeApi` before the script. */
interface EditorApi {
  postMessage(message: FromPage): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare const acquireVsCodeApi: () => EditorApi;

/** The scroll state that the page restores after a reload or after it was hidden. */
export interface Place {
  follow: boolean;
  /** The first line in view. */
  top: number;
}

/** Connects to the extension. `given` is what it needs after a reload, saved unchanged beside the place. */
export function openHost(given: object) {
  const api = acquireVsCodeApi();
  const { place: saved, ...rest } = (api.getState() ?? {}) as { place?: Place };
  // The saved place can belong to another deployment.
  const place = JSON.stringify(rest) === JSON.stringify(given) ? saved : undefined;
  const savePlace = (now: Place | undefined): void => {
    api.setState({ ...given, place: now });
  };
  savePlace(place);
  const post = (message: FromPage): void => {
    api.postMessage(message);
  };
  return { post, place, savePlace };
}
