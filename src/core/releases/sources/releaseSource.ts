import type { Cancellable } from '../../http/clock.ts';
import type { Download } from '../../http/openAnswer.ts';
import type { ReleaseSourceKind } from './releaseSourceSetting.ts';

/** A place where a team keeps its releases. One file beside this one for each kind; adding a kind is adding a file. */
export interface ReleaseSource {
  kind: ReleaseSourceKind;
  /** Such as `github.com/octo/demo`. */
  label: string;
  /** Newest first. `page` is what the last answer gave as `next`. Throws `SourceError`. */
  list(options: Cancellable & { page?: string | undefined }): Promise<ReleasePage>;
  /** The bytes of a file, with the credential where it needs one. Throws `SourceError`. */
  open(file: ReleaseFile, options?: Cancellable): Promise<Download>;
}

export interface ReleasePage {
  releases: Release[];
  /** Undefined when this was the last. */
  next: string | undefined;
}

export interface Release {
  name: string;
  /** Milliseconds since 1970; undefined where the source does not say. */
  publishedAt: number | undefined;
  preRelease: boolean;
  /** Those made on request last. */
  files: ReleaseFile[];
}

/** What says which version a file is, most trusted first (release-sources.md 6.1). */
export type VersionOrigin = 'source' | 'tag' | 'fileName' | 'path';

export interface ReleaseFile {
  /** Where a person, or the platform, gets it. Without any credential. */
  url: string;
  fileName: string;
  version: string | undefined;
  versionFrom: VersionOrigin | undefined;
  sizeBytes: number | undefined;
  /** 64 lower-case hex digits, as the source states it. */
  sha256: string | undefined;
  /** Nobody gets it without signing in: the platform cannot fetch it, it has to be brought to it. */
  needsCredentials: boolean;
  /** An archive of the sources, made when it is asked for: its bytes may change, and built files are missing in it. */
  madeOnRequest: boolean;
  /** Where the API gives it to those who sign in, when that is another address. */
  apiUrl?: string;
}
