import type { ArchiveProblem } from '../core/archive/archiveError.ts';
import type { Finding, FindingCode } from '../core/package/finding.ts';
import type { YamlProblem } from '../core/yaml/yamlError.ts';
import { descriptionTexts } from './descriptionTexts.ts';
import type { Advice } from './errorText.ts';
import { formatSize, listText, oneOrMany } from './formats.ts';
import type { Translate } from './translate.ts';
import { yamlProblemText } from './yamlProblemTexts.ts';

type TextFunction = (
  t: Translate,
  finding: { entry: string; values: readonly string[]; problem: ArchiveProblem; yamlProblem: YamlProblem },
) => Advice;

/** The texts of all findings. The compiler reports a code without a text. */
const findingTexts: Record<FindingCode, TextFunction> = {
  archiveUnreadable: (t, { problem }) => archiveProblemText(t, problem),
  empty: (t) => ({
    what: t('The package is empty.'),
    todo: t('Pack the project folder itself. If files are missing, check .gitignore and .bkpaasignore.'),
  }),
  descriptionOutranked: (t, { values: [other = ''] }) => ({
    what: t(
      'The platform uses “{0}” as the description, not the one at the root, because its path comes first in alphabetical order.',
      other,
    ),
    todo: t('Exclude “{0}” from the package, or rename it.', other),
  }),
  severalDescriptions: (t, { entry, values }) => ({
    what: t(
      'The package has several app_desc.yaml files. The platform uses “{0}”, not {1}.',
      entry,
      quotedNames(t, values),
    ),
    todo: t('Keep only one in the package.'),
  }),
  descriptionDeep: (t, { values: [folder = ''] }) => ({
    what: t('The description is in “{0}”, so the platform treats that folder as the root of the package.', folder),
    todo: t('Pack from inside that folder, so that app_desc.yaml is at the root.'),
  }),
  descriptionFolderIgnored: (t, { entry }) => ({
    what: t(
      'The platform ignores “{0}” because its folder names have characters other than A–Z, 0–9, “_”, “.” and “-”.',
      entry,
    ),
    todo: t('Rename the folder, or pack from inside it.'),
  }),
  descriptionPathIllegal: (t, { entry }) => ({
    what: t('The platform rejects “{0}” as the path of the description.', entry),
    todo: t('Pack from inside the project folder, so that paths start with “./”.'),
  }),
  descriptionIsLink: (t) => ({
    what: t('The description is a link, not a file. The platform doesn’t follow it.'),
    todo: t('Add the file itself to the package.'),
  }),
  descriptionTooLarge: (t, { values: [limit = '0'] }) => ({
    what: t('The description is larger than {0}.', formatSize(Number(limit))),
    todo: t('Remove large content, such as a logo, from the description.'),
  }),
  ...descriptionTexts,
  nothingToRun: (t) => ({
    what: t('The package has no app_desc.yaml and no Procfile. You can upload it, but not deploy it.'),
    todo: t('Add an app_desc.yaml at the root.'),
  }),
  procfileNotFound: (t, { entry, values: [wanted = ''] }) => ({
    what: t('The platform looks for an entry named “{0}”, so it doesn’t find “{1}”.', wanted, entry),
    todo: t(
      'Pack from inside the project folder, for example with “tar -czf package.tar.gz -C folder .”, or add an app_desc.yaml.',
    ),
  }),
  procfileNotYaml: (t, { yamlProblem, values: [text = ''] }) => ({
    what: t('The Procfile isn’t valid YAML: {0}', yamlProblemText(t, yamlProblem, text)),
    todo: t('Write each process on its own line: its name, a colon, a space and the command.'),
  }),
  procfileTooLong: (t, { values: [count = '', limit = ''] }) => ({
    what: t('The Procfile has {0} processes. By default, the platform deploys at most {1}.', count, limit),
    todo: t('Remove some, or ask the administrator whether MAX_PROCESSES_PER_MODULE is set higher on this platform.'),
  }),
  procfileNotMapping: (t) => ({
    what: t('The Procfile has no processes.'),
    todo: t('Write each process on its own line: its name, a colon, a space and the command.'),
  }),
  procfileCommandInvalid: (t, { values: [name = ''] }) => ({
    what: t('The Procfile has no command for the process “{0}”.', name),
    todo: t('Write the command as text after the colon and a space.'),
  }),
  linkLeavesPackage: (t, { entry, values: [target = ''] }) => ({
    what: t('The link “{0}” points outside the package, to “{1}”.', entry, target),
    todo: t('Add the file itself to the package. Otherwise, unpacking fails during deployment.'),
  }),
  linkTargetMissing: (t, { entry, values: [target = ''] }) => ({
    what: t(
      'The hard link “{0}” points to “{1}”, but no file with that path comes before the link in the package.',
      entry,
      target,
    ),
    todo: t('Pack the folder again, and include both files.'),
  }),
  entryTypeUnsupported: (t, { entry }) => ({
    what: t('“{0}” isn’t a file, a folder or a link. It may be a volume label, for example.', entry),
    todo: t('Pack again without backup or volume options, such as tar’s -V, -M and -g.'),
  }),
  compressionUnsupported: (t, { entry }) => ({
    what: t('“{0}” uses a compression method that the platform doesn’t support.', entry),
    todo: t('Pack it as .tar.gz, or as .zip with Deflate compression.'),
  }),
  nameEmpty: (t, { entry }) => ({
    what: t('The package has an entry without a name (“{0}”), which the platform can’t unpack.', entry),
    todo: t('Pack the folder again with another tool.'),
  }),
  belowFile: (t, { entry, values: [file = ''] }) => ({
    what: t('The package contains “{0}”, but “{1}” is a file.', entry, file),
    todo: t('Pack the folder again. A path can’t be both a file and a folder.'),
  }),
  logoNotFile: (t, { entry }) => ({
    what: t('“{0}” is a folder or a link. The platform reads it as the logo, so the upload fails.', entry),
    todo: t('Replace it with the image file, or use another name.'),
  }),
  specialEntry: (t, { entry }) => ({
    what: t('“{0}” is a device, a pipe or a socket.', entry),
    todo: t('Exclude it. Otherwise, unpacking fails during deployment.'),
  }),
  pathTraversal: (t, { entry }) => ({
    what: t('The path “{0}” points outside the package.', entry),
    todo: t('Pack from inside the project folder. Otherwise, unpacking fails during deployment.'),
  }),
  pathAbsolute: (t, { entry }) => ({
    what: t('The path “{0}” is absolute. The platform removes the leading part.', entry),
    todo: t('Pack from inside the project folder.'),
  }),
  wrapperClash: (t, { values: [name = ''] }) => ({
    what: t(
      '“{0}” exists both at the root of the package and in the description’s folder, so the deployment fails.',
      name,
    ),
    todo: t('Pack from inside the folder that contains the description.'),
  }),
  nameTooLong: (t, { entry }) => ({
    what: t('The name of “{0}” is longer than 255 bytes.', shortenName(entry)),
    todo: t('Shorten the name. Otherwise, the file can’t be unpacked.'),
  }),
  nameBackslash: (t, { entry }) => ({
    what: t(
      'The name of “{0}” has a backslash. The platform unpacks it as one file, without creating a folder.',
      entry,
    ),
    todo: t('Pack the folder with a tool that uses “/” to separate folders.'),
  }),
  nameGarbled: (t, { entry }) => ({
    what: t('The platform misreads the name “{0}” because the zip doesn’t mark it as UTF-8.', entry),
    todo: t('Pack it as .tar.gz, or use a tool that writes UTF-8 names.'),
  }),
  nameReserved: (t, { entry }) => ({
    what: t('“{0}” can’t be unpacked on Windows.', entry),
    todo: t('Rename it if anyone works on this project on Windows.'),
  }),
  namesClash: (t, { entry, values: [other = ''] }) => ({
    what: t('“{0}” and “{1}” differ only in case.', entry, other),
    todo: t('Rename one of them. On case-insensitive systems, one overwrites the other.'),
  }),
  notExecutable: (t, { entry }) => ({
    what: t('The script “{0}” isn’t executable.', entry),
    todo: t('Make it executable (chmod +x), or start it with “bash”.'),
  }),
  junkIncluded: (t, { values: [name = '', count = ''] }) => ({
    what: oneOrMany(
      Number(count),
      t('The package contains “{0}” ({1} entry).', name, count),
      t('The package contains “{0}” ({1} entries).', name, count),
    ),
    todo: t('Exclude it from the package.'),
  }),
  secretsIncluded: (t, { entry }) => ({
    what: t('“{0}” may contain secrets.', entry),
    todo: t('Exclude it from the package, and pass secrets to the application in environment variables.'),
  }),
  largePackage: (t, { values: [bytes = '0'] }) => ({
    what: t(
      'The package is {0}, so the upload may exceed the gateway’s limit of 30 seconds.',
      formatSize(Number(bytes)),
    ),
    todo: t(
      'Exclude what you don’t need. If the upload exceeds the limit, the extension still checks whether it succeeded.',
    ),
  }),
  hugePackage: (t, { values: [bytes = '0'] }) => ({
    what: t(
      'The package is {0}. The platform warns when it deploys packages larger than 300 MB.',
      formatSize(Number(bytes)),
    ),
    todo: t('Exclude what you don’t need.'),
  }),
};

