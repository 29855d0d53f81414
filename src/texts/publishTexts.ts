import type { TransferPace } from '../core/http/transferPace.ts';
import type { FetchProblem } from '../core/operations/publish/fetchPackage.ts';
import type { PackProblem } from '../core/packing/packFolder.ts';
import type { LeftOutReason } from '../core/packing/packPreview.ts';
import type { PackWarning, PackWarningCode } from '../core/packing/packWarnings.ts';
import type { StoredFile } from '../core/repository/repository.ts';
import type { RepositoryVariables } from '../core/repository/repositoryVariables.ts';
import type { RepositoryProblem } from '../core/repository/repositorySetting.ts';
import type { Advice } from './errorText.ts';
import { formatLongDuration, formatSize, joinParts, listText } from './formats.ts';
import type { SecretKind } from '../core/packing/secretPatterns.ts';
import type { Translate } from './translate.ts';

/** Returns the progress of a transfer, such as `12.3 MB of 80.0 MB · 4.10 MB/s · 17 s left`. Omits unknown values. */
export function paceText(t: Translate, { doneBytes, totalBytes, bytesPerSecond, secondsLeft }: TransferPace): string {
  const done =
    totalBytes === undefined ? formatSize(doneBytes) : t('{0} of {1}', formatSize(doneBytes), formatSize(totalBytes));
  return joinParts([
    done,
    bytesPerSecond === undefined ? undefined : t('{0}/s', formatSize(bytesPerSecond)),
    secondsLeft === undefined ? undefined : t('{0} left', formatLongDuration(t, secondsLeft * 1000)),
  ]);
}

/** Describes the file that already exists at the path to which a package would be published. */
export function storedFileText(t: Translate, { sizeBytes, modified, modifiedBy, sha256 }: StoredFile): string {
  return joinParts([
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
            what: t('The download is a web page, probably a sign-in page, not an archive.'),
            todo: t('Sign in to the release source, or use the direct URL of the file.'),
          };
        case 'empty':
          return { what: t('The file is empty.'), todo: t('Choose another file.') };
        case 'bzip2':
        case 'xz':
          return {
            what: t('The extension can’t publish archives that are compressed with bzip2 or xz.'),
            todo: t('Pack it as .tar.gz or .zip.'),
          };
        default:
          return {
            what: t('The platform doesn’t support this kind of file.'),
            todo: t('Use a .tar.gz, .tar or .zip.'),
          };
      }
    case 'tooLarge':
      return {
        what: t('The file is larger than {0}.', formatSize(problem.maxBytes)),
        todo: t('Choose another file, or increase bkpaas.relayPackagesUpToMB.'),
      };
    case 'differs':
      return {
        what: t('The size or SHA-256 of the download differs from what its source reports.'),
        todo: t('Try again. If the problem persists, a proxy is probably changing the file.'),
      };
    case 'unreadable':
      return { what: t('Couldn’t read the file: {0}', problem.message), todo: t('Choose another file.') };
  }
}

export function packProblemText(t: Translate, problem: PackProblem, path: string): Advice {
  const texts: Record<PackProblem, Advice> = {
    nothingToPack: {
      what: t('The folder has no files to pack.'),
      todo: t('If files are missing, check .gitignore and .bkpaasignore.'),
    },
    fileUnreadable: {
      what: t('Couldn’t read “{0}”.', path),
      todo: t('Add it to .bkpaasignore to exclude it, or make it readable.'),
    },
    fileChanged: {
      what: t('“{0}” changed while it was being packed.', path),
      todo: t('Wait until nothing is writing to it, and pack again.'),
    },
  };
  return texts[problem];
}

/** Explains why a path of a folder is not packed, and what to do. */
export function leftOutText(t: Translate, reason: LeftOutReason, path: string): Advice {
  const texts: Record<LeftOutReason, Advice> = {
    linkLeavesFolder: {
      what: t('“{0}” is excluded because it’s a link that points outside the folder.', path),
      todo: t('If the application needs it, copy its target into the folder.'),
    },
    special: {
      what: t('“{0}” is excluded because it isn’t a regular file.', path),
      todo: t('If the application needs it, create it when the application starts.'),
    },
    nameNotUtf8: {
      what: t('“{0}” is excluded because its name isn’t UTF-8.', path),
      todo: t('If the application needs it, rename it. For example, use only letters and digits.'),
    },
  };
  return texts[reason];
}

