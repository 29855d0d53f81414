import type { Credentials } from '../editor/credentials.ts';
import type { ReleaseSources } from './releaseSources.ts';
import type { UploadServices } from '../upload/uploadServices.ts';

/** What publishing a package and uploading it needs. */
export interface PublishServices extends UploadServices {
  publishing: Publishing;
}

/** Where packages come from and are published to. */
export interface Publishing {
  /** The sign-ins to repositories and release sources. */
  credentials: Credentials;
  sources: ReleaseSources;
}
