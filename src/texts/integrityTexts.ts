import {
  probablyDiffers,
  type DigestAndSize,
  type Integrity,
  type NotComparedReason,
  type PackageDamage,
} from '../core/operations/upload/compareIntegrity.ts';
import { formatExactBytes, formatSize } from './formats.ts';
import type { Translate } from './translate.ts';

/** Texts about whether the stored package is the file at the link. */
export interface IntegrityText {
  what: string;
  /** Undefined if there is nothing to do. */
  todo: string | undefined;
  /** Facts about the file at the link and the stored file, for a table; empty unless the files differ. */
  sides: { name: string; sha256: string | undefined; size: string | undefined }[];
}

export function integrityText(t: Translate, integrity: Integrity): IntegrityText {
  const nothing = { todo: undefined, sides: [] };
  switch (integrity.kind) {
    case 'verified':
      return {
        ...nothing,
        what:
          integrity.by === 'download'
            ? t('Verified: the stored package has the same size and SHA-256 as the file at the URL.')
            : t('Verified: the stored package has the SHA-256 that its source reports.'),
      };
    case 'differs':
      return {
        what: t('The stored package differs from the file that is now at the URL.'),
        todo: t(
          'The file was replaced in the meantime, was changed in transit, or is repacked for each download. To use the file at the URL, upload again.',
        ),
        sides: [comparedFile(t, t('At the URL'), integrity.source), comparedFile(t, t('Stored'), integrity.stored)],
      };
    case 'damaged': {
      const what = t('{0} {1}', damageText(t, integrity.damage), t('The platform stored it anyway.'));
      return { ...nothing, what, todo: packAgainText(t) };
    }
    case 'notCompared': {
      const why = notComparedText(t, integrity);
      return { ...nothing, what: integrity.sameSize ? t('{0} {1}', why, t('The sizes match.')) : why };
    }
  }
}

/** Returns in a few words what may be wrong with a stored package; undefined if no problem is known. */
export function integrityProblemText(t: Translate, integrity: Integrity | undefined): string | undefined {
  if (!integrity || !probablyDiffers(integrity)) return undefined;
  if (integrity.kind === 'damaged') return t('package damaged');
  return integrity.kind === 'differs' ? t('differs from the file at its URL') : t('may be incomplete');
}

/** Describes the damage of a package. Used both before and after an upload. */
export function damageText(t: Translate, damage: PackageDamage): string {
  const texts: Record<PackageDamage, string> = {
    endsEarly: t('The archive at the URL is truncated.'),
    corrupt: t('The archive at the URL is damaged and can’t be unpacked.'),
    noTarInside: t('The gzip file at the URL doesn’t contain a tar archive.'),
    takenForZip: t(
      'The platform mistakes the archive at the URL for a zip because the archive contains a zip file near its end.',
    ),
    notAnArchive: t('The file at the URL isn’t a tar or zip archive.'),
  };
  return texts[damage];
}

export function packAgainText(t: Translate): string {
  return t('Pack it again, check that it can be unpacked, and replace the file at the URL.');
}

function notComparedText(t: Translate, reason: NotComparedReason): string {
  switch (reason.why) {
    case 'signedLink':
      return t('Not compared: the URL contains a password or signature and may be valid for only one download.');
    case 'switchedOff':
      return t('Not compared: downloading packages for comparison is turned off in the settings.');
    case 'tooLarge':
      return t(
        'Not compared: the package is larger than the limit in the settings ({0}).',
        formatSize(reason.maxBytes),
      );
    case 'brokenOff':
      return t(
        'Not compared: the download to this computer was interrupted, so the stored package may be incomplete too.',
      );
    case 'notReadable':
      return t('Not compared: this computer couldn’t download the package.');
    case 'noStoredSha256':
      return t('Not compared: the platform didn’t report the SHA-256 of the stored package.');
  }
}

function comparedFile(
  t: Translate,
  name: string,
  { sha256, sizeBytes }: DigestAndSize,
): IntegrityText['sides'][number] {
  return { name, sha256, size: sizeBytes === undefined ? undefined : formatExactBytes(t, sizeBytes) };
}
