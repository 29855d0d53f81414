import * as vscode from 'vscode';
import type { AppCode, ModuleName } from '../../core/platform/names.ts';
import { readVersion } from '../../core/platform/version.ts';
import type { PackageVersion, UploadByLink } from '../../core/platform/sourcePackages.ts';
import { packageNameTooLong, readUploadRequest } from '../../core/operations/readUploadRequest.ts';
import { checkPackageUrl } from '../../core/releases/packageUrl.ts';
import { suggestVersion, versionForPlatform } from '../../core/releases/suggestVersion.ts';
import { errorMessage } from '../../texts/errorTexts.ts';
import { formatSize } from '../../texts/formats.ts';
import { packageUrlProblemText, unusualVersionText, versionProblemText } from '../../texts/inputTexts.ts';
import type { FolderSuggestions } from '../folderSuggestions.ts';
import { askPick, askText, type Position, type Remark } from '../quickInput.ts';
import { runSteps, type Step } from '../steps.ts';
import { askApplication, askModule, type ModuleOffer } from './askModule.ts';
import type { Services } from './services.ts';

const { t } = vscode.l10n;

/** The upload so far. What the command was given is never asked for. */
export interface UploadDraft {
  appCode: AppCode | undefined;
  module: ModuleName | undefined;
  packageUrl: string | undefined;
  version: string | undefined;
  allowOverwrite: boolean | undefined;
}

export interface UploadHints {
  /** Modules to offer first. */
  offers: readonly ModuleOffer[];
  folder: FolderSuggestions;
  /** Links that were used for a module before, newest first. */
  recentUrls: (appCode: AppCode, module: ModuleName) => readonly string[];
  /** What was typed in an upload that is tried again. */
  again?: UploadByLink | undefined;
}

type Asked = 'next' | 'back' | 'cancelled';

