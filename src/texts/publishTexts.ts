import type { TransferPace } from '../core/http/transferPace.ts';
import type { FetchProblem } from '../core/operations/publish/fetchPackage.ts';
import type { PackProblem } from '../core/packing/packFolder.ts';
import type { LeftOutReason } from '../core/packing/packPreview.ts';
import type { PackWarning, PackWarningCode } from '../core/packing/packWarnings.ts';
import type { StoredFile } from '../core/repository/repository.ts';
import type { RepositoryProblem } from '../core/repository/repositorySetting.ts';
import type { Advice } from './errorText.ts';
import { formatLongDuration, formatSize, joined } from './formats.ts';
import type { Translate } from './translate.ts';

/** Returns the progress of a transfer, such as `12.3 MB of 80.0 MB · 4.10 MB/s · 17 s left`. Omits unknown values. */
export function paceText(t: Translate, { doneBytes, totalBytes, bytesPerSecond, secondsLeft }: TransferPace): string {
  const done =
    totalBytes === undefined ? formatSize(doneBytes) : t('{0} of {1}', formatSize(doneBytes), formatSize(totalBytes));
  return joined([
    done,
    bytesPerSecond === undefined ? undefined : t('{0}/s', formatSize(bytesPerSecond)),
    secondsLeft === undefined ? undefined : t('{0} left', formatLongDuration(t, secondsLeft * 1000)),
  ]);
}

/** Describes the file that already exists at the path to which a package would be published. */
export function storedFileText(t: Translate, { sizeBytes, modified, modifiedBy, sha256 }: StoredFile): string {
  return joined([
    sizeBytes === undefined ? undefined : formatSize(sizeBytes),
    modified?.replace('T', ' ').slice(0, 16),
    modifiedBy === undefined ? undefined : t('by {0}', modifiedBy),
    sha256 === undefined ? undefined : `SHA-256 ${sha256.slice(0, 12)}…`,
  ]);
}

/** Explains why an archive cannot be published, and what to do. */
export function fetchProblemText(t: Translate, problem: FetchProblem): Advice {
  switch (problem.code) {
    case 'notAnArchive':
      switch (problem.content) {
        case 'webPage':
          return {
            what: t('What came is a web page and no archive: most likely a page to sign in on.'),
            todo: t('Sign in to the source, or use the address of the file itself.'),
          };
        case 'empty':
          return { what: t('The file is empty.'), todo: t('Choose another one.') };
        case 'bzip2':
        case 'xz':
          return {
            what: t('Archives that are packed with bzip2 or xz cannot be published from here.'),
            todo: t('Pack it as .tar.gz or .zip.'),
          };
        default:
          return { what: t('This is no archive that the platform takes.'), todo: t('Use a .tar.gz, .tar or .zip.') };
      }
    case 'tooLarge':
      return {
        what: t('The file is larger than {0}.', formatSize(problem.maxBytes)),
        todo: t('Choose another one, or raise the setting bkpaas.relayPackagesUpToMB.'),
      };
    case 'differs':
      return {
        what: t('What came has another size or SHA-256 than its source says.'),
        todo: t('Try again; if it happens again, something on the way changes it.'),
      };
    case 'unreadable':
      return { what: t('The file cannot be read: {0}', problem.message), todo: t('Choose another one.') };
  }
}

export function packProblemText(t: Translate, problem: PackProblem, path: string): Advice {
  const texts: Record<PackProblem, Advice> = {
    nothingToPack: {
      what: t('The folder has nothing to pack.'),
      todo: t('Look at .gitignore and .bkpaasignore if files are missing.'),
    },
    fileUnreadable: {
      what: t('“{0}” cannot be read.', path),
      todo: t('Leave it out with a line in .bkpaasignore, or make it readable.'),
    },
    fileChanged: {
      what: t('“{0}” was changed while it was being packed.', path),
      todo: t('Wait until it is written, and pack again.'),
    },
  };
  return texts[problem];
}

/** Explains why a path of a folder is not packed, and what to do. */
export function leftOutText(t: Translate, reason: LeftOutReason, path: string): Advice {
  const texts: Record<LeftOutReason, Advice> = {
    linkLeavesFolder: {
      what: t('“{0}” is left out because it is a link that leads out of the folder.', path),
      todo: t('If the application needs it, copy its target into the folder.'),
    },
    special: {
      what: t('“{0}” is left out because it is not a regular file.', path),
      todo: t('If the application needs it, create it at start-up.'),
    },
    nameNotUtf8: {
      what: t('“{0}” is left out because its name is not UTF-8.', path),
      todo: t('If the application needs it, rename it, for example with letters and digits.'),
    },
  };
  return texts[reason];
}

/** Describes what is probably unintended in a folder's package, and what to do. */
export function packWarningText(t: Translate, { code, paths }: PackWarning): Advice {
  const names = namesText(t, paths);
  const texts: Record<PackWarningCode, Advice> = {
    emptySubmodules: {
      what: t('Submodules that were not fetched are missing from the package: {0}', names),
      todo: t('Run “git submodule update --init --recursive” and pack again.'),
    },
    notCheckedOut: {
      what: t('Tracked files outside the sparse checkout are missing from the package: {0}', paths.length),
      todo: t('If the application needs them, run “git sparse-checkout disable” and pack again.'),
    },
    lfsPointers: {
      what: t('Git LFS files were not downloaded, so the package contains only pointers: {0}', names),
      todo: t('Run “git lfs pull” and pack again.'),
    },
    crlfScripts: {
      what: t(
        'Scripts have Windows line endings (CRLF) and fail on Linux, for example with “bad interpreter”: {0}',
        names,
      ),
      todo: t('Save them with LF line endings and pack again.'),
    },
    zipEnd: {
      what: t('Files contain the end of a zip, but are no zip: {0}', names),
      todo: t('Pack with this extension: the platform may take a package of another tool for a zip and refuse it.'),
    },
  };
  return texts[code];
}

/** Returns the first paths, and the number of the others. */
export function namesText(t: Translate, paths: readonly string[]): string {
  const first = paths.slice(0, 3).map((path) => `“${path}”`);
  const others = paths.length - first.length;
  return others > 0 ? t('{0} and {1} more', first.join(', '), others) : first.join(', ');
}

export function repositoryProblemText(t: Translate, problem: RepositoryProblem): string {
  const texts: Record<RepositoryProblem, string> = {
    notAnObject: t('An entry of bkpaas.repositories has to be an object.'),
    baseUrlInvalid: t('Give the address of the BK-Repo, such as https://bkrepo.example.com.'),
    projectMissing: t('Give the project: letters, digits, “_”, “-” and “.”.'),
    repositoryMissing: t('Give the repository: letters, digits, “_”, “-” and “.”.'),
    folderInvalid: t('The folder takes letters, digits, “_”, “-”, “.” and “/” between them.'),
  };
  return texts[problem];
}