/** Describes what is probably unintended in a folder's package, and what to do. */
export function packWarningText(t: Translate, { code, paths }: PackWarning): Advice {
  const names = pathsText(t, paths);
  const texts: Record<PackWarningCode, Advice> = {
    emptySubmodules: {
      what: t('The package doesn’t contain these submodules because they weren’t fetched: {0}', names),
      todo: t('Run “git submodule update --init --recursive” and pack again.'),
    },
    notCheckedOut: {
      what: t('Tracked files missing from the package because they’re outside the sparse checkout: {0}', paths.length),
      todo: t('If the application needs them, run “git sparse-checkout disable” and pack again.'),
    },
    lfsPointers: {
      what: t('The package contains only pointers to these Git LFS files because they weren’t downloaded: {0}', names),
      todo: t('Run “git lfs pull” and pack again.'),
    },
    crlfScripts: {
      what: t(
        'These scripts have Windows line endings (CRLF) and fail on Linux, for example with “bad interpreter”: {0}',
        names,
      ),
      todo: t('Save them with LF line endings and pack again.'),
    },
    zipEnd: {
      what: t('These files contain the end record of a zip but aren’t zip files: {0}', names),
      todo: t('Pack with this extension. The platform may mistake another tool’s package for a zip and reject it.'),
    },
  };
  return texts[code];
}

/** Returns the first paths, and the number of the others. */
export function pathsText(t: Translate, paths: readonly string[]): string {
  const first = paths.slice(0, 3).map((path) => `“${path}”`);
  const others = paths.length - first.length;
  return others > 0 ? t('{0} and {1} more', listText(t, first), others) : listText(t, first);
}

export function repositoryProblemText(t: Translate, problem: RepositoryProblem): string {
  const texts: Record<RepositoryProblem, string> = {
    notAnObject: t('Every entry of bkpaas.repositories must be an object.'),
    baseUrlInvalid: t('Enter the URL of the BK-Repo server, such as https://bkrepo.example.com'),
    projectMissing: t('Enter the project. Use letters, digits, “_”, “-” and “.”.'),
    repositoryMissing: t('Enter the repository. Use letters, digits, “_”, “-” and “.”.'),
    folderInvalid: t('Use letters, digits, “_”, “-” and “.” in folder names, and “/” between them.'),
  };
  return texts[problem];
}

/** Lists the values that were found in a pasted block of variables. Never contains the password. */
export function foundVariablesText(t: Translate, variables: RepositoryVariables): string {
  const { address, project, privateRepository, publicRepository, user, secret } = variables;
  const names = [
    address === undefined ? '' : t('address'),
    project === undefined ? '' : t('project {0}', project),
    privateRepository === undefined && publicRepository === undefined
      ? ''
      : t('repository {0}', privateRepository ?? publicRepository ?? ''),
    user === undefined ? '' : t('user {0}', user),
    secret === undefined ? '' : t('password (hidden)'),
  ];
  const taken = t('Found in the pasted variables: {0}.', joinParts(names));
  return address === undefined
    ? t('{0} Enter the address of BK-Repo.', taken)
    : t('{0} Press Enter to continue.', taken);
}

/** Returns the name of a kind of secret. */
export function secretKindText(t: Translate, kind: SecretKind): string {
  const texts: Record<SecretKind, string> = {
    privateKey: t('private key'),
    awsAccessKey: t('AWS access key'),
    githubToken: t('GitHub token'),
    gitlabToken: t('GitLab token'),
    slackToken: t('Slack token'),
    npmToken: t('npm token'),
    accessToken: t('BlueKing access token'),
    appSecret: t('BlueKing app secret'),
  };
  return texts[kind];
}
