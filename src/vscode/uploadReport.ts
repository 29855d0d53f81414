import * as vscode from 'vscode';
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
export class LastReport implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<UploadReport>();
  #report: UploadReport | undefined;

  readonly onDidChange = this.#changed.event;

  get current(): UploadReport | undefined {
    return this.#report;
  }

  set(report: UploadReport): void {
    this.#report = report;
    this.#changed.fire(report);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
