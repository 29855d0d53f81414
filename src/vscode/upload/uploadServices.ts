import type { TrackedUploads } from '../../core/operations/upload/uploadRecord.ts';
import type { Catalog } from '../modules/catalog.ts';
import type { Recents } from '../editor/recents.ts';
import type { Refusals } from './refusedHosts.ts';
import type { SessionWork } from '../session/sessionWork.ts';
import type { Reports } from './uploadReport.ts';
import type { SessionServices } from '../session/sessionServices.ts';

/** The services of uploads. */
export interface UploadServices extends SessionServices {
  catalog: Catalog;
  recents: Recents;
  /** The uploads of this window and this computer, with their page. */
  uploads: {
    tracked: TrackedUploads;
    reports: Reports;
    refusals: Refusals;
    work: SessionWork;
    panel: {
      /** Shows the current report. The focus stays where it is unless `takeFocus`. */
      show(takeFocus: boolean): void;
      /** Whether the page shows this upload and is visible. */
      isShowing(id: string): boolean;
    };
  };
}
