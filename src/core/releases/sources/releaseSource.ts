import type { CancelOptions } from '../../http/clock.ts';
import type { Download } from '../../http/openAnswer.ts';

/** A page or repository with a team's releases. `createSource` returns the release source for a setting. */
export interface ReleaseSource {
  /** Name of the source for the user, such as `github.com/octo/demo`. */
  label: string;
  /**
   * Lists one page of releases, newest first. `page` is the `next` of the previous page. Rejects with `SourceError`.
   */
  list(options: CancelOptions & { page?: string | undefined }): Promise<ReleasePage>;
  /**
   * Opens a file for download. Sends the credential if the URL belongs to the credential's origin. Rejects with
   * `SourceError`.
   */
  open(file: ReleaseFile, options?: CancelOptions): Promise<Download>;
}

/** A release source that may lack `open`. `createSource` adds `open` to a source without it. */
export type ReleaseSourceBase = Omit<ReleaseSource, 'open'> & Partial<ReleaseSource>;

export interface ReleasePage {
  releases: Release[];
  /** The `page` with which `list` returns the next page. Undefined on the last page. */
  next: string | undefined;
}

export interface Release {
  name: string;
  /** Milliseconds since 1970. Undefined if the source does not state the date. */
  publishedAt: number | undefined;
  preRelease: boolean;
  /** Files that the server creates on request come last. */
  files: ReleaseFile[];
}

/** Where the version of a file comes from, most trusted origin first (release-sources.md 6.1). */
export type VersionOrigin = 'source' | 'tag' | 'fileName' | 'path';

export interface ReleaseFile {
  /** URL that the user sees and the platform downloads from. Contains no credential. */
  url: string;
  fileName: string;
  version: string | undefined;
  versionFrom: VersionOrigin | undefined;
  sizeBytes: number | undefined;
  /** SHA-256 that the source states, as 64 lower-case hex digits. */
  sha256: string | undefined;
  /**
   * Whether the download may require a credential. The platform cannot send a credential, so the package must first be
   * published to BK-Repo.
   */
  needsCredentials: boolean;
  /**
   * Whether the file is an archive of the source code that the server creates on request. Its bytes can change, and it
   * lacks built files.
   */
  madeOnRequest: boolean;
  /** URL from which the extension downloads with a credential, if it differs from `url`. */
  apiUrl?: string | undefined;
}
