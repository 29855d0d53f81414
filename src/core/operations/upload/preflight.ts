import type { HttpErrorKind } from '../../http/httpError.ts';
import type { ArchiveDamage } from '../../releases/checkArchive.ts';
import { hiddenFromPlatform } from '../../releases/privateHost.ts';
import type { PackageHead, PackageReading } from '../../releases/readPackage.ts';
import { allowListEntry, probableRefusal, type RefusedHost } from '../../releases/refusedHosts.ts';

/**
 * What may go wrong with an upload, told before it. None of it is certain: the platform downloads from another place of the
 * network, and its list of hosts may have changed. So each can be passed; what cannot is refused by `parseUploadRequest`.
 */
export type PreflightWarning =
  /** `entry` is what this package needs on the platform's list; `everyHost`: the list was empty `at` that time. */
  | { code: 'probablyRefused'; entry: string; everyHost: boolean; at: number }
  | { code: 'hiddenFromPlatform'; reach: 'thisMachine' | 'thisLink'; host: string }
  | { code: 'redirectRefused'; why: 'tooMany' | 'notHttp' | 'thisMachine'; host: string }
  | { code: 'unreachable'; error: Exclude<HttpErrorKind, 'cancelled'>; host: string }
  | { code: 'notFound'; status: number }
  | { code: 'signInWanted'; status: number; host: string }
  | { code: 'badStatus'; status: number; host: string }
  /** `redirectedTo`: most likely a sign-in page. */
  | { code: 'webPage'; redirectedTo: string | undefined }
  | { code: 'emptyFile' }
  | { code: 'notAnArchive' }
  /** Only where the file is read to its end by then. */
  | { code: 'damagedArchive'; damage: ArchiveDamage };

export interface PreflightFacts {
  packageUrl: string;
  gatewayUrl: string;
  refusedHosts: readonly RefusedHost[];
  /** What was found at the link, as far as is known yet. */
  found?: PackageHead | PackageReading | undefined;
}

/** The warnings for an upload, those that need somebody else's help first. Sends nothing and changes nothing. */
export function preflight({ packageUrl, gatewayUrl, refusedHosts, found }: PreflightFacts): PreflightWarning[] {
  const refused = probableRefusal(refusedHosts, gatewayUrl, packageUrl);
  const reach = hiddenFromPlatform(packageUrl, gatewayUrl);
  const atLink = found && warningOf(found);
  return [
    ...(refused
      ? [
          {
            code: 'probablyRefused',
            entry: allowListEntry(packageUrl),
            everyHost: refused.everyHost,
            at: refused.at,
          } as const,
        ]
      : []),
    ...(reach ? [{ code: 'hiddenFromPlatform', reach, host: new URL(packageUrl).host } as const] : []),
    ...(atLink ? [atLink] : []),
  ];
}

function warningOf(found: PackageHead | PackageReading): PreflightWarning | undefined {
  switch (found.kind) {
    case 'notRead':
      return undefined;
    case 'unreachable': {
      const { error, host } = found;
      return error === 'cancelled' ? undefined : { code: 'unreachable', error, host };
    }
    case 'redirectRefused':
      return { code: 'redirectRefused', why: found.why, host: found.host };
    case 'status':
      return warningOfStatus(found.status, found.host);
    case 'file':
      return warningOfFile(found);
  }
}

function warningOfStatus(status: number, host: string): PreflightWarning {
  if (status === 404 || status === 410) return { code: 'notFound', status };
  return { code: status === 401 || status === 403 ? 'signInWanted' : 'badStatus', status, host };
}

function warningOfFile(file: Extract<PackageHead | PackageReading, { kind: 'file' }>): PreflightWarning | undefined {
  switch (file.content) {
    case 'webPage':
      return { code: 'webPage', redirectedTo: file.redirected ? file.host : undefined };
    case 'empty':
      return { code: 'emptyFile' };
    case 'unknown':
      return { code: 'notAnArchive' };
    case 'gzip':
    case 'zip':
    case 'tar':
    case 'bzip2':
    case 'xz': {
      const damage = 'end' in file && file.end.kind === 'whole' ? file.end.damage : undefined;
      return damage && { code: 'damagedArchive', damage };
    }
  }
}