export function findingText(t: Translate, finding: Finding): Advice {
  const { code, entry = '', values = [], problem = 'corrupt', yamlProblem = 'unexpectedToken', otherModule } = finding;
  const { what, todo } = findingTexts[code](t, { entry, values, problem, yamlProblem });
  return { what: otherModule === undefined ? what : t('In module “{0}”: {1}', otherModule, what), todo };
}

export function findingMessage(t: Translate, finding: Finding): string {
  const { what, todo } = findingText(t, finding);
  return t('{0} {1}', what, todo);
}

function archiveProblemText(t: Translate, problem: ArchiveProblem): Advice {
  const again = t('Pack it again. If it came from elsewhere, download or copy it again.');
  const texts: Record<ArchiveProblem, Advice> = {
    notAnArchive: {
      what: t('The platform doesn’t support this kind of file.'),
      todo: t('Use a .tar.gz, .tar or .zip.'),
    },
    notReadHere: {
      what: t('The extension can’t inspect archives that are compressed with bzip2 or xz.'),
      todo: t('Pack it as .tar.gz to have it checked before the upload.'),
    },
    noTarInside: { what: t('The gzip file doesn’t contain a tar archive.'), todo: t('Use a .tar.gz, .tar or .zip.') },
    takenForZip: {
      what: t(
        'The platform mistakes this archive for a zip because the archive contains a zip file, such as a wheel or jar, near its end.',
      ),
      todo: t('Pack the folder with this extension, or put another file at the end of the archive.'),
    },
    endsEarly: { what: t('The archive is truncated.'), todo: again },
    corrupt: { what: t('The archive is damaged.'), todo: again },
    encrypted: { what: t('The archive is password-protected.'), todo: t('Pack it without a password.') },
    multipleVolumes: { what: t('The archive is split into several files.'), todo: t('Pack it as one file.') },
    tooManyEntries: {
      what: t('The archive has more than 100,000 entries.'),
      todo: t('Exclude what you don’t need, such as node_modules.'),
    },
    recordTooLong: { what: t('The archive contains unreasonably long names.'), todo: again },
    unpacksTooLarge: {
      what: t('The archive expands to an unusually large size.'),
      todo: t('Inspect its contents before you use it.'),
    },
  };
  return texts[problem];
}

function quotedNames(t: Translate, names: readonly string[]): string {
  return listText(
    t,
    names.map((name) => `“${name}”`),
  );
}

function shortenName(name: string): string {
  return name.length > 80 ? `${name.slice(0, 60)}…${name.slice(-15)}` : name;
}