/** Asks for what the draft lacks. Resolves with the checked upload, or undefined when the person cancelled. */
export async function askUpload(
  services: Pick<Services, 'catalog'>,
  given: UploadDraft,
  hints: UploadHints,
): Promise<UploadByLink | undefined> {
  const draft = { ...given };
  const title = t('Upload Source Package by Link');
  let typedUrl = hints.again?.packageUrl ?? hints.folder.packageUrl?.url ?? '';
  let typedVersion = hints.again?.version;

  const steps: Step[] = [
    { skip: () => given.appCode !== undefined, ask: application },
    { skip: () => given.module !== undefined || draft.module !== undefined, ask: module },
    { skip: () => given.packageUrl !== undefined, ask: packageUrl },
    { skip: () => given.version !== undefined, ask: version },
    { optional: true, skip: () => given.allowOverwrite !== undefined || !clash(), ask: overwrite },
  ];
  let versions: Promise<readonly PackageVersion[]> | undefined;
  let known: readonly PackageVersion[] = [];
  if (given.appCode !== undefined && given.module !== undefined) await loadVersionsIfDecisive();

  if (!(await runSteps(steps))) return undefined;
  return readUploadRequest({
    appCode: draft.appCode ?? '',
    module: draft.module ?? '',
    packageUrl: draft.packageUrl ?? '',
    version: draft.version ?? '',
    allowOverwrite: draft.allowOverwrite ?? false,
  });

  async function application(position: Position): Promise<Asked> {
    const answer = await askApplication(services, title, hints.offers, position);
    if (answer.kind !== 'answer') return answer.kind;
    draft.appCode = answer.value.appCode;
    draft.module = answer.value.module ?? given.module;
    void startVersions();
    return 'next';
  }

  async function module(position: Position): Promise<Asked> {
    if (!draft.appCode) return 'back';
    const answer = await askModule(services, title, draft.appCode, position);
    if (answer.kind !== 'answer') {
      draft.module = undefined;
      return answer.kind;
    }
    draft.module = answer.value.module;
    void startVersions();
    return 'next';
  }

  async function packageUrl(position: Position): Promise<Asked> {
    const recent = draft.appCode && draft.module ? hints.recentUrls(draft.appCode, draft.module) : [];
    const offered = offeredLinks(hints, recent);
    if (offered.length > 0) {
      const picked = await pickLink(position, offered);
      if (picked.kind !== 'answer') return picked.kind;
      if (picked.value.url !== undefined) {
        draft.packageUrl = typedUrl = picked.value.url;
        return 'next';
      }
      // Typed into the list and not usable as it is: it goes on in the box, with what is wrong below it.
      if (picked.value.typed !== undefined) typedUrl = picked.value.typed;
    }
    const asked = await typeLink(offered.length > 0 ? { ...position, canGoBack: true } : position);
    return asked === 'back' && offered.length > 0 ? packageUrl(position) : asked;
  }

  async function typeLink(position: Position): Promise<Asked> {
    const answer = await askText(
      {
        title,
        prompt: linkPrompt(hints.folder),
        placeholder: 'https://…/demo-app-1.0.3.tar.gz',
        value: typedUrl,
        remark: typedUrl === '' ? undefined : linkRemark(typedUrl),
        validate: (text) => {
          typedUrl = text;
          return linkRemark(text);
        },
      },
      position,
    );
    if (answer.kind !== 'answer') return answer.kind;
    draft.packageUrl = answer.value.trim();
    return 'next';
  }

  async function version(position: Position): Promise<Asked> {
    const suggested = suggestedVersion(draft.packageUrl ?? '', hints.folder);
    void startVersions();
    const answer = await askText(
      {
        title,
        prompt: versionPrompt(draft, suggested),
        placeholder: '1.0.3',
        value: typedVersion ?? suggested?.version ?? '',
        validate: (text) => {
          typedVersion = text;
          return versionRemark(text, draft.packageUrl ?? '', known);
        },
        check: async (text) => {
          known = (await versions) ?? [];
          return versionRemark(text, draft.packageUrl ?? '', known);
        },
      },
      position,
    );
    if (answer.kind !== 'answer') {
      // A version that was only suggested is suggested anew for another link.
      if (typedVersion === suggested?.version) typedVersion = undefined;
      return answer.kind;
    }
    draft.version = answer.value.trim();
    return 'next';
  }

  async function overwrite(position: Position): Promise<Asked> {
    const existing = clash();
    const items = [
      {
        label: `$(arrow-left) ${t('Enter another version')}`,
        detail: t('{0} stays as it is.', draft.version ?? ''),
        overwrite: false,
      },
      {
        label: `$(replace) ${t('Overwrite {0} / {1} {2}', draft.appCode ?? '', draft.module ?? '', draft.version ?? '')}`,
        detail: t('There now: {0}. The next deployment of this version builds the new package.', describe(existing)),
        overwrite: true,
      },
    ];
    const answer = await askPick(
      { title, placeholder: t('Version {0} is already there', draft.version ?? ''), items: Promise.resolve(items) },
      { ...position, canGoBack: position.canGoBack },
    );
    if (answer.kind !== 'answer') return answer.kind;
    if (!answer.value.overwrite) {
      if (given.version === undefined) return 'back';
      return 'cancelled';
    }
    draft.allowOverwrite = true;
    return 'next';
  }

  /** Begins to read what is there, while the person is still typing. What cannot be read is found out by the upload. */
  function startVersions(): Promise<readonly PackageVersion[]> {
    if (!draft.appCode || !draft.module) return Promise.resolve([]);
    const reading = services.catalog.versions(draft.appCode, draft.module).catch(() => []);
    versions = reading;
    void reading.then((list) => {
      if (versions === reading) known = list;
    });
    return reading;
  }

  /** Everything is given but what to do about a clash: then the list decides whether there is anything to ask. */
  async function loadVersionsIfDecisive(): Promise<void> {
    const reading = startVersions();
    if (given.version !== undefined && given.allowOverwrite === undefined) await reading;
  }

  function clash(): PackageVersion | undefined {
    return known.find((candidate) => candidate.version === draft.version?.trim() && !candidate.cleanedUp);
  }
}

type LinkItem = vscode.QuickPickItem & { url?: string; typed?: string };

