import * as vscode from 'vscode';
import type { PackageContents } from '../../core/package/packageContents.ts';
import type { ComparedPackage, PackageComparison } from '../publish/publishServices.ts';

const { t } = vscode.l10n;
const scheme = 'bkpaas-package';

/** Maximum number of documents that are kept: those of ten comparisons. */
const maxKeptDocuments = 40;

/** The contents of packages as read-only documents, which VS Code compares. */
export class ComparedDocuments implements PackageComparison, vscode.TextDocumentContentProvider, vscode.Disposable {
  /** The texts of the documents, keyed by URI, oldest first. */
  readonly #texts = new Map<string, string>();
  readonly #registration: vscode.Disposable;
  #count = 0;

  constructor() {
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  }

  async show(title: string, before: ComparedPackage, after: ComparedPackage): Promise<void> {
    const documents = (name: string, textOf: (contents: PackageContents) => string) => {
      const [left, right] = [before, after].map(({ version, contents }) => this.#add(version, name, textOf(contents)));
      return [right, left, right];
    };
    await vscode.commands.executeCommand('vscode.changes', title, [
      documents('files.txt', ({ files }) => `${files}\n`),
      documents('app_desc.yaml', ({ description }) => description ?? ''),
    ]);
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? t('This comparison was closed. Run Compare with What Runs again.');
  }

  dispose(): void {
    this.#registration.dispose();
  }

  #add(version: string, name: string, text: string): vscode.Uri {
    this.#count += 1;
    const path = `/${version.replaceAll(/[\\/]/g, '-')}/${name}`;
    const uri = vscode.Uri.from({ scheme, path, query: String(this.#count) });
    this.#texts.set(uri.toString(), text);
    for (const oldest of [...this.#texts.keys()].slice(0, -maxKeptDocuments)) this.#texts.delete(oldest);
    return uri;
  }
}
