import * as vscode from 'vscode';
import type { PreflightWarning } from '../../core/operations/upload/preflight.ts';
import type { UploadRecord } from '../../core/operations/upload/uploadRecord.ts';
import type { PackageVersion } from '../../core/platform/sourcePackages.ts';
import type { PlatformSetting } from '../editor/settings.ts';

/** An upload as this window shows it. Replaced whole at each change. */
export interface UploadReport {
  record: UploadRecord;
  platform: PlatformSetting;
  /** `done` with an outcome in the record; the others while it is under way here or in another window. */
  phase: 'uploading' | 'checking' | 'done';
  /** The look at the link from here, while it goes on and is worth waiting for. */
  verifying?: boolean | undefined;
  /** What was seen at the link from here that may be the reason when something goes wrong. */
  warnings?: readonly PreflightWarning[] | undefined;
  /** What the platform has under this version now, once somebody asked. */
  comparison?: Comparison | undefined;
}

export interface Comparison {
  /** Undefined when the version is not there. */
  now: PackageVersion | undefined;
}

/** The uploads of this window, and the one that the result page shows. */
export class Reports implements vscode.Disposable {
  readonly #byId = new Map<string, UploadReport>();
  readonly #changed = new vscode.EventEmitter<UploadReport>();
  #currentId: string | undefined;

  /** A report was made, or is another one now. */
  readonly onDidChange = this.#changed.event;

  /** The report on the page: the last upload, until an older one is asked for. */
  get current(): UploadReport | undefined {
    return this.#currentId === undefined ? undefined : this.#byId.get(this.#currentId);
  }

  get(id: string): UploadReport | undefined {
    return this.#byId.get(id);
  }

  /** Makes a report the one that is shown. */
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
