import * as vscode from 'vscode';
import { systemClock } from '../../core/http/clock.ts';
import { readUploadRequest } from '../../core/operations/upload/readUploadRequest.ts';
import { PlatformError } from '../../core/platform/platformError.ts';
import type { PackageVersion, UploadByLink } from '../../core/platform/sourcePackages.ts';
import { errorMessage } from '../../texts/errorTexts.ts';
import { background } from '../editor/background.ts';
import { askPick, askText, type Position, type Remark } from '../editor/quickInput.ts';
import { runSteps, type Step } from '../editor/steps.ts';
import { askApplication, askModule } from '../modules/askModule.ts';
import { offeredLinks, pickLink } from './pickLink.ts';
import type { Catalog } from '../modules/catalog.ts';
import type { Detour, UploadDraft, UploadHints } from './uploadHints.ts';
import {
  describe,
  linkPrompt,
  linkRemark,
  preflightRemark,
  suggestedVersion,
  versionPrompt,
  versionRemark,
} from './uploadRemarks.ts';

const { t } = vscode.l10n;

/** Milliseconds that a link's host gets to answer before the next question. */
const lookMs = 3000;

/** Milliseconds that its whole file gets on top. */
const wholeMs = 400;

type Asked = 'next' | 'back' | 'cancelled';

