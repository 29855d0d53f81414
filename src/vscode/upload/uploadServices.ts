import type { TrackedUploads } from '../../core/operations/upload/uploadRecord.ts';
import type { Catalog } from '../modules/catalog.ts';
import type { RefusedHosts } from './refusedHosts.ts';
import type { SessionWork } from '../session/sessionWork.ts';
import type { Reports } from './uploadReport.ts';
import type { SessionServices } from '../session/sessionServices.ts';

/** The services that uploads need. */
export interface UploadServices extends SessionServices {
  catalog: Catalog;
  /**
   * The uploads of this computer (`tracked`), the uploads of this window (`reports`), and the result page (`panel`).
   */
  uploads: {
    tracked: TrackedUploads;
    reports: Reports;
    refusals: RefusedHosts;
    work: SessionWork;
    panel: {
      /** Shows the current report. The page gets the focus only if `takeFocus` is true. */
      show(takeFocus: boolean): void;
      /** Returns whether the page shows this upload and is visible. */
      isShowing(id: string): boolean;
      /** Copies what is selected on the page, if the page has the focus. */
      copySelection(): void;
    };
  };
}
