import type { Credentials } from '../editor/credentials.ts';
import type { ReleaseSources } from './releaseSources.ts';
import type { UploadServices } from '../upload/uploadServices.ts';

/** The services that publishing and uploading packages need. */
export interface PublishServices extends UploadServices {
  /** The release sources, and the credentials for release sources and repositories. */
  publishing: { credentials: Credentials; sources: ReleaseSources };
}
