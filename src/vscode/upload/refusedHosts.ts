import type * as vscode from 'vscode';
import type { UploadOutcome } from '../../core/operations/upload/uploadOutcome.ts';
import type { UploadRecord } from '../../core/operations/upload/uploadRecord.ts';
import {
  allowListEntry,
  removeRefusedHosts,
  parseRefusedHosts,
  addRefusedHost,
  type RefusedHost,
} from '../../core/releases/refusedHosts.ts';

const storageKey = 'bkpaas.refusedHosts';

/**
 * The hosts from which platforms refused to download. The extension cannot read a platform's list of allowed hosts, so
 * it learns the refused hosts from the outcomes of uploads.
 */
export class RefusedHosts {
  readonly #memento: vscode.Memento;

  constructor(memento: vscode.Memento) {
    this.#memento = memento;
  }

  get known(): RefusedHost[] {
    return parseRefusedHosts(this.#memento.get<unknown>(storageKey));
  }

  /**
   * Updates the refused hosts. A successful upload removes the link's host, and a refusal of the platform adds the
   * link's host.
   */
  async learn({ platform, upload }: UploadRecord, outcome: UploadOutcome): Promise<void> {
    const { gatewayUrl } = platform;
    const entry = allowListEntry(upload.packageUrl);
    const { known } = this;
    if (outcome.status === 'uploaded') {
      const left = removeRefusedHosts(known, gatewayUrl, entry);
      if (left.length !== known.length) await this.#memento.update(storageKey, left);
    } else if (outcome.status === 'failed') {
      const { code } = outcome.error;
      if (code !== 'packageHostNotAllowed' && code !== 'uploadByLinkDisabled') return;
      const refused = { gatewayUrl, entry, everyHost: code === 'uploadByLinkDisabled', at: Date.now() };
      await this.#memento.update(storageKey, addRefusedHost(known, refused));
    }
  }
}
