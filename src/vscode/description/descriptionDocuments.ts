import * as vscode from 'vscode';
import type { TextRange } from '../../core/yaml/yamlNode.ts';

/**
 * Selects descriptions by their file name. Includes virtual and untitled documents, because the selector names no
 * scheme.
 */
export const descriptionSelector: vscode.DocumentFilter = { pattern: '**/app_desc.{yaml,yml}' };

export function isDescription(document: vscode.TextDocument): boolean {
  return vscode.languages.match(descriptionSelector, document) > 0;
}

export function toEditorRange(document: vscode.TextDocument, { start, end }: TextRange): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}
