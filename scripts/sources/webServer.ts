import { existsSync } from 'node:fs';
import path from 'node:path';

/** What a server's list states about a file besides the file's name. */
export interface ListFeatures {
  /** Whether the list has sizes in bytes. The extension does not read rounded sizes. */
  sizes: boolean;
  /** How exact the dates of the list are. Undefined for a list without dates. */
  dates: 'second' | 'minute' | 'day' | undefined;
  /** Whether the list shows a folder like a file. */
  foldersLikeFiles?: true;
  /** Names of archives whose links are broken, so that a browser cannot open them either. */
  brokenLinks?: readonly string[];
}

/** A web server that lists files, together with one of its list formats. */
export interface WebServer {
  /** The name of the server, and of its format if the server has several. */
  name: string;
  /** Possible names of the executable, because the name differs between systems. */
  programs: readonly string[];
  /** Returns the arguments with which the program prints its version. Absent if the `Server` header has the version. */
  versionArgs?: (paths: ServerFolders) => readonly string[];
  states: ListFeatures;
  /** The `Accept` header to send in place of the extension's, which prefers JSON. */
  accept?: string;
  /** Returns what the server needs and this machine lacks, or undefined if nothing is missing. */
  missing?: () => string | undefined;
  /** Returns the arguments that start the server in the foreground, on 127.0.0.1. */
  start: (paths: ServerFolders, port: number) => StartOptions;
}

/** Paths of folders. They have `/` as separator, because every server accepts it on every operating system. */
export interface ServerFolders {
  /** The folder to serve. The listed folder is `files` in it. */
  root: string;
  /** A folder for the files that the server needs or writes. */
  work: string;
  /** The folder with the installed npm packages. */
  packages: string;
}

export interface StartOptions {
  args: readonly string[];
  /** The files to write into `work` before the server starts. Maps their paths in `work` to their contents. */
  files?: Readonly<Record<string, string>>;
  env?: Readonly<Record<string, string>>;
}

/** Returns the path of the first of these programs that exists, or undefined if this machine has none of them. */
export function findProgram(names: readonly string[]): string | undefined {
  // Debian has servers in /usr/sbin, which is not on the PATH of a user.
  const folders = [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/local/sbin', '/usr/sbin'];
  const endings = process.platform === 'win32' ? ['.exe'] : [''];
  const files = names.flatMap((name) =>
    folders.flatMap((folder) => endings.map((ending) => path.join(folder, `${name}${ending}`))),
  );
  return path.isAbsolute(names[0] ?? '') ? names[0] : files.find((file) => existsSync(file));
}
