import {
  isDoubtful,
  type FileFacts,
  type Integrity,
  type NotCompared,
  type PackageDamage,
} from '../core/operations/upload/compareIntegrity.ts';
import { formatBytes, formatSize } from './formats.ts';
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
            ? t('Verified: the stored package is the file at the link, by size and SHA-256.')
            : t('Verified: the stored package has the SHA-256 that its source states.'),
      };
    case 'differs':
      return {
        what: t('The stored package is not the file that is at the link now.'),
        todo: t(
          'The file was replaced in the meantime, is packed anew for each download, or was changed on its way. If it should be the one at the link, upload again.',
        ),
        sides: [side(t, t('At the link'), integrity.source), side(t, t('Stored'), integrity.stored)],
      };
    case 'damaged': {
      const what = t('{0} {1}', damageText(t, integrity.damage), t('The platform has stored it all the same.'));
      return { ...nothing, what, todo: packAgainText(t) };
    }
    case 'notCompared': {
      const why = notComparedText(t, integrity);
      return { ...nothing, what: integrity.sameSize ? t('{0} {1}', why, t('The size is the same.')) : why };
    }
  }
}

/** Returns in a few words what may be wrong with a stored package; undefined if no problem is known. */
export function doubtText(t: Translate, integrity: Integrity | undefined): string | undefined {
  if (!integrity || !isDoubtful(integrity)) return undefined;
  if (integrity.kind === 'damaged') return t('package damaged');
  return integrity.kind === 'differs' ? t('not the file at its link') : t('may be incomplete');
}

/** Describes the damage of a package. Used both before and after an upload. */
export function damageText(t: Translate, damage: PackageDamage): string {
  const texts: Record<PackageDamage, string> = {
    endsEarly: t('The archive at the link is cut off: its end is missing.'),
    corrupt: t('The archive at the link is damaged and does not unpack.'),
    noTarInside: t('The gzip file at the link holds no tar archive.'),
    takenForZip: t('The platform takes the archive at the link for a zip, because a zip file is near its end.'),
    notAnArchive: t('The file at the link is neither a tar nor a zip archive.'),
  };
  return texts[damage];
}

export function packAgainText(t: Translate): string {
  return t('Pack it again, check that it unpacks, and put it at the link anew.');
}

function notComparedText(t: Translate, reason: NotCompared): string {
  switch (reason.why) {
    case 'signedLink':
      return t('Not compared: the link carries a password or signature and may be good for one download only.');
    case 'switchedOff':
      return t('Not compared: reading packages from here is switched off in the settings.');
    case 'tooLarge':
      return t(
        'Not compared: the package is larger than the limit in the settings ({0}).',
        formatSize(reason.maxBytes),
      );
    case 'brokenOff':
      return t('Not compared: the download broke off here, so the stored package may be incomplete too.');
    case 'notReadable':
      return t('Not compared: the package could not be read from this computer.');
    case 'noStoredSha256':
      return t('Not compared: the platform does not tell the SHA-256 of what it stored.');
  }
}

function side(t: Translate, name: string, { sha256, sizeBytes }: FileFacts): IntegrityText['sides'][number] {
  return { name, sha256, size: sizeBytes === undefined ? undefined : formatBytes(t, sizeBytes) };
}
