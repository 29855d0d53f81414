import type * as vscode from 'vscode';
import type { DescriptionFinding } from '../../core/description/descriptionFinding.ts';
import { readTarget } from '../editor/settings.ts';

interface Check {
  version: number;
  findings: Promise<readonly DescriptionFinding[]>;
}

/**
 * The checks of open descriptions. Each version of a document is checked once, for both its problems and its quick
 * fixes.
 */
export class DescriptionChecks {
  readonly #checks = new Map<string, Check>();

  /** Checks a document. If its folder has a target, also compares the description with the target. */
  check(document: vscode.TextDocument): Promise<readonly DescriptionFinding[]> {
    const { uri, version } = document;
    const known = this.#checks.get(uri.toString());
    if (known?.version === version) return known.findings;
    const findings = checkText(document.getText(), uri);
    this.#checks.set(uri.toString(), { version, findings });
    return findings;
  }

  forget(uri: vscode.Uri): void {
    this.#checks.delete(uri.toString());
  }

  /** Forgets all checks. Called when a target changes, because a check depends on its folder's target. */
  clear(): void {
    this.#checks.clear();
  }
}

async function checkText(text: string, uri: vscode.Uri): Promise<DescriptionFinding[]> {
  // Most windows open no description, so the code of the check is loaded only when it is needed.
  const { checkDescription } = await import('../../core/description/descriptions.ts');
  return checkDescription(text, readTarget(uri));
}
