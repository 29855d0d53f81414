import type { ArchiveProblem } from '../core/archive/archiveError.ts';
import type { Finding, FindingCode } from '../core/package/finding.ts';
import type { YamlProblem } from '../core/yaml/yamlError.ts';
import { descriptionTexts } from './descriptionTexts.ts';
import type { Advice } from './errorText.ts';
import { formatSize } from './formats.ts';
import type { Translate } from './translate.ts';
import { yamlProblemText } from './yamlProblemTexts.ts';

type Tell = (
  t: Translate,
  finding: { entry: string; values: readonly string[]; problem: ArchiveProblem; yamlProblem: YamlProblem },
) => Advice;

/** The texts of all findings. The compiler reports a missing code. */
const findingTexts: Record<FindingCode, Tell> = {
  archiveUnreadable: (t, { problem }) => archiveProblemText(t, problem),
  empty: (t) => ({
    what: t('There is nothing in the package.'),
    todo: t('Pack the project folder itself; look at .gitignore and .bkpaasignore if files are missing.'),
  }),
  descriptionOutranked: (t, { values: [other = ''] }) => ({
    what: t(
      'The platform takes “{0}” for the description, and not the one at the root: it goes by the order of names.',
      other,
    ),
    todo: t('Leave “{0}” out of the package, or rename it.', other),
  }),
  severalDescriptions: (t, { entry, values }) => ({
    what: t('There are several descriptions; the platform takes “{0}”, and not {1}.', entry, quoted(values)),
    todo: t('Keep one in the package.'),
  }),
  descriptionDeep: (t, { values: [folder = ''] }) => ({
    what: t('The description lies in “{0}”, which the platform makes the root of the package.', folder),
    todo: t('Pack from inside that folder, so that app_desc.yaml is at the root.'),
  }),
  descriptionFolderIgnored: (t, { entry }) => ({
    what: t('The platform ignores “{0}”: its folders have other characters than A–Z, 0–9, “_”, “.” and “-”.', entry),
    todo: t('Rename the folder, or pack from inside it.'),
  }),
  descriptionPathIllegal: (t, { entry }) => ({
    what: t('The platform refuses the path of the description, “{0}”.', entry),
    todo: t('Pack from inside the project folder, so that paths begin with “./”.'),
  }),
  descriptionIsLink: (t) => ({
    what: t('The description is a link and no file; the platform does not follow it.'),
    todo: t('Put the file itself into the package.'),
  }),
  descriptionTooLarge: (t, { values: [limit = '0'] }) => ({
    what: t('The description is larger than {0}.', formatSize(Number(limit))),
    todo: t('Move what makes it large, such as a logo, elsewhere.'),
  }),
  ...descriptionTexts,
  nothingToRun: (t) => ({
    what: t('There is neither an app_desc.yaml nor a Procfile in the package: it can be stored, but not deployed.'),
    todo: t('Add an app_desc.yaml at the root.'),
  }),
  procfileNotFound: (t, { entry, values: [wanted = ''] }) => ({
    what: t('The platform looks for an entry called “{0}” and does not find “{1}”.', wanted, entry),
    todo: t(
      'Pack from inside the project folder, as in “tar -czf package.tar.gz -C folder .”, or add an app_desc.yaml.',
    ),
  }),
  procfileNotYaml: (t, { yamlProblem, values: [text = ''] }) => ({
    what: t('The Procfile isn’t valid YAML: {0}', yamlProblemText(t, yamlProblem, text)),
    todo: t('Write each process on its own line: its name, a colon, a space and the command.'),
  }),
  procfileTooLong: (t, { values: [count = '', limit = ''] }) => ({
    what: t('The Procfile has {0} processes. By default, the platform deploys at most {1}.', count, limit),
    todo: t('Remove some, or ask the administrator whether MAX_PROCESSES_PER_MODULE is higher.'),
  }),
  procfileNotMapping: (t) => ({
    what: t('The Procfile has no processes.'),
    todo: t('Write a process on each line: its name, a colon, a space and the command.'),
  }),
  procfileCommandInvalid: (t, { values: [name = ''] }) => ({
    what: t('The Procfile has no command for the process “{0}”.', name),
    todo: t('Write the command as a text behind the colon and a space.'),
  }),
  linkLeavesPackage: (t, { entry, values: [target = ''] }) => ({
    what: t('The link “{0}” leads out of the package, to “{1}”.', entry, target),
    todo: t('Put the file itself into the package; otherwise unpacking fails when it is deployed.'),
  }),
  linkTargetMissing: (t, { entry, values: [target = ''] }) => ({
    what: t('The hard link “{0}” leads to “{1}”, and the package has no such file before it.', entry, target),
    todo: t('Pack the folder again, with both files in it.'),
  }),
  entryTypeUnsupported: (t, { entry }) => ({
    what: t('“{0}” is neither a file nor a folder nor a link, but for example a volume label.', entry),
    todo: t('Pack again without options for backups or volumes, such as -V, -M and -g of tar.'),
  }),
  compressionUnsupported: (t, { entry }) => ({
    what: t('“{0}” is compressed with a method that the platform cannot read.', entry),
    todo: t('Pack a .tar.gz, or a .zip with the method Deflate.'),
  }),
  nameEmpty: (t, { entry }) => ({
    what: t('The package has an entry without a name (“{0}”), which the platform cannot unpack.', entry),
    todo: t('Pack the folder again, with another tool.'),
  }),
  belowFile: (t, { entry, values: [file = ''] }) => ({
    what: t('The package has “{0}”, although “{1}” is a file.', entry, file),
    todo: t('Pack the folder again: one path cannot be both a file and a folder.'),
  }),
  logoNotFile: (t, { entry }) => ({
    what: t('“{0}” is a folder or a link. The platform reads it as the logo, and the upload fails.', entry),
    todo: t('Put the picture itself there, or use another name.'),
  }),
  specialEntry: (t, { entry }) => ({
    what: t('“{0}” is a device, a pipe or a socket.', entry),
    todo: t('Leave it out; otherwise unpacking fails when it is deployed.'),
  }),
  pathTraversal: (t, { entry }) => ({
    what: t('The path “{0}” leads out of the package.', entry),
    todo: t('Pack from inside the project folder; otherwise unpacking fails when it is deployed.'),
  }),
  pathAbsolute: (t, { entry }) => ({
    what: t('The path “{0}” is absolute; the platform drops its beginning.', entry),
    todo: t('Pack from inside the project folder.'),
  }),
  wrapperClash: (t, { values: [name = ''] }) => ({
    what: t(
      '“{0}” is there both beside and inside the folder of the description, which fails when it is deployed.',
      name,
    ),
    todo: t('Pack from inside the folder of the description.'),
  }),
  nameTooLong: (t, { entry }) => ({
    what: t('“{0}” has a name of more than 255 bytes.', shortened(entry)),
    todo: t('Shorten it; otherwise it cannot be unpacked.'),
  }),
  nameBackslash: (t, { entry }) => ({
    what: t('“{0}” has a backslash in its name. The platform unpacks it as one file and makes no folder.', entry),
    todo: t('Pack the folder with a tool that writes “/” between folders.'),
  }),
  nameGarbled: (t, { entry }) => ({
    what: t('The platform misreads the name “{0}”, because the zip does not mark it as UTF-8.', entry),
    todo: t('Pack a .tar.gz, or use a tool that writes UTF-8 names.'),
  }),
  nameReserved: (t, { entry }) => ({
    what: t('“{0}” cannot be unpacked on Windows.', entry),
    todo: t('Rename it if somebody works on this project with Windows.'),
  }),
  namesClash: (t, { entry, values: [other = ''] }) => ({
    what: t('“{0}” and “{1}” differ in case only.', entry, other),
    todo: t('Rename one of them: where case does not count, one overwrites the other.'),
  }),
  notExecutable: (t, { entry }) => ({
    what: t('The script “{0}” may not be executed.', entry),
    todo: t('Make it executable (chmod +x), or start it with “bash”.'),
  }),
  junkIncluded: (t, { values: [name = '', count = ''] }) => ({
    what: t('“{0}” is in the package (entries: {1}).', name, count),
    todo: t('Leave it out of the package.'),
  }),
  secretsIncluded: (t, { entry }) => ({
    what: t('“{0}” looks like a file with secrets.', entry),
    todo: t('Leave it out of the package. Pass secrets to the application as environment variables.'),
  }),
  largePackage: (t, { values: [bytes = '0'] }) => ({
    what: t('With {0} the platform may not finish within the gateway’s 30 s.', formatSize(Number(bytes))),
    todo: t('Leave out what is not needed. What became of the upload is found out in any case.'),
  }),
  hugePackage: (t, { values: [bytes = '0'] }) => ({
    what: t('{0} is more than the platform wants to deploy (300 MB).', formatSize(Number(bytes))),
    todo: t('Leave out what is not needed.'),
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
  const again = t('Pack it again, and download or copy it again if it came from elsewhere.');
  const texts: Record<ArchiveProblem, Advice> = {
    notAnArchive: { what: t('This is no archive that the platform takes.'), todo: t('Use a .tar.gz, .tar or .zip.') },
    notReadHere: {
      what: t('It is packed with bzip2 or xz, which cannot be looked into here.'),
      todo: t('Pack it as .tar.gz to have it checked before it is sent.'),
    },
    noTarInside: { what: t('The gzip file contains no tar.'), todo: t('Use a .tar.gz, .tar or .zip.') },
    takenForZip: {
      what: t(
        'The platform takes this archive for a zip, because a zip file, such as a wheel or jar, is near its end.',
      ),
      todo: t('Pack the folder with this extension, or put another file at the end of the archive.'),
    },
    endsEarly: { what: t('The archive is cut off: its end is missing.'), todo: again },
    corrupt: { what: t('The archive is damaged.'), todo: again },
    encrypted: { what: t('The archive has a password.'), todo: t('Pack it without one.') },
    multipleVolumes: { what: t('The archive is spread over several files.'), todo: t('Pack it into one.') },
    tooManyEntries: {
      what: t('The archive has more than 100,000 entries.'),
      todo: t('Leave out what is not needed, such as node_modules.'),
    },
    recordTooLong: { what: t('The archive has names that are longer than any real ones.'), todo: again },
    unpacksTooLarge: {
      what: t('The archive unpacks to far more than a package has.'),
      todo: t('Look at what is in it before you use it.'),
    },
  };
  return texts[problem];
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `“${name}”`).join(', ');
}

function shortened(name: string): string {
  return name.length > 80 ? `${name.slice(0, 60)}…${name.slice(-15)}` : name;
}
