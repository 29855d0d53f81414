import * as vscode from 'vscode';
import { runMocha } from '../harness/runMocha.ts';
export function run(): Promise<void> {
  return runMocha(() => {
    it('clipboard', async () => {
      const input = vscode.window.createInputBox();
      input.title = 'Hello';
      input.show();
      await new Promise((r) => setTimeout(r, 1000));
      await vscode.env.clipboard.writeText('pasted 包');
      try { await vscode.commands.executeCommand('editor.action.clipboardPasteAction'); } catch (e) { console.log('@@TEST ' + String(e)); }
      await new Promise((r) => setTimeout(r, 1000));
      console.log('@@TEST value: ' + JSON.stringify(input.value));
      const symbol = Symbol.for('undici.globalDispatcher.1');
      console.log('@@TEST dispatcher: ' + typeof (globalThis as Record<symbol, unknown>)[symbol]);
      console.log('@@TEST exts: ' + vscode.extensions.all.filter((e) => e.isActive).map((e) => e.id).join());
      let accepted = false;
      input.onDidAccept(() => (accepted = true));
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      await new Promise((r) => setTimeout(r, 500));
      console.log('@@TEST accepted: ' + String(accepted));
    });
  });
}
