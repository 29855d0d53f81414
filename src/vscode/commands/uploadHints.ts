import type { AppCode, ModuleName } from '../../core/platform/names.ts';
import type { UploadByLink } from '../../core/platform/sourcePackages.ts';
import type { FolderSuggestions } from '../folderSuggestions.ts';
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
  /** What was typed in an upload that is tried again. */
  again?: UploadByLink | undefined;
}
