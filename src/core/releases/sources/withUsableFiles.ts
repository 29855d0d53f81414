import type { Release } from './releaseSource.ts';

/** The release with the files that can be fetched. Addresses come as a server writes them, and may be anything. */
export function withUsableFiles(release: Release): Release {
  return { ...release, files: release.files.filter(({ url, apiUrl }) => isOnTheWeb(url) && isOnTheWeb(apiUrl ?? url)) };
}

function isOnTheWeb(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}
