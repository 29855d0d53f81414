import type { FromPage } from './messages.ts';

/** What VS Code gives a page, once. A test puts another in its place by defining the function before the script. */
interface EditorApi {
  postMessage(message: FromPage): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare const acquireVsCodeApi: () => EditorApi;

/** What the page itself wants to find again after a reload or after it was hidden. */
export interface Place {
  follow: boolean;
  /** The first line in view. */
  top: number;
}

export interface Host {
  post: (message: FromPage) => void;
  /** Where the reader was; undefined on a page that was not there before. */
  place: Place | undefined;
  savePlace: (place: Place) => void;
}

/** Opens the door to the extension. `given` is what the extension wants to be told after a reload: kept as it is, beside the place. */
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

/** Nothing of another deployment: a panel that was given to this one must not begin where the reader was in that. */
function placeIn(before: unknown, given: object): Place | undefined {
  const { place, ...rest } = (before ?? {}) as { place?: Place };
  return JSON.stringify(rest) === JSON.stringify(given) ? place : undefined;
}
