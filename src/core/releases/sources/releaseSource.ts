import type { Cancellable } from '../../http/clock.ts';
import type { Download } from '../../http/openAnswer.ts';

/** A place where a team keeps its releases. `createSource` returns the one for a setting. */
export interface ReleaseSource {
  /** Such as `github.com/octo/demo`. */
  label: string;
  /** Lists releases, newest first. `page` is the `next` of the previous page. Throws `SourceError`. */
  list(options: Cancellable & { page?: string | undefined }): Promise<ReleasePage>;
  /** Opens a file for download, with the credential if it needs one. Throws `SourceError`. */
  open(file: ReleaseFile, options?: Cancellable): Promise<Download>;
}

/** A source whose files `createSource` opens, unless it opens them itself. */
export type ListedSource = Omit<ReleaseSource, 'open'> & Partial<ReleaseSource>;

export interface ReleasePage {
  releases: Release[];
  /** Undefined on the last page. */
  next: string | undefined;
}

export interface Release {
  name: string;
  /** Milliseconds since 1970. Undefined if the source does not state it. */
  publishedAt: number | undefined;
  preRelease: boolean;
  /** Files made on request come last. */
  files: ReleaseFile[];
}

/** Where the version of a file comes from, most trusted first (release-sources.md 6.1). */
export type VersionOrigin = 'source' | 'tag' | 'fileName' | 'path';

export interface ReleaseFile {
  /** URL for the user and the platform, without any credential. */
  url: string;
  fileName: string;
  version: string | undefined;
  versionFrom: VersionOrigin | undefined;
  sizeBytes: number | undefined;
  /** 64 lower-case hex digits, as the source states it. */
  sha256: string | undefined;
  /** The download requires a sign-in. The platform cannot do that, so the package must be published for it. */
  needsCredentials: boolean;
  /** An archive of the sources, made on request: its bytes can change, and it lacks built files. */
  madeOnRequest: boolean;
  /** URL of the API for signed-in users, if it differs. */
  apiUrl?: string | undefined;
}
