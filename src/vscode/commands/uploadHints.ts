import type { AppCode, ModuleName } from '../../core/platform/names.ts';
import type { UploadByLink } from '../../core/platform/sourcePackages.ts';
import type { PreflightWarning } from '../../core/operations/preflight.ts';
import type { FolderSuggestions } from '../folderSuggestions.ts';
import type { PackageLook, PackageLooks } from '../packageLooks.ts';
import type { ModuleOffer } from './askModule.ts';

/** The upload so far. What the command was given is never asked for. */
export interface UploadDraft {
  appCode: AppCode | undefined;
  module: ModuleName | undefined;
  packageUrl: string | undefined;
  version: string | undefined;
  allowOverwrite: boolean | undefined;
}

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
  /** What was typed in an upload that is tried again. */
  again?: UploadByLink | undefined;
}