/** Asks for what the draft lacks. Resolves with the checked upload, another way, or undefined when the person cancelled. */
export async function askUpload(
  services: { catalog: Catalog },
  given: UploadDraft,
  hints: UploadHints,
): Promise<UploadByLink | Detour | undefined> {
  const draft = { ...given };
  const title = hints.title ?? t('Upload Source Package by Link');
  let typedCode: string | undefined;
  let typedUrl = hints.again?.packageUrl ?? hints.folder.packageUrl?.url ?? '';
  let typedVersion = hints.again?.version;
  /** Links whose warning has been seen: another Enter passes it. */
  const shown = new Set<string>();

  const steps: Step[] = [
    { skip: () => given.appCode !== undefined, ask: application },
    { skip: () => given.module !== undefined || draft.module !== undefined, ask: module },
    { skip: () => given.packageUrl !== undefined, ask: packageUrl },
    { skip: () => given.version !== undefined, ask: version },
    { optional: true, skip: () => given.allowOverwrite !== undefined || !clash(), ask: overwrite },
  ];
  let versions: Promise<readonly PackageVersion[]> | undefined;
  let known: readonly PackageVersion[] = [];
  let refusal: PlatformError | undefined;
  if (given.appCode !== undefined && given.module !== undefined) await loadVersionsIfDecisive();

  let detour: Detour | undefined;
  if (!(await runSteps(steps))) return detour;
  return readUploadRequest({
    appCode: draft.appCode ?? '',
    module: draft.module ?? '',
    packageUrl: draft.packageUrl ?? '',
    version: draft.version ?? '',
    allowOverwrite: draft.allowOverwrite ?? false,
  });

  async function application(position: Position): Promise<Asked> {
    const answer = await askApplication(services, title, hints.offers, position, typedCode);
    if (answer.kind !== 'answer') return answer.kind;
    typedCode = answer.value.typed ? answer.value.appCode : undefined;
    draft.appCode = answer.value.appCode;
    draft.module = answer.value.module ?? given.module;
    background('versions', startVersions());
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
    background('versions', startVersions());
    return 'next';
  }

  async function packageUrl(position: Position): Promise<Asked> {
    const recent = draft.appCode && draft.module ? hints.recentUrls(draft.appCode, draft.module) : [];
    const offered = offeredLinks(hints, recent);
    let seen: Remark | undefined;
    if (offered.length > 0) {
      const picked = await pickLink(position, offered);
      if (picked.kind !== 'answer') return picked.kind;
      if (picked.value.detour !== undefined) return leave(picked.value.detour);
      if (picked.value.url !== undefined) {
        typedUrl = picked.value.url;
        // With something to say about it, it goes on in the box, where that is said and another Enter takes it.
        seen = await remarkOnPackage(typedUrl);
        if (!seen) {
          draft.packageUrl = typedUrl;
          return 'next';
        }
      }
      // Typed into the list and not usable as it is: it goes on in the box, with what is wrong below it.
      if (picked.value.typed !== undefined) typedUrl = picked.value.typed;
    }
    const asked = await typeLink(offered.length > 0 ? { ...position, canGoBack: true } : position, seen);
    return asked === 'back' && offered.length > 0 ? packageUrl(position) : asked;
  }

  /** Ends the questions for another way. */
  function leave(to: 'release' | 'resource' | 'relay'): 'cancelled' {
    const { appCode, module } = draft;
    const resource = hints.detours?.resource;
    if (to === 'release') detour = { to, appCode, module };
    else if (to === 'relay') detour = { to, appCode, module, packageUrl: typedUrl.trim() };
    else if (resource) detour = { to, appCode, module, resource };
    return 'cancelled';
  }

  /** What speaks against a link, seen from here. A slow host keeps nobody waiting: what it says is on the page later. */
  async function remarkOnPackage(url: string): Promise<Remark | undefined> {
    const look = hints.looks.at(url);
    await Promise.race([look.head, systemClock.wait(lookMs)]);
    // Most packages are through in a moment, and only then is it known whether the archive is whole.
    await Promise.race([look.whole, systemClock.wait(wholeMs)]);
    return preflightRemark(hints.warningsFor(url, look.found()));
  }

  async function typeLink(position: Position, seen: Remark | undefined): Promise<Asked> {
    if (seen) shown.add(typedUrl);
    const answer = await askText(
      {
        title,
        prompt: linkPrompt(hints.folder),
        placeholder: 'https://…/demo-app-1.0.3.tar.gz',
        value: typedUrl,
        // For a link that the platform may not fetch, or cannot.
        buttons: hints.detours
          ? [
              {
                iconPath: new vscode.ThemeIcon('cloud-upload'),
                tooltip: t('Bring it to the platform through BK-Repo'),
                run: (cancel) => {
                  if (typedUrl.trim() === '' || linkRemark(typedUrl)?.severity === 'error') return;
                  leave('relay');
                  cancel();
                },
              },
            ]
          : [],
        remark: typedUrl === '' ? undefined : (linkRemark(typedUrl) ?? seen),
        validate: (text) => {
          typedUrl = text;
          return linkRemark(text);
        },
        check: async (text) => {
          const url = text.trim();
          const remark = shown.has(url) ? undefined : await remarkOnPackage(url);
          if (remark) shown.add(url);
          return remark;
        },
      },
      position,
    );
    if (answer.kind !== 'answer') return answer.kind;
    draft.packageUrl = answer.value.trim();
    return 'next';
  }

  async function version(position: Position): Promise<Asked> {
    const suggested = hints.suggested ?? suggestedVersion(draft.packageUrl ?? '', hints.folder);
    background('versions', startVersions());
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
          if (refusal) return { text: errorMessage(t, refusal.code, refusal.facts), severity: 'error' };
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
        label:
          given.version === undefined
            ? `$(arrow-left) ${t('Enter another version')}`
            : `$(close) ${t('Do not upload')}`,
        detail: t('{0} stays as it is.', draft.version ?? ''),
        overwrite: false,
      },
      {
        label: `$(replace) ${t('Overwrite {0} / {1} {2}', draft.appCode ?? '', draft.module ?? '', draft.version ?? '')}`,
        detail: t('There now: {0}', describe(existing)),
        overwrite: true,
      },
    ];
    const answer = await askPick(
      { title, placeholder: t('Version {0} is already there', draft.version ?? ''), items: Promise.resolve(items) },
      position,
    );
    if (answer.kind !== 'answer') return answer.kind;
    if (!answer.value.overwrite) return given.version === undefined ? 'back' : 'cancelled';
    draft.allowOverwrite = true;
    return 'next';
  }

  /** Begins to read what is there, while the person is still typing. What cannot be read is found out by the upload. */
  function startVersions(): Promise<readonly PackageVersion[]> {
    if (!draft.appCode || !draft.module) return Promise.resolve([]);
    refusal = undefined;
    const reading = services.catalog.versions(draft.appCode, draft.module).catch((error: unknown) => {
      // Who may not read the versions may not upload either (platform-api.md 1.3, 4.6), so it is said before more is
      // typed.
      if (error instanceof PlatformError && error.code === 'developRoleMissing' && versions === reading)
        refusal = error;
      return [];
    });
    versions = reading;
    return reading.then((list) => {
      if (versions === reading) known = list;
      return list;
    });
  }

  /** Everything is given but what to do about a clash: then the list decides whether there is anything to ask. */
  async function loadVersionsIfDecisive(): Promise<void> {
    const reading = startVersions();
    if (given.version !== undefined && given.allowOverwrite === undefined) await reading;
    else background('versions', reading);
  }

  function clash(): PackageVersion | undefined {
    return known.find((candidate) => candidate.version === draft.version?.trim() && !candidate.cleanedUp);
  }
}
