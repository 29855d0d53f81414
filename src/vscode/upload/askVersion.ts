import * as vscode from 'vscode';
import { systemClock } from '../../core/http/clock.ts';
import { packageNameTooLong } from '../../core/operations/upload/parseUploadRequest.ts';
import { PlatformError } from '../../core/platform/platformError.ts';
import type { PackageVersion } from '../../core/platform/sourcePackages.ts';
import { isSameVersion, parseNewVersion } from '../../core/platform/names.ts';
import { suggestVersion, versionForPlatform } from '../../core/releases/suggestVersion.ts';
import { runsInText } from '../../texts/environmentTexts.ts';
import { errorMessage } from '../../texts/errorTexts.ts';
import { absoluteTime, formatSize } from '../../texts/formats.ts';
import { unusualVersionText, versionProblemText } from '../../texts/inputTexts.ts';
import { background } from '../editor/background.ts';
import type { QuestionPosition } from '../editor/answer.ts';
import { askPick, askText, type ValidationMessage } from '../editor/quickInput.ts';
import { takeAnswer, type Direction, type WizardStep } from '../editor/wizard.ts';
import { targetSteps, type ModuleOffer } from '../modules/askTarget.ts';
import type { Catalog } from '../modules/catalog.ts';
import type { FolderSuggestions, VersionSuggestion } from '../modules/folderSuggestions.ts';
import type { UploadDraft } from './uploadContext.ts';

const { t } = vscode.l10n;

/** How long the question about overwriting waits for the list of environments that run the version. */
const runningEnvironmentsTimeoutMs = 5000;

interface TargetAndVersionQuestions {
  title: string;
  offers: readonly ModuleOffer[];
  /** The initial text of the question for the version. */
  typed?: string | undefined;
  suggested: () => VersionSuggestion | undefined;
}

/**
 * Returns the questions for the target, for the version, and for overwriting an existing version. Starts to read the
 * existing versions as soon as the target is known, so that they are read while the user types.
 */
export async function targetAndVersionSteps(
  services: { catalog: Catalog },
  draft: UploadDraft,
  { title, offers, typed, suggested }: TargetAndVersionQuestions,
): Promise<{ target: WizardStep[]; version: WizardStep[] }> {
  const given = { ...draft };
  let versions: Promise<readonly PackageVersion[]> | undefined;
  let known: readonly PackageVersion[] = [];
  let refusal: PlatformError | undefined;
  // If the version is given without `allowOverwrite`, the existing versions determine whether the user is asked about
  // overwriting. So this waits for the existing versions.
  if (given.version !== undefined && given.allowOverwrite === undefined) await readVersions();
  else startReading();
  return {
    target: targetSteps(services, draft, { title, offers, onTarget: startReading }),
    version: [
      {
        skip: () => given.version !== undefined,
        ask: createVersionAsker({
          ...{ title, typed, suggested, read: readVersions },
          prompt: (suggestion) => versionPrompt(draft, suggestion),
          validate: (text) => versionValidation(text, draft.packageUrl, known, given.allowOverwrite),
          check: async (text) => {
            known = (await versions) ?? [];
            if (refusal) return { text: errorMessage(t, refusal.code, refusal.facts), severity: 'error' };
            return versionValidation(text, draft.packageUrl, known, given.allowOverwrite);
          },
          take: (version) => (draft.version = version),
        }),
      },
      { optional: true, skip: () => given.allowOverwrite !== undefined || !existingVersion(), ask: overwrite },
    ],
  };

  function startReading(): void {
    background('versions', readVersions());
  }

  /**
   * Reads the module's versions if the target is known. If the user lacks the role, stores the error in `refusal`.
   * Ignores other errors, because the upload reports them.
   */
  async function readVersions(): Promise<void> {
    if (!draft.appCode || !draft.module) return;
    refusal = undefined;
    const reading = services.catalog.latestVersions(draft.appCode, draft.module).catch((error: unknown) => {
      // A user who cannot read the versions cannot upload either (platform-api.md 1.3, 4.6), so the question for the
      // version already shows this error.
      if (error instanceof PlatformError && error.code === 'developRoleMissing' && versions === reading)
        refusal = error;
      return [];
    });
    versions = reading;
    const list = await reading;
    if (versions === reading) known = list;
  }

  async function overwrite(position: QuestionPosition): Promise<Direction> {
    const isGiven = given.version !== undefined;
    const { appCode = '', module = '' } = draft;
    const existing = existingVersion();
    const version = existing?.version ?? draft.version ?? '';
    const overwriteItem = async () => ({
      label: `$(replace) ${t('Overwrite {0} / {1} {2}', appCode, module, version)}`,
      description: await runsText(version),
      detail: t('Existing package: {0}', describeVersion(existing)),
      overwrite: true,
    });
    const items = async () => [
      {
        label: isGiven ? `$(close) ${t('Don’t upload')}` : `$(arrow-left) ${t('Use another version')}`,
        detail: t('Version {0} stays unchanged.', version),
        overwrite: false,
      },
      await overwriteItem(),
    ];
    const placeholder = t('Version {0} already exists. Overwrite it?', version);
    const answer = await askPick({ title, placeholder, items: items() }, position);
    if (answer.kind !== 'answer') return answer.kind;
    if (!answer.value.overwrite) return isGiven ? 'cancelled' : 'back';
    draft.allowOverwrite = true;
    return 'next';
  }

  /**
   * Returns a warning if the version runs in an environment, or if this cannot be read in time. Otherwise returns an
   * empty text.
   */
  async function runsText(version: string): Promise<string> {
    const { appCode, module } = draft;
    if (!appCode || !module) return '';
    const reading = services.catalog.latestEnvironmentsRunning({ appCode, module }, version);
    const read = await Promise.race([reading, systemClock.wait(runningEnvironmentsTimeoutMs)]);
    const runs = runsInText(t, read?.running ?? []);
    if (runs !== '') return `$(warning) ${runs}`;
    return read?.unreadable.length === 0
      ? ''
      : `$(warning) ${t('Couldn’t check whether the version is running in an environment')}`;
  }

  function existingVersion(): PackageVersion | undefined {
    return known.find(({ version, cleanedUp }) => !cleanedUp && isSameVersion(version, draft.version?.trim() ?? ''));
  }
}

