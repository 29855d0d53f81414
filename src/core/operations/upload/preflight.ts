import type { HttpErrorKind } from '../../http/httpError.ts';
import type { ArchiveDamage } from '../../releases/checkArchive.ts';
import { whyUnreachable } from '../../releases/privateHost.ts';
import type { FileEnd, PackageHead, PackageReadResult } from '../../releases/readPackage.ts';
import { allowListEntry, probableRefusal, type RefusedHost } from '../../releases/refusedHosts.ts';

/**
 * A problem that an upload may have, shown before the upload. No warning is certain, because the platform downloads
 * from another place in the network and the platform's allow-list may have changed. So the user can continue.
 * `parseUploadRequest` rejects uploads that cannot succeed.
 */
export type PreflightWarning =
  /**
   * `entry` is the entry that the platform's allow-list needs for this package. `everyHost` is true if the allow-list
   * was empty. `at` is the time of the refusal, in milliseconds since 1970.
   */
  | { code: 'probablyRefused'; entry: string; everyHost: boolean; at: number }
  | { code: 'hiddenFromPlatform'; reach: 'thisMachine' | 'thisLink'; host: string }
  | { code: 'redirectRefused'; why: 'tooMany' | 'notHttp' | 'thisMachine'; host: string }
  | { code: 'unreachable'; error: Exclude<HttpErrorKind, 'cancelled'>; host: string }
  | { code: 'notFound'; status: number }
  | { code: 'signInWanted'; status: number; host: string }
  | { code: 'badStatus'; status: number; host: string }
  /** `redirectedTo` is the host of the web page if the link redirects. The page is probably a sign-in page. */
  | { code: 'webPage'; redirectedTo: string | undefined }
  | { code: 'emptyFile' }
  | { code: 'notAnArchive' }
  /** Reported only if the file was read to its end, or if the connection was lost while the file was being read. */
  | { code: 'damagedArchive'; damage: ArchiveDamage };

export interface PreflightFacts {
  packageUrl: string;
  gatewayUrl: string;
  refusedHosts: readonly RefusedHost[];
  /** What is known about the file at the link. */
  found?: PackageHead | PackageReadResult | undefined;
}

/**
 * Returns the warnings for an upload. Warnings that an administrator must resolve come first. Sends nothing and changes
 * nothing.
 */
export function preflight({ packageUrl, gatewayUrl, refusedHosts, found }: PreflightFacts): PreflightWarning[] {
  const warnings: PreflightWarning[] = [];
  const refused = probableRefusal(refusedHosts, gatewayUrl, packageUrl);
  if (refused) {
    const { everyHost, at } = refused;
    warnings.push({ code: 'probablyRefused', entry: allowListEntry(packageUrl), everyHost, at });
  }
  const reach = whyUnreachable(packageUrl, gatewayUrl);
  if (reach) warnings.push({ code: 'hiddenFromPlatform', reach, host: new URL(packageUrl).host });
  const atLink = found && warningOf(found);
  return atLink ? [...warnings, atLink] : warnings;
}

function warningOf(found: PackageHead | PackageReadResult): PreflightWarning | undefined {
  switch (found.kind) {
    case 'notRead':
      return undefined;
    case 'unreachable':
      return found.error === 'cancelled' ? undefined : { code: 'unreachable', error: found.error, host: found.host };
    case 'redirectRefused':
      return { code: 'redirectRefused', why: found.why, host: found.host };
    case 'status': {
      const { status, host } = found;
      if (status === 404 || status === 410) return { code: 'notFound', status };
      return { code: status === 401 || status === 403 ? 'signInWanted' : 'badStatus', status, host };
    }
    case 'file':
      return warningOfFile(found);
  }
}

function warningOfFile(file: Extract<PackageHead | PackageReadResult, { kind: 'file' }>): PreflightWarning | undefined {
  if (file.content === 'webPage') return { code: 'webPage', redirectedTo: file.redirected ? file.host : undefined };
  if (file.content === 'empty') return { code: 'emptyFile' };
  if (file.content === 'unknown') return { code: 'notAnArchive' };
  const damage = 'end' in file ? damageOf(file.end) : undefined;
  return damage && { code: 'damagedArchive', damage };
}

function damageOf(end: FileEnd): ArchiveDamage | undefined {
  if (end.kind === 'brokenOff') return end.error === 'connectionLost' ? 'endsEarly' : undefined;
  return end.kind === 'whole' ? end.damage : undefined;
}

/**
 * Returns the warnings that mean that there is no usable package at the link. The platform stores such a file without
 * an error, and only the deployment fails (platform-api.md 1.3), so such an upload needs the user's consent.
 */
export function noPackageWarnings(warnings: readonly PreflightWarning[]): PreflightWarning[] {
  return warnings.filter(({ code }) => noPackageCodes.some((known) => known === code));
}

/** Codes of the warnings that mean that the file at the link is not a package. */
export const noPackageCodes = ['webPage', 'emptyFile', 'notAnArchive', 'damagedArchive'] as const;
