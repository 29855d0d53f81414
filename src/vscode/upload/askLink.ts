import * as vscode from 'vscode';
import { systemClock } from '../../core/http/clock.ts';
import { trimPastedUrl } from '../../core/http/pastedText.ts';
import type { PreflightWarning } from '../../core/operations/upload/preflight.ts';
import { checkPackageUrl, isMaskedPackageUrl } from '../../core/releases/packageUrl.ts';
import { packageUrlProblemText } from '../../texts/inputTexts.ts';
import { preflightText } from '../../texts/preflightTexts.ts';
import type { QuestionPosition } from '../editor/answer.ts';
import { itemsWithHeading } from '../editor/pickWithButtons.ts';
import { askPick, askText, type QuestionButton, type ValidationMessage } from '../editor/quickInput.ts';
import { takeAnswer, type Direction, type WizardStep } from '../editor/wizard.ts';
import { waitForFirstBytes } from './linkInspector.ts';
import type { UploadContext, UploadDraft, UploadSource } from './uploadContext.ts';

const { t } = vscode.l10n;

/**
 * How long to wait for the whole file, after the wait for its first bytes has ended. Then the next question is asked.
 */
const wholeFileTimeoutMs = 400;

type LinkItem = vscode.QuickPickItem & { url?: string; typed?: string; source?: UploadSource };

/**
 * Returns the question for the link. If the user chooses another source than a link, this calls `leave` with the source
 * and ends the wizard.
 */
export function askLink(
  draft: UploadDraft,
  context: UploadContext,
  { title, leave }: { title: string; leave: (source: UploadSource) => void },
): WizardStep {
  const isGiven = draft.packageUrl !== undefined;
  let typedUrl = context.filled?.packageUrl ?? context.folder.packageUrls[0]?.url ?? '';
  /** The warnings that were shown, keyed by link. The user accepts the warnings of a link by pressing Enter again. */
  const warned = new Map<string, readonly PreflightWarning[]>();
  return { skip: () => isGiven, ask };

  async function ask(position: QuestionPosition): Promise<Direction> {
    const recent = draft.appCode && draft.module ? context.recentUrls(draft.appCode, draft.module) : [];
    const offered = offeredLinks(context, recent);
    if (offered.length === 0) return typeLink(position);
    const picked = await pickLink(title, position, offered);
    if (picked.kind !== 'answer') return picked.kind;
    const { url, typed, source } = picked.value;
    if (source) {
      leave(source);
      return 'cancelled';
    }
    typedUrl = url ?? typed ?? typedUrl;
    const warnings = url === undefined ? [] : await warningsAbout(url);
    if (url !== undefined && warnings.length === 0) {
      draft.packageUrl = url;
      return 'next';
    }
    // If the link has a warning, or was typed into the list and is invalid, the input box shows the link with a
    // message. In the input box, the user can accept a warning by pressing Enter again.
    const direction = await typeLink({ ...position, canGoBack: true }, warnings);
    return direction === 'back' ? ask(position) : direction;
  }

  async function typeLink(position: QuestionPosition, warnings: readonly PreflightWarning[] = []): Promise<Direction> {
    if (warnings.length > 0) warned.set(typedUrl, warnings);
    const answer = await askText(
      {
        title,
        prompt: context.folder.packageUrls[0]
          ? t('URL of the source package, from {0}', context.folder.packageUrls[0].from)
          : t('URL of the source package. The platform downloads it without your credentials.'),
        placeholder: 'https://…/demo-app-1.0.3.tar.gz',
        value: typedUrl,
        buttons: context.sources ? [relayButton()] : [],
        validation: typedUrl === '' ? undefined : (linkValidation(typedUrl) ?? preflightMessage(warnings)),
        validate: (text) => {
          typedUrl = text;
          return linkValidation(text);
        },
        check: async (text) => {
          const url = trimPastedUrl(text);
          const found = warned.has(url) ? [] : await warningsAbout(url);
          if (found.length > 0) warned.set(url, found);
          return preflightMessage(found);
        },
      },
      position,
    );
    return takeAnswer(answer, (text) => {
      draft.packageUrl = trimPastedUrl(text);
      context.accepted = warned.get(draft.packageUrl) ?? [];
    });
  }

  /**
   * Returns the button that publishes the package at the link first. The button is for a link that the platform cannot
   * fetch.
   */
  function relayButton(): QuestionButton {
    return {
      iconPath: new vscode.ThemeIcon('cloud-upload'),
      tooltip: t('Publish to BK-Repo and Upload'),
      run: (cancel) => {
        if (linkValidation(typedUrl)) return;
        leave({ kind: 'relay', packageUrl: trimPastedUrl(typedUrl) });
        cancel();
      },
    };
  }

  /**
   * Returns the warnings about a link that are known so far. Waits only briefly for the link's host, because the result
   * page shows later findings.
   */
  async function warningsAbout(url: string): Promise<readonly PreflightWarning[]> {
    const inspection = context.inspector.at(url);
    await waitForFirstBytes(inspection);
    // Waits briefly for the whole file, because only the whole file shows whether the archive is complete. Most
    // packages are read within this time.
    await Promise.race([inspection.whole, systemClock.wait(wholeFileTimeoutMs)]);
    return context.warningsFor(url, inspection.found());
  }
}

