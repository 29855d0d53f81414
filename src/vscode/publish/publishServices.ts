import type { Credentials } from '../editor/credentials.ts';
import type { ReleaseSources } from './releaseSources.ts';
import type { UploadServices } from '../upload/uploadServices.ts';

/** The services for publishing and uploading packages. */
export interface PublishServices extends UploadServices {
  /** Release sources, and the credentials for them and for repositories. */
  publishing: { credentials: Credentials; sources: ReleaseSources };
}
