import * as vscode from 'vscode';
import type { PreflightWarning } from '../../core/operations/upload/preflight.ts';
import type { UploadRecord } from '../../core/operations/upload/uploadRecord.ts';
import type { PackageVersion } from '../../core/platform/sourcePackages.ts';
import type { PlatformSetting } from '../editor/settings.ts';

/** The state of an upload in this window. A report is immutable, so every change replaces the whole report. */
export interface UploadReport {
  record: UploadRecord;
  platform: PlatformSetting;
  /** `done` if the record has an outcome; otherwise the upload is in progress here or in another window. */
  phase: 'uploading' | 'checking' | 'done';
  /** Whether the stored package is still being compared with the file at the link. */
  verifying?: boolean | undefined;
  /** Warnings of the link inspection that may explain a failure. */
  warnings?: readonly PreflightWarning[] | undefined;
  /**
   * The last comparison with the platform. `now` is the platform's current package of the version; undefined if the
   * version does not exist.
   */
  comparison?: { now: PackageVersion | undefined } | undefined;
}

/**
 * The reports of the uploads that this window has shown. One report is the current report, which the result page shows.
 */
export class Reports implements vscode.Disposable {
  readonly #byId = new Map<string, UploadReport>();
  readonly #changed = new vscode.EventEmitter<UploadReport>();
  #currentId: string | undefined;

  /** Fires when a report is created or replaced. */
  readonly onDidChange = this.#changed.event;

  /** The report on the result page. This is the report of the last upload until the user selects an older upload. */
  get current(): UploadReport | undefined {
    return this.#currentId === undefined ? undefined : this.#byId.get(this.#currentId);
  }

  get(id: string): UploadReport | undefined {
    return this.#byId.get(id);
  }

  /** Stores a report and makes it the current report. */
  choose(report: UploadReport): void {
    this.#currentId = report.record.id;
    this.update(report);
  }

  update(report: UploadReport): void {
    this.#byId.set(report.record.id, report);
    this.#changed.fire(report);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
