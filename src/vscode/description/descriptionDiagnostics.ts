import * as vscode from 'vscode';
import type { DescriptionFinding } from '../../core/description/descriptionFinding.ts';
import { systemClock, type Clock } from '../../core/http/clock.ts';
import { severityOf } from '../../core/package/finding.ts';
import { findingMessage } from '../../texts/findingTexts.ts';
import { background } from '../editor/background.ts';
import { affectsSetting } from '../editor/settings.ts';
import { DescriptionChecks } from './descriptionChecks.ts';
import { descriptionSelector, isDescription, toEditorRange } from './descriptionDocuments.ts';

const { t } = vscode.l10n;

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
} as const;

/** Milliseconds without a change after which a changed description is checked. */
const debounceMs = 300;

/**
 * Shows in the Problems panel what the platform would reject in an open `app_desc.yaml`. Offers a quick fix if the fix
 * is safe.
 */
export function registerDescriptionDiagnostics(clock: Clock = systemClock): vscode.Disposable {
  const checks = new DescriptionChecks();
  const diagnostics = vscode.languages.createDiagnosticCollection('bkpaas');
  /** The controllers that cancel the waiting or running check of each open description, keyed by URI. */
  const running = new Map<string, AbortController>();

  const check = async (document: vscode.TextDocument, delayMs: number, signal: AbortSignal): Promise<void> => {
    if (delayMs > 0) await clock.wait(delayMs, signal);
    const findings = signal.aborted ? undefined : await checks.check(document);
    // Meanwhile, a later change or closing the document can have aborted this check.
    if (!findings || signal.aborted) return;
    diagnostics.set(
      document.uri,
      findings.map((finding) => asDiagnostic(document, finding)),
    );
  };
  const stop = (uri: vscode.Uri): void => {
    running.get(uri.toString())?.abort();
    running.delete(uri.toString());
  };
  const start = (document: vscode.TextDocument, delayMs: number): void => {
    if (!isDescription(document)) return;
    stop(document.uri);
    const controller = new AbortController();
    running.set(document.uri.toString(), controller);
    background('app_desc.yaml', check(document, delayMs, controller.signal));
  };
  const startAll = (): void => {
    for (const document of vscode.workspace.textDocuments) start(document, 0);
  };
  const close = ({ uri }: vscode.TextDocument): void => {
    stop(uri);
    checks.forget(uri);
    diagnostics.delete(uri);
  };

  startAll();
  return vscode.Disposable.from(
    diagnostics,
    vscode.workspace.onDidOpenTextDocument((document) => {
      start(document, 0);
    }),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      // Saving raises this event too, but changes no text.
      if (contentChanges.length > 0) start(document, debounceMs);
    }),
    vscode.workspace.onDidCloseTextDocument(close),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (!affectsSetting(event, 'target')) return;
      checks.clear();
      startAll();
    }),
    vscode.languages.registerCodeActionsProvider(
      descriptionSelector,
      { provideCodeActions: (document, at) => quickFixesAt(checks, document, at) },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    ),
    {
      dispose: () => {
        for (const controller of running.values()) controller.abort();
      },
    },
  );
}

function asDiagnostic(document: vscode.TextDocument, finding: DescriptionFinding): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(
    toEditorRange(document, finding.range),
    findingMessage(t, finding),
    severities[severityOf(finding)],
  );
  diagnostic.source = 'BlueKing PaaS';
  diagnostic.code = finding.code;
  return diagnostic;
}

async function quickFixesAt(
  checks: DescriptionChecks,
  document: vscode.TextDocument,
  at: vscode.Range,
): Promise<vscode.CodeAction[]> {
  const { version } = document;
  const findings = await checks.check(document);
  if (document.version !== version) return [];
  return findings.flatMap((finding) => {
    const { fix, range } = finding;
    if (!fix || !toEditorRange(document, range).intersection(at)) return [];
    const { text } = fix;
    const title = text.endsWith('\n') ? t('Add “{0}”', text.trim()) : t('Change to “{0}”', text);
    const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    action.edit = new vscode.WorkspaceEdit();
    action.edit.replace(document.uri, toEditorRange(document, fix.range), text);
    action.diagnostics = [asDiagnostic(document, finding)];
    action.isPreferred = true;
    return [action];
  });
}
