import * as vscode from 'vscode';
import { probableRefusal } from '../../core/releases/refusedHosts.ts';
import type { Release, ReleaseFile, ReleaseSource } from '../../core/releases/sources/releaseSource.ts';
import type { ReleaseSourceSetting } from '../../core/releases/sources/releaseSourceSetting.ts';
import { SourceError } from '../../core/releases/sources/sourceError.ts';
import { formatSize, joinParts, relativeTime } from '../../texts/formats.ts';
import { sourceErrorText, sourceKindText, versionOriginText } from '../../texts/sourceTexts.ts';
import { showInformation } from '../editor/notifications.ts';
import type { Answer, QuestionPosition } from '../editor/answer.ts';
import { itemsWithHeading } from '../editor/pickWithButtons.ts';
import { askPick, pickChoice, type ChoiceItem } from '../editor/quickInput.ts';
import { readRepositories } from '../editor/settings.ts';
import { runWizard, takeAnswer, type WizardStep } from '../editor/wizard.ts';
import type { SignedIn } from '../session/session.ts';
import { ensureSignedIn } from '../session/signIn.ts';
import { publishReleaseFile } from './fromRelease.ts';
import { runPublishCommand, type PublicPublishOutcome } from './publishOutcome.ts';
import type { PublishServices } from './publishServices.ts';
import { signInToSource } from './signInToSource.ts';
import { uploadByLink } from '../upload/uploadByLink.ts';
import { parseUploadArguments, type UploadArguments } from '../upload/uploadArguments.ts';

const { t } = vscode.l10n;

/** Implements `bkpaas.pickRelease`: asks for a file of a release, and uploads or publishes the file. */
export async function pickRelease(services: PublishServices, argument?: unknown): Promise<PublicPublishOutcome> {
  const { arguments: given } = parseUploadArguments(argument);
  const session = await ensureSignedIn(services, given.platform);
  if (!session) return { status: 'cancelled' };
  return runPublishCommand(services, () => uploadRelease(services, session, given));
}

/**
 * Asks for a file of a release. Uploads the file by its link, or publishes the file to BK-Repo first, as the user
 * chooses. Always publishes a file whose link needs credentials.
 */
export async function uploadRelease(
  services: PublishServices,
  session: SignedIn,
  given: UploadArguments,
): Promise<PublicPublishOutcome> {
  const picked = await pickFileAndMethod(services, session);
  if (!picked) return { status: 'cancelled' };
  if (picked.way === 'relay') return publishReleaseFile(services, session, picked, given);
  const { url, version } = picked.file;
  const suggested = given.version ? {} : { suggestedVersion: version };
  return uploadByLink(services, { ...given, packageUrl: url, ...suggested });
}

/** Whether the platform downloads a file by its link, or this computer publishes the file first. */
type UploadMethod = 'link' | 'relay';

/** A file of a release, the release's source, and how the file gets to the platform. */
interface PickedRelease {
  source: ReleaseSource;
  file: ReleaseFile;
  way: UploadMethod;
}

/**
 * Asks for a release source, for a file of a release and for the upload method (`way`). Resolves to undefined if the
 * user cancels.
 */
async function pickFileAndMethod(services: PublishServices, session: SignedIn): Promise<PickedRelease | undefined> {
  const settings = await services.publishing.sources.settings();
  if (settings.length === 0) {
    showInformation(
      t('No release sources found. Add one to the bkpaas.releaseSources setting, or open a folder with a Git remote.'),
      {
        title: t('Open Settings'),
        run: () => vscode.commands.executeCommand('workbench.action.openSettings', 'bkpaas.releaseSources'),
      },
    );
    return undefined;
  }
  let [setting] = settings;
  let picked: { source: ReleaseSource; file: ReleaseFile } | undefined;
  let way: UploadMethod = 'relay';
  const steps: WizardStep[] = [
    {
      skip: () => settings.length === 1,
      ask: async (position) => takeAnswer(await pickSource(settings, position), (item) => (setting = item.setting)),
    },
    {
      ask: async (position) =>
        setting ? takeAnswer(await pickFile(services, setting, position), (value) => (picked = value)) : 'cancelled',
    },
    {
      // The platform cannot download a file whose link needs credentials.
      skip: () => picked?.file.needsCredentials === true,
      ask: async (position) =>
        picked
          ? takeAnswer(await pickUploadMethod(services, session, picked.file, position), (value) => (way = value))
          : 'back',
    },
  ];
  if (!(await runWizard(steps)) || !picked) return undefined;
  return { ...picked, way: picked.file.needsCredentials ? 'relay' : way };
}

