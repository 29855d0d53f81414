import type { PackageFile } from '../../core/archive/packageFile.ts';
import type { PackageReading } from '../../core/releases/readPackage.ts';
import type { Looks } from './packageLooks.ts';

/** The look at a package that was published from here: all of it is known, and its link need not be read again. */
export function knownPackage({ content, sizeBytes, sha256 }: PackageFile, host: string): Looks {
  const reading: PackageReading = {
    kind: 'file',
    host,
    redirected: false,
    content,
    announcedBytes: sizeBytes,
    statedSha256: sha256,
    end: { kind: 'whole', sizeBytes, sha256, damage: undefined },
  };
  const whole = Promise.resolve(reading);
  return {
    at: (url) => ({ url, head: whole, whole, found: () => reading, stop: () => undefined }),
    stop: () => undefined,
  };
}