export interface VersionQuestion {
  title: string;
  prompt: (suggestion: VersionSuggestion | undefined) => string;
  /** The initial text of the question. */
  typed?: string | undefined;
  suggested: () => VersionSuggestion | undefined;
  /** Starts to read the data that `validate` needs. The text is validated again when the promise resolves. */
  read?: () => Promise<unknown>;
  validate: (text: string) => ValidationMessage | undefined;
  /** Called when the user presses Enter. Waits for the data that `read` reads, then validates the version. */
  check?: (text: string) => Promise<ValidationMessage | undefined>;
  take: (version: string) => void;
}

/** Returns the question for a version. The question keeps the typed text when the user goes back and returns to it. */
export function createVersionAsker(question: VersionQuestion): (position: QuestionPosition) => Promise<Direction> {
  let typed = question.typed;
  return async (position) => {
    const suggestion = question.suggested();
    const answer = await askText(
      {
        title: question.title,
        prompt: question.prompt(suggestion),
        placeholder: '1.0.3',
        value: typed ?? suggestion?.version ?? '',
        validate: (text) => {
          typed = text;
          return question.validate(text);
        },
        ...(question.read && { ready: question.read() }),
        ...(question.check && { check: question.check }),
      },
      position,
    );
    // After Back, the user can choose another link, and that link can suggest another version. So the typed text is
    // forgotten if it is the unchanged suggestion.
    if (answer.kind !== 'answer' && typed === suggestion?.version) typed = undefined;
    return takeAnswer(answer, (text) => {
      question.take(text.trim());
    });
  };
}

/**
 * Returns the suggested version and its origin, in this order of preference: the version that a release states for its
 * file (`stated`), a certain version in the link, the folder's version, and a likely version in the link. A certain
 * version in the link is preferred to the folder's version, because the link names the file that is downloaded. Returns
 * undefined if there is none of them.
 */
export function suggestedVersion(
  linkOrName: string,
  folder: FolderSuggestions,
  stated: string | undefined,
): VersionSuggestion | undefined {
  if (stated) return { version: stated, from: t('the release') };
  const inLink = suggestVersion(linkOrName);
  const fromLink = inLink && {
    version: versionForPlatform(inLink.version),
    from: inLink.from === 'fileName' ? t('the file name in the URL') : t('the path of the URL'),
  };
  if (inLink?.trust === 'high') return fromLink;
  if (folder.version) return folder.version;
  return inLink?.trust === 'medium' ? fromLink : undefined;
}

function versionPrompt(draft: UploadDraft, suggested: VersionSuggestion | undefined): string {
  const target = `${draft.appCode ?? ''} / ${draft.module ?? ''}`;
  return suggested
    ? t('Version of the package for {0}. The suggested version comes from {1}.', target, suggested.from)
    : t('Version of the package for {0}', target);
}

/**
 * Validates a new version. `known` are the existing versions of its module. They are accepted with a warning, unless
 * `allowOverwrite` is false.
 */
export function versionValidation(
  text: string,
  packageUrl: string | undefined,
  known: readonly PackageVersion[],
  allowOverwrite?: boolean,
): ValidationMessage | undefined {
  const reading = parseNewVersion(text);
  if (!reading.ok) return { text: versionProblemText(t, reading.problem), severity: 'error' };
  const { version, unusualCharacters } = reading;
  if (packageUrl !== undefined && packageNameTooLong(packageUrl, version))
    return { text: errorMessage(t, 'packageNameTooLong'), severity: 'error' };
  const existing = known.find((candidate) => isSameVersion(candidate.version, version));
  if (existing?.cleanedUp)
    return { text: errorMessage(t, 'versionCleanedUp', { subject: existing.version }), severity: 'error' };
  if (existing && allowOverwrite === false) {
    const text = t(
      'Version {0} already exists ({1}). Enter another version.',
      existing.version,
      describeVersion(existing),
    );
    return { text, severity: 'error' };
  }
  if (existing) {
    const text =
      existing.version === version
        ? t('This version already exists ({0}). You’ll be asked whether to overwrite it.', describeVersion(existing))
        : t(
            'The platform ignores case and accents, so this is the existing version {0} ({1}). You’ll be asked whether to overwrite it.',
            existing.version,
            describeVersion(existing),
          );
    return { text, severity: 'warning' };
  }
  return unusualCharacters ? { text: unusualVersionText(t), severity: 'info' } : undefined;
}

/** Formats the size and date of a stored version. */
export function describeVersion(version: PackageVersion | undefined): string {
  const size = version?.sizeBytes === undefined ? t('size unknown') : formatSize(version.sizeBytes);
  return t('{0}, uploaded {1}', size, version?.updated ? absoluteTime(version.updated.time) : t('at an unknown time'));
}
