import * as vscode from 'vscode';
import { isError, type Finding } from '../../core/package/finding.ts';
import type { TextRange } from '../../core/yaml/yamlNode.ts';
import { findingMessage } from '../../texts/findingTexts.ts';
import { background } from '../editor/background.ts';
import { readTarget } from '../editor/settings.ts';

const { t } = vscode.l10n;

const selector: vscode.DocumentFilter = { pattern: '**/app_desc.{yaml,yml}' };

/**
 * Shows in the Problems panel what the platform would reject in an open `app_desc.yaml`. Offers a quick fix if the fix
 * is safe. An `app_desc.yaml` does not activate the extension, so the problems are shown only while the extension is
 * active.
 */
export function registerDescriptionDiagnostics(): vscode.Disposable {
  const diagnostics = vscode.languages.createDiagnosticCollection('bkpaas');
  const check = async (document: vscode.TextDocument): Promise<void> => {
    if (!vscode.languages.match(selector, document)) return;
    const { version } = document;
    const found = await findingsOf(document);
    // If the document was changed meanwhile, the change started another check.
    if (document.isClosed || document.version !== version) return;
    const shown = found.map((finding) => asDiagnostic(document, finding));
    diagnostics.set(document.uri, shown);
  };
  const start = (document: vscode.TextDocument): void => {
    background('app_desc.yaml', check(document));
  };
  for (const document of vscode.workspace.textDocuments) start(document);
  return vscode.Disposable.from(
    diagnostics,
    vscode.workspace.onDidOpenTextDocument(start),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      start(document);
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      diagnostics.delete(uri);
    }),
    vscode.languages.registerCodeActionsProvider(
      selector,
      { provideCodeActions: fixes },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    ),
  );
}

/**
 * Checks an application description. If the document's folder has a target, also compares the description with the
 * target.
 */
async function findingsOf(document: vscode.TextDocument): Promise<Finding[]> {
  const { checkDescription } = await import('../../core/description/checkDescription.ts');
  return checkDescription(document.getText(), readTarget(document.uri));
}

function asDiagnostic(document: vscode.TextDocument, finding: Finding): vscode.Diagnostic {
  const severity = isError(finding) ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning;
  const range = rangeIn(document, finding.range ?? { start: 0, end: 0 });
  const diagnostic = new vscode.Diagnostic(range, findingMessage(t, finding), severity);
  diagnostic.source = 'BlueKing PaaS';
  diagnostic.code = finding.code;
  return diagnostic;
}

async function fixes(document: vscode.TextDocument, at: vscode.Range): Promise<vscode.CodeAction[]> {
  return (await findingsOf(document)).flatMap((finding) => {
    const { fix, range } = finding;
    if (!fix || !range || !rangeIn(document, range).intersection(at)) return [];
    const { text } = fix;
    const title = text.endsWith('\n') ? t('Add “{0}”', text.trim()) : t('Change to “{0}”', text);
    const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    action.edit = new vscode.WorkspaceEdit();
    action.edit.replace(document.uri, rangeIn(document, fix.range), text);
    action.diagnostics = [asDiagnostic(document, finding)];
    action.isPreferred = true;
    return [action];
  });
}

function rangeIn(document: vscode.TextDocument, { start, end }: TextRange): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}
