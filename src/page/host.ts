import type { FromPage } from './messages.ts';

/**
 * VS Code's API for a page. A page can call `acquireVsCodeApi` only once. Tests define `acquireVsCodeApi` before the
 * page's script runs.
 */
interface EditorApi {
  postMessage(message: FromPage): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare const acquireVsCodeApi: () => EditorApi;

export function editorApi(): EditorApi {
  return acquireVsCodeApi();
}

/** Scroll state of the log. The page restores the scroll state after the page was reloaded or hidden. */
export interface ScrollState {
  follow: boolean;
  /** Index of the first visible line. If older lines can be added, the distance of this line from the log's end. */
  top: number;
  /** Whether long lines are wrapped. Missing in the state of older versions. */
  wrap?: boolean;
}

export type Host = ReturnType<typeof connectToExtension>;

/**
 * Connects to the extension. `given` is the state that the extension needs to restore the page after a reload. VS Code
 * keeps `given` and the scroll state.
 */
export function connectToExtension(given: object) {
  const api = editorApi();
  const { place: saved, ...rest } = (api.getState() ?? {}) as { place?: ScrollState };
  // If the rest of the saved state differs from `given`, the saved scroll state belongs to another deployment.
  const place = JSON.stringify(rest) === JSON.stringify(given) ? saved : undefined;
  const savePlace = (now: ScrollState | undefined): void => {
    api.setState({ ...given, place: now });
  };
  savePlace(place);
  const post = (message: FromPage): void => {
    api.postMessage(message);
  };
  return { post, place, savePlace };
}
