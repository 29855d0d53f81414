import type { PackageFile } from '../../core/archive/packageEntry.ts';
import { systemClock } from '../../core/http/clock.ts';
import type { Log } from '../../core/http/log.ts';
import { startReading, type PackageHead, type PackageReading } from '../../core/releases/readPackage.ts';
import { isMaskedPackageUrl } from '../../core/releases/packageUrl.ts';
import { background } from '../editor/background.ts';

/** An inspection, from this computer, of the file at a link. It reads in the background and blocks nothing. */
export interface LinkInspection {
  url: string;
  /** Resolves after the first bytes. Neither promise rejects. */
  head: Promise<PackageHead>;
  /** Resolves after everything that is read has been read. */
  whole: Promise<PackageReading>;
  /** Returns what is known so far. */
  found: () => PackageHead | PackageReading | undefined;
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
    // A link from the history can have a mask in place of its secret, and cannot be downloaded then.
    const maxBytes = isMaskedPackageUrl(url) ? 0 : this.#maxBytes();
    const { head, whole } = startReading(url, { maxBytes, log: this.#log, signal: controller.signal });
    let found: PackageHead | PackageReading | undefined;
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

/** How long a link's host has to answer before the upload goes on without it. */
const headTimeoutMs = 3000;

/** Waits until the first bytes of the file are known, but not for a slow host. */
export async function firstBytes(look: LinkInspection): Promise<void> {
  await Promise.race([look.head, systemClock.wait(headTimeoutMs)]);
}

/** Returns the SHA-256 of the file at the link, if it is known so far: computed here, or stated by the server. */
export function sha256At(look: LinkInspection): string | undefined {
  const found = look.found();
  if (found?.kind !== 'file') return undefined;
  return 'end' in found && found.end.kind === 'whole' ? found.end.sha256 : found.statedSha256;
}

/** A completed inspection of a package we just published, so it is not downloaded again. */
export function publishedPackage({ content, sizeBytes, sha256 }: PackageFile, link: string): LinkInspection {
  const reading: PackageReading = {
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
