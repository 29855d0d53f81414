import type { PackageContents } from '../../core/package/packageContents.ts';
import type { Credentials } from '../editor/credentials.ts';
import type { ReleaseSources } from './releaseSources.ts';
import type { UploadServices } from '../upload/uploadServices.ts';

/** The services that publishing and uploading packages need. */
export interface PublishServices extends UploadServices {
  /**
   * The release sources, the credentials for release sources and repositories, and the documents of compared packages.
   */
  publishing: { credentials: Credentials; sources: ReleaseSources; compared: PackageComparison };
}

export interface PackageComparison {
  /** Opens VS Code's diff editor for the file lists and the descriptions of two packages. */
  show(title: string, before: ComparedPackage, after: ComparedPackage): Promise<void>;
}

/** One side of a comparison. The titles of its documents contain `version`. */
export interface ComparedPackage {
  version: string;
  contents: PackageContents;
}
