import type { FromPage } from './messages.ts';

/**
 * VS Code's API for a page, which can be acquired once. Tests replace it by defining `acquireVsCodeApi` before the
 * script.
 */
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

export interface Host {
  post: (message: FromPage) => void;
  /** The place to restore; undefined on a new page. */
  place: Place | undefined;
  savePlace: (place: Place) => void;
}

/**
 * Connects to the extension. `given` is the state that the extension needs after a reload, saved unchanged beside the
 * place.
 */
export function openHost(given: object): Host {
  const api = acquireVsCodeApi();
  const place = placeIn(api.getState(), given);
  const savePlace = (now: Place | undefined): void => {
    api.setState({ ...given, place: now });
  };
  savePlace(place);
  return {
    post: (message) => {
      api.postMessage(message);
    },
    place,
    savePlace,
  };
}

/** Returns the saved place, unless it belongs to another deployment. */
function placeIn(before: unknown, given: object): Place | undefined {
  const { place, ...rest } = (before ?? {}) as { place?: Place };
  return JSON.stringify(rest) === JSON.stringify(given) ? place : undefined;
}
