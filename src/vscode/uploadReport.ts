import type { UploadOutcome } from '../core/operations/uploadPackage.ts';
import type { UploadByLink } from '../core/platform/sourcePackages.ts';
import type { PlatformSetting } from './settings.ts';

/** One finished upload: what was asked, where, and what became of it. */
export interface UploadReport {
  platform: PlatformSetting;
  upload: UploadByLink;
  outcome: UploadOutcome;
}

/** The last upload of this window, for "Show Last Result", "Copy as curl" and "Upload Again". */
export class LastReport {
  #report: UploadReport | undefined;

  get current(): UploadReport | undefined {
    return this.#report;
  }

  set(report: UploadReport): void {
    this.#report = report;
  }
}
