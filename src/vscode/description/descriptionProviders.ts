import * as vscode from 'vscode';
import type { DescriptionCompletion, DescriptionLanguage } from '../../core/description/descriptionHelp.ts';
import { descriptionHelpText, snippetTitle } from '../../texts/descriptionHelpTexts.ts';
import { readTarget } from '../editor/settings.ts';
import { descriptionSelector, toEditorRange } from './descriptionDocuments.ts';

const { t } = vscode.l10n;

const itemKinds = {
  key: vscode.CompletionItemKind.Property,
  value: vscode.CompletionItemKind.Value,
  block: vscode.CompletionItemKind.Snippet,
} as const;

/**
 * Offers completion and hover in an `app_desc.yaml`.
 */
export function registerDescriptionProviders(): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.languages.registerCompletionItemProvider(descriptionSelector, { provideCompletionItems }, ' '),
    vscode.languages.registerHoverProvider(descriptionSelector, { provideHover }),
  );
}

async function provideCompletionItems(
  document: vscode.TextDocument,
  position: vscode.Position,
  _: vscode.CancellationToken,
  { triggerCharacter }: vscode.CompletionContext,
): Promise<vscode.CompletionItem[]> {
  if (hasYamlExtension()) return [];
  const [text, offset] = [document.getText(), document.offsetAt(position)];
  // Offers nothing after a space that does not follow `:` or `-`, because this space is part of a text or an
  // indentation.
  if (triggerCharacter === ' ' && !/[:-] $/.test(text.slice(0, offset))) return [];
  const { completionsAt } = await import('../../core/description/descriptions.ts');
  const found = completionsAt(text, offset, { language: language(), ...readTarget(document.uri) });
  return found.map((completion, index) => asItem(document, completion, index));
}

async function provideHover(
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.Hover | undefined> {
  if (hasYamlExtension()) return undefined;
  const [text, offset] = [document.getText(), document.offsetAt(position)];
  const { hoverAt } = await import('../../core/description/descriptions.ts');
  const help = hoverAt(text, offset, language());
  return (
    help &&
    new vscode.Hover(new vscode.MarkdownString(descriptionHelpText(t, help)), toEditorRange(document, help.range))
  );
}

function asItem(
  document: vscode.TextDocument,
  completion: DescriptionCompletion,
  index: number,
): vscode.CompletionItem {
  const { kind, label, snippet, filter, insert, preview, range, title, text, isRequired, isDeprecated } = completion;
  const name = snippet ? snippetTitle(t, snippet) : label;
  const item = new vscode.CompletionItem({ label: name, description: kind === 'value' ? '' : title }, itemKinds[kind]);
  item.insertText = new vscode.SnippetString(insert);
  item.range = toEditorRange(document, range);
  item.filterText = filter;
  // VS Code sorts completions by this text. The numbers keep the order of the list.
  item.sortText = String(index).padStart(3, '0');
  item.detail = isRequired ? t('{0} (required)', title) : title;
  item.documentation = new vscode.MarkdownString(preview === '' ? text : `${text}\n\n\`\`\`yaml\n${preview}\n\`\`\``);
  if (isDeprecated) item.tags = [vscode.CompletionItemTag.Deprecated];
  // After a completion that ends with a line break, offers the completions of the new line.
  if (insert.endsWith('\n')) item.command = { command: 'editor.action.triggerSuggest', title: '' };
  return item;
}

/**
 * Returns whether the YAML extension is installed. It offers completion and hover from the same schemas
 * (`contributes.yamlValidation`), so this extension would show everything a second time.
 */
function hasYamlExtension(): boolean {
  return vscode.extensions.getExtension('redhat.vscode-yaml') !== undefined;
}

function language(): DescriptionLanguage {
  return vscode.env.language.toLowerCase() === 'zh-cn' ? 'zh-cn' : 'en';
}