function pickSource(settings: readonly ReleaseSourceSetting[], position: QuestionPosition) {
  const items = settings.map((setting) => ({
    label: setting.name ?? setting.url.replace(/^https?:\/\//, ''),
    description: sourceKindText(t, setting.kind),
    iconPath: new vscode.ThemeIcon('repo'),
    setting,
  }));
  const question = {
    title: t('Upload Release'),
    placeholder: t('Select a release source'),
    items: Promise.resolve(items),
  };
  return askPick(question, position);
}

/**
 * A row in the list of files. Picking a row with neither `file` nor `signIn`, such as *Load More* or an error, loads
 * the next page or tries the failed page again.
 */
type FileItem = vscode.QuickPickItem & { file?: ReleaseFile; signIn?: true };

async function pickFile(
  services: PublishServices,
  setting: ReleaseSourceSetting,
  position: QuestionPosition,
): Promise<Answer<{ source: ReleaseSource; file: ReleaseFile }>> {
  let asWhom: 'anybody' | 'signedIn' = 'anybody';
  let source = await services.publishing.sources.open(setting, asWhom);
  let releases: Release[] = [];
  let next: string | undefined;
  for (;;) {
    const placeholder = t('Select a file from {0}', source.label);
    const question = { title: t('Upload Release'), placeholder, items: load(next) };
    const answer = await askPick<FileItem>(question, position);
    if (answer.kind !== 'answer') return answer;
    const { file, signIn } = answer.value;
    if (file) return { kind: 'answer', value: { source, file } };
    if (signIn) {
      if (!(await signInToSource(services, setting))) return { kind: 'cancelled' };
      await openSignedIn();
      [releases, next] = [[], undefined];
    }
  }

  async function openSignedIn(): Promise<void> {
    asWhom = 'signedIn';
    source = await services.publishing.sources.open(setting, asWhom);
  }

  async function load(page: string | undefined): Promise<FileItem[]> {
    try {
      const read = await source.list({ page });
      releases = page === undefined ? read.releases : [...releases, ...read.releases];
      next = read.next;
      return itemsOf(releases, next !== undefined);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      // A stored credential can give access to the releases or a higher rate limit, so the page is loaded again with
      // the credential.
      const mayHelp = ['notFound', 'notPermitted', 'rateLimited', 'credentialWanted'].includes(error.code);
      // If a page after the first one fails, the list still shows the files of the earlier pages.
      if (!mayHelp || asWhom === 'signedIn' || !(await services.publishing.sources.isSignedIn(setting)))
        return [...(page === undefined ? [] : itemsOf(releases, true)), ...failureItems(error)];
      await openSignedIn();
      return load(page);
    }
  }
}

function itemsOf(releases: readonly Release[], more: boolean): FileItem[] {
  const listed = releases.flatMap(({ name, publishedAt, preRelease, files }) => {
    const date = publishedAt === undefined ? '' : relativeTime(t, publishedAt);
    const heading = joinParts([name, date, preRelease ? t('pre-release') : '']);
    return itemsWithHeading(heading, files.filter((file) => !file.madeOnRequest).map(fileItem));
  });
  const made = releases.flatMap(({ files }) => files.filter((file) => file.madeOnRequest).map(fileItem));
  const all = [...listed, ...itemsWithHeading(t('Source archives, generated on request (no build output)'), made)];
  if (all.length === 0)
    all.push({ label: t('The releases don’t contain any archives'), iconPath: new vscode.ThemeIcon('info') });
  if (more) all.push({ label: t('Load More'), iconPath: new vscode.ThemeIcon('ellipsis'), alwaysShow: true });
  return all;
}

function fileItem(file: ReleaseFile): FileItem {
  const { fileName, version, versionFrom, sizeBytes } = file;
  const said =
    version === undefined || versionFrom === undefined
      ? t('version unknown')
      : t('{0} ({1})', version, versionOriginText(t, versionFrom));
  return {
    label: fileName,
    description: sizeBytes === undefined ? said : `${said} · ${formatSize(sizeBytes)}`,
    iconPath: new vscode.ThemeIcon(file.needsCredentials ? 'lock' : 'file-zip'),
    file,
  };
}

function failureItems(error: SourceError): FileItem[] {
  const { what, todo } = sourceErrorText(t, error);
  const items: FileItem[] = [{ label: what, detail: todo, iconPath: new vscode.ThemeIcon('error'), alwaysShow: true }];
  if (['notFound', 'notPermitted', 'credentialRefused', 'credentialWanted', 'rateLimited'].includes(error.code))
    items.push({ label: t('Sign In…'), iconPath: new vscode.ThemeIcon('sign-in'), signIn: true, alwaysShow: true });
  return items;
}

/**
 * Asks whether the platform should fetch the file by its link, or the file should be published first. The method that
 * will probably succeed is the first item. Most platforms do not download from the hosts of release pages.
 */
function pickUploadMethod(
  { uploads, editor: { recents } }: PublishServices,
  { platform: { gatewayUrl } }: SignedIn,
  file: ReleaseFile,
  position: QuestionPosition,
): Promise<Answer<UploadMethod>> {
  const refused = probableRefusal(uploads.refusals.known, gatewayUrl, file.url);
  const hasRepository = readRepositories().length > 0;
  const items: ChoiceItem<UploadMethod>[] = [
    {
      label: `$(link) ${t('Upload Package from URL')}`,
      detail: refused
        ? t('The platform has rejected downloads from this host before.')
        : t('The platform downloads the package directly if it allows this host.'),
      choice: 'link',
    },
    {
      label: `$(cloud-upload) ${t('Publish to BK-Repo and Upload')}`,
      detail: t(
        'The extension downloads and checks the package, then publishes it to BK-Repo for the platform to download.',
      ),
      choice: 'relay',
    },
  ];
  if (refused || (hasRepository && !recents.hasUploadedFrom(gatewayUrl, file.url))) items.reverse();
  const placeholder = t('Select an upload method');
  return pickChoice({ title: t('Upload Release'), placeholder, items: Promise.resolve(items) }, position);
}