/**
 * Returns the items for the likely links, for typing a link, for the other sources, and for the links that were used
 * before. The used links come last, because they are rarely the links of a new version. Returns no items if only typing
 * a link is possible.
 */
function offeredLinks({ folder, filled, clipboard, sources }: UploadContext, recent: readonly string[]): LinkItem[] {
  const offers = new Map<string, string>();
  // A masked link is not listed, because it cannot be sent. The user must complete the link in the input box.
  if (filled && !isMaskedPackageUrl(filled.packageUrl)) offers.set(filled.packageUrl, filled.from);
  for (const { url, from } of folder.packageUrls) if (!offers.has(url)) offers.set(url, t('from {0}', from));
  if (clipboard !== undefined && !offers.has(clipboard)) offers.set(clipboard, t('from the clipboard'));
  const iconPath = new vscode.ThemeIcon('link');
  const likely = [...offers].map(([url, description]) => ({ label: url, description, iconPath, url }));
  const used = recent.filter((url) => !offers.has(url)).map((url) => ({ label: url, iconPath, url }));
  const others = (sources ?? []).map(sourceItem);
  if (likely.length + used.length + others.length === 0) return [];
  const enter: LinkItem = { label: t('Enter another URL…'), iconPath: new vscode.ThemeIcon('edit'), alwaysShow: true };
  return [...likely, enter, ...others, ...itemsWithHeading(t('Recently used'), used)];
}

function sourceItem(source: UploadSource): LinkItem {
  if (source.kind !== 'resource') return { label: t('Upload Release…'), iconPath: new vscode.ThemeIcon('tag'), source };
  const name = source.resource.path.split('/').findLast((part) => part !== '') ?? '';
  return { label: t('Publish and Upload “{0}”…', name), iconPath: new vscode.ThemeIcon('cloud-upload'), source };
}

/**
 * Asks for one of the offered items or for a typed link. A valid typed link is returned as `url`, an invalid typed link
 * as `typed`.
 */
function pickLink(title: string, position: QuestionPosition, offered: readonly LinkItem[]) {
  const question = {
    title,
    placeholder: t('Select or paste the URL of the source package. The platform downloads it.'),
    items: Promise.resolve(offered),
    itemFor: (text: string): LinkItem | undefined => {
      if (!/^[a-z]+:\/\//i.test(trimPastedUrl(text))) return undefined;
      const item = { label: text, alwaysShow: true };
      const problem = linkValidation(text);
      return problem
        ? { ...item, detail: problem.text, iconPath: new vscode.ThemeIcon('error'), typed: text }
        : { ...item, description: t('use this URL'), iconPath: new vscode.ThemeIcon('link'), url: trimPastedUrl(text) };
    },
  };
  return askPick(question, position);
}

/** Returns an error if a link cannot be sent, otherwise undefined. */
function linkValidation(text: string): ValidationMessage | undefined {
  if (isMaskedPackageUrl(text)) {
    const said = t(
      'The history doesn’t store credentials or signatures. Replace *** with the original text from the URL.',
    );
    return { text: said, severity: 'error' };
  }
  const check = checkPackageUrl(text);
  return check.ok ? undefined : { text: packageUrlProblemText(t, check.problem), severity: 'error' };
}

/** Returns a message with the first warning. The result page shows all warnings after the upload. */
function preflightMessage([warning, ...others]: readonly PreflightWarning[]): ValidationMessage | undefined {
  if (!warning) return undefined;
  const { what, todo } = preflightText(t, warning);
  const first = t('{0} {1}', what, todo);
  const text =
    others.length === 0
      ? t('{0} Press Enter again to use this URL anyway.', first)
      : t('{0} ({1} more) Press Enter again to use this URL anyway.', first, others.length);
  return { text, severity: 'warning', confirmOnEnter: true };
}
