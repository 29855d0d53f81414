import type { PackageFile } from '../../core/archive/packageEntry.ts';
import { systemClock } from '../../core/http/clock.ts';
import type { Log } from '../../core/http/log.ts';
import { startPackageRead, type PackageHead, type PackageReadResult } from '../../core/releases/readPackage.ts';
import { isMaskedPackageUrl } from '../../core/releases/packageUrl.ts';
import { background } from '../editor/background.ts';

/** An inspection of the file at a link. This computer reads the file in the background while the user continues. */
export interface LinkInspection {
  url: string;
  /** Resolves after the first bytes have been read. Never rejects. */
  head: Promise<PackageHead>;
  /** Resolves when reading has ended, at the end of the file or earlier. Never rejects. */
  whole: Promise<PackageReadResult>;
  /** Returns the newest result; undefined if no byte has been read yet. */
  found: () => PackageHead | PackageReadResult | undefined;
  stop: () => void;
}

/** Inspects the link of an upload. Inspecting another link stops the previous inspection. */
export class LinkInspector {
  readonly #log: Log;
  readonly #maxBytes: () => number;
  #current: LinkInspection | undefined;

  constructor(log: Log, maxBytes: () => number) {
    this.#log = log;
    this.#maxBytes = maxBytes;
  }

  at(url: string): LinkInspection {
    if (this.#current?.url === url) return this.#current;
    this.stop();
    const controller = new AbortController();
    // A link from the history can contain a mask instead of a secret. A masked link cannot be downloaded, so nothing is
    // read.
    const maxBytes = isMaskedPackageUrl(url) ? 0 : this.#maxBytes();
    const { head, whole } = startPackageRead(url, { maxBytes, log: this.#log, signal: controller.signal });
    let found: PackageHead | PackageReadResult | undefined;
    const headNoted = head.then((first) => (found ??= first));
    const wholeNoted = whole.then((all) => (found = all));
    background('link check', headNoted);
    background('link check', wholeNoted);
    const stop = (): void => {
      controller.abort();
    };
    this.#current = { url, head, whole, found: () => found, stop };
    return this.#current;
  }

  stop(): void {
    this.#current?.stop();
    this.#current = undefined;
  }
}

/** How long to wait for the first bytes from a link's host before the upload continues. */
const headTimeoutMs = 3000;

/** Waits until the first bytes of the file have been read, but at most `headTimeoutMs`. */
export async function waitForFirstBytes(inspection: LinkInspection): Promise<void> {
  await Promise.race([inspection.head, systemClock.wait(headTimeoutMs)]);
}

/**
 * Returns the SHA-256 of the file at the link: the computed SHA-256 if the whole file has been read, otherwise the
 * SHA-256 that the server states. Returns undefined if no SHA-256 is known so far.
 */
export function knownSha256(inspection: LinkInspection): string | undefined {
  const found = inspection.found();
  if (found?.kind !== 'file') return undefined;
  return 'end' in found && found.end.kind === 'whole' ? found.end.sha256 : found.statedSha256;
}

/** Returns a completed inspection of a package that was just published, so that the package is not downloaded again. */
export function completedInspection({ content, sizeBytes, sha256 }: PackageFile, link: string): LinkInspection {
  const reading: PackageReadResult = {
    kind: 'file',
    host: new URL(link).host,
    redirected: false,
    content,
    announcedBytes: sizeBytes,
    statedSha256: sha256,
    end: { kind: 'whole', sizeBytes, sha256, damage: undefined },
  };
  const whole = Promise.resolve(reading);
  return { url: link, head: whole, whole, found: () => reading, stop: () => undefined };
}
