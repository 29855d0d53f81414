import * as vscode from 'vscode';

/** A tree row has no colour of its own; a decoration for a made-up address gives it one. */
const scheme = 'bkpaas-greyed-out';

/** The address that draws a row in the colour of disabled things. */
export function greyedOut(id: string): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${id}` });
}

export function registerGreyedOut(): vscode.Disposable {
  return vscode.window.registerFileDecorationProvider({
    provideFileDecoration: (uri) =>
      uri.scheme === scheme
        ? new vscode.FileDecoration(undefined, undefined, new vscode.ThemeColor('disabledForeground'))
        : undefined,
  });
}