function offeredLinks(hints: UploadHints, recent: readonly string[]): LinkItem[] {
  const fromFile = hints.folder.packageUrl;
  const again = hints.again?.packageUrl;
  const offers = new Map<string, string>();
  if (again !== undefined) offers.set(again, t('last tried'));
  if (fromFile) offers.set(fromFile.url, t('from {0}', fromFile.from));
  for (const url of recent) if (!offers.has(url)) offers.set(url, t('used before'));
  return [...offers].map(([url, description]) => ({
    label: url,
    description,
    iconPath: new vscode.ThemeIcon('link'),
    url,
  }));
}

function pickLink(position: Position, offered: readonly LinkItem[]) {
  const enter: LinkItem = { label: t('Enter another link…'), iconPath: new vscode.ThemeIcon('edit'), alwaysShow: true };
  return askPick(
    {
      title: t('Upload Source Package by Link'),
      placeholder: t('The link of the source package. The platform downloads it itself.'),
      items: Promise.resolve([...offered, enter]),
      itemFor: (text): LinkItem | undefined => {
        if (!/^[a-z]+:\/\//i.test(text.trim())) return undefined;
        const remark = linkRemark(text);
        return remark?.severity === 'error'
          ? { label: text, detail: remark.text, iconPath: new vscode.ThemeIcon('error'), alwaysShow: true, typed: text }
          : {
              label: text,
              description: t('use this link'),
              iconPath: new vscode.ThemeIcon('link'),
              alwaysShow: true,
              url: text.trim(),
            };
      },
    },
    position,
  );
}

function linkPrompt(folder: FolderSuggestions): string {
  return folder.packageUrl
    ? t('The link of the source package, from {0}', folder.packageUrl.from)
    : t('The link of the source package. The platform downloads it itself, without your credentials.');
}

function linkRemark(text: string): Remark | undefined {
  const check = checkPackageUrl(text);
  return check.ok ? undefined : { text: packageUrlProblemText(t, check.problem), severity: 'error' };
}

function versionRemark(text: string, packageUrl: string, known: readonly PackageVersion[]): Remark | undefined {
  const reading = readVersion(text);
  if (!reading.ok) return { text: versionProblemText(t, reading.problem), severity: 'error' };
  if (packageNameTooLong(packageUrl, reading.version))
    return { text: errorMessage(t, 'packageNameTooLong'), severity: 'error' };
  const existing = known.find((candidate) => candidate.version === reading.version);
  if (existing?.cleanedUp)
    return { text: errorMessage(t, 'versionCleanedUp', { subject: reading.version }), severity: 'error' };
  if (existing)
    return {
      text: t('Already there: {0}. You will be asked whether to overwrite it.', describe(existing)),
      severity: 'warning',
    };
  return reading.unusualCharacters ? { text: unusualVersionText(t), severity: 'info' } : undefined;
}

/** Size and date of what is on the platform. */
function describe(version: PackageVersion | undefined): string {
  const size = version?.sizeBytes === undefined ? t('size unknown') : formatSize(version.sizeBytes);
  return t('{0}, uploaded {1}', size, version?.updated?.text ?? t('at an unknown time'));
}

interface VersionSuggestion {
  version: string;
  from: string;
}

/** A version in the link is what will be downloaded; the folder's own comes next; a guess is only made when it is likely. */
function suggestedVersion(packageUrl: string, folder: FolderSuggestions): VersionSuggestion | undefined {
  const inLink = suggestVersion(packageUrl);
  const fromLink = inLink && {
    version: versionForPlatform(inLink.version),
    from: inLink.from === 'fileName' ? t('the file name in the link') : t('the path of the link'),
  };
  if (inLink?.trust === 'high') return fromLink;
  if (folder.version) return folder.version;
  return inLink?.trust === 'medium' ? fromLink : undefined;
}

function versionPrompt(draft: UploadDraft, suggested: VersionSuggestion | undefined): string {
  const target = `${draft.appCode ?? ''} / ${draft.module ?? ''}`;
  return suggested
    ? t('The version to store it under in {0}. Suggested by {1}.', target, suggested.from)
    : t('The version to store it under in {0}', target);
}
