import * as vscode from 'vscode';
import { isMaskedPackageUrl } from '../../core/releases/packageUrl.ts';
import { askPick, type Position } from '../editor/quickInput.ts';
import type { UploadHints } from './uploadHints.ts';
import { linkRemark } from './uploadRemarks.ts';

const { t } = vscode.l10n;

type LinkItem = vscode.QuickPickItem & { url?: string; typed?: string; detour?: 'release' | 'resource' };

/** The links that are likely, with where each comes from. */
export function offeredLinks(hints: UploadHints, recent: readonly string[]): LinkItem[] {
  const fromFile = hints.folder.packageUrl;
  const again = hints.again?.packageUrl;
  const offers = new Map<string, string>();
  // A masked link cannot be sent as it is: the box after this list holds it, to be completed.
  if (again !== undefined && !isMaskedPackageUrl(again)) offers.set(again, t('last tried'));
  if (fromFile) offers.set(fromFile.url, t('from {0}', fromFile.from));
  for (const url of recent) if (!offers.has(url)) offers.set(url, t('used before'));
  if (hints.clipboard !== undefined && !offers.has(hints.clipboard)) offers.set(hints.clipboard, t('on the clipboard'));
  const links = [...offers].map(([url, description]) => ({
    label: url,
    description,
    iconPath: new vscode.ThemeIcon('link'),
    url,
  }));
  return [...links, ...detourItems(hints)];
}

/** Other ways than a link. */
function detourItems({ detours }: UploadHints): LinkItem[] {
  const name = detours?.resource?.path.split('/').findLast((part) => part !== '') ?? '';
  return [
    ...(detours?.release
      ? [{ label: t('Pick a release…'), iconPath: new vscode.ThemeIcon('tag'), detour: 'release' as const }]
      : []),
    ...(detours?.resource
      ? [
          {
            label: t('Publish “{0}” and upload it…', name),
            iconPath: new vscode.ThemeIcon('cloud-upload'),
            detour: 'resource' as const,
          },
        ]
      : []),
  ];
}

/** Asks for one of the offered links, or for another; a typed one that cannot be used comes back as `typed`. */
export function pickLink(position: Position, offered: readonly LinkItem[]) {
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
