import type * as vscode from 'vscode';
import type { AppCode, ModuleName } from '../../core/platform/names.ts';
import type { UploadByLink } from '../../core/platform/sourcePackages.ts';
import type { PreflightWarning } from '../../core/operations/upload/preflight.ts';
import type { FolderSuggestions } from '../modules/folderSuggestions.ts';
import type { PackageLook, PackageLooks } from './packageLooks.ts';
import type { ModuleOffer } from '../modules/askModule.ts';

/** The upload so far. What the command was given is never asked for. */
export interface UploadDraft {
  appCode: AppCode | undefined;
  module: ModuleName | undefined;
  packageUrl: string | undefined;
  version: string | undefined;
  allowOverwrite: boolean | undefined;
}

/**
 * Another way than a link that is known already: a release that is picked, the folder or archive that the command was started
 * on, or a link whose package is brought to the platform. With what was chosen by then.
 */
export type Detour = { appCode: AppCode | undefined; module: ModuleName | undefined } & (
  { to: 'release' } | { to: 'resource'; resource: vscode.Uri } | { to: 'relay'; packageUrl: string }
);

/** What the questions can offer before anybody types. */
export interface UploadHints {
  /** Modules to offer first. */
  offers: readonly ModuleOffer[];
  folder: FolderSuggestions;
  /** Links that were used for a module before, newest first. */
  recentUrls: (appCode: AppCode, module: ModuleName) => readonly string[];
  /** Looks at links from here, while the person goes on. */
  looks: PackageLooks;
  /** What may go wrong with a link on this platform. */
  warningsFor: (packageUrl: string, found: ReturnType<PackageLook['found']>) => readonly PreflightWarning[];
  /** Whether there are places with releases, and the folder or archive that it was started on; absent where none is offered. */
  detours?: { release: boolean; resource: vscode.Uri | undefined } | undefined;
  /** A link that was copied just now. */
  clipboard?: string | undefined;
  /** What a release says of its file, which comes before what its name says. */
  suggested?: { version: string; from: string } | undefined;
  /** Of the questions; left out: those of an upload by link. */
  title?: string;
  /** What was typed in an upload that is tried again. */
  again?: UploadByLink | undefined;
}
