import * as vscode from 'vscode';

/**
 * Registers everything that selfCheck.ts drives: commands, views, output channels and a status bar item. The status bar
 * item shows the last action.
 */
export function activate(context: vscode.ExtensionContext): void {
  const status = vscode.window.createStatusBarItem('sample.status', vscode.StatusBarAlignment.Left);
  const show = (text: string): void => {
    status.text = `Sample: ${text}`;
    status.show();
  };
  status.command = 'sample.notify';
  const greet = (): void => {
    show(vscode.workspace.getConfiguration('sample').get('greeting', ''));
  };
  greet();
  const output = vscode.window.createOutputChannel('Sample Output');
  const log = vscode.window.createOutputChannel('Sample Log', { log: true });
  const watcher = vscode.workspace.createFileSystemWatcher('**/*.yaml');
  const commands: Record<string, (argument?: unknown) => unknown> = {
    'sample.ask': () => ask(show),
    'sample.askMore': () => {
      show('wrong command');
    },
    'sample.notify': async () => {
      const answer = await vscode.window.showWarningMessage('Something happened.', 'Retry', 'Show Details');
      show(`answered ${answer ?? 'nothing'}`);
    },
    'sample.modal': async () => {
      const options = { modal: true, detail: 'It cannot be undone.' };
      const answer = await vscode.window.showWarningMessage('Delete everything?', options, 'Delete', 'Archive');
      show(`answered ${answer ?? 'nothing'}`);
    },
    'sample.webview': () => {
      const panel = vscode.window.createWebviewPanel('sample', 'Sample Page', vscode.ViewColumn.One, {
        enableScripts: true,
      });
      panel.webview.html = '<h1>A page</h1><button onclick="this.textContent=\'Pressed\'">Press</button>';
    },
    'sample.log': () => {
      output.appendLine('a plain line');
      output.appendLine('another line');
      log.warn('a logged line');
      output.show(true);
    },
    'sample.remember': async () => {
      await context.secrets.store('word', 'abracadabra');
      await context.globalState.update('seen', 'yes');
      show('remembered');
    },
    'sample.recall': async () => {
      const [word, seen] = [await context.secrets.get('word'), context.globalState.get<string>('seen')];
      show(`recalled ${word ?? 'nothing'} ${seen ?? 'no'}`);
    },
    'sample.copy': async () => {
      await vscode.env.clipboard.writeText('copied by the sample');
      show('copied');
    },
    'sample.find': async () => {
      const found = await vscode.workspace.findFiles('**/*.yaml');
      show(`found ${found.map((uri) => uri.path.split('/').pop() ?? '').join()}`);
    },
    'sample.begin': () => {
      show('begun');
    },
    'sample.inspect': (item) => {
      show(`inspected ${String(item)}`);
    },
    'sample.delete': (item) => {
      show(`deleted ${item instanceof vscode.Uri ? 'a file' : String(item)}`);
    },
    'sample.deploy': (uri) => {
      show(`deployed ${uri instanceof vscode.Uri ? (uri.path.split('/').pop() ?? '') : 'nothing'}`);
    },
  };
  context.subscriptions.push(
    status,
    output,
    log,
    watcher,
    watcher.onDidChange((uri) => {
      show(`saw a change of ${uri.path.split('/').pop() ?? ''}`);
    }),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('sample.greeting')) greet();
    }),
    vscode.window.registerTreeDataProvider('sample.things', treeProvider(['fruit', 'apple', 'pear'])),
    vscode.window.registerTreeDataProvider('sample.nothing', {
      getChildren: () => [],
      getTreeItem: (item: vscode.TreeItem) => item,
    }),
    vscode.window.registerTreeDataProvider('sample.others', treeProvider(['stone', 'granite'])),
    ...Object.entries(commands).map(([id, run]) => vscode.commands.registerCommand(id, run)),
  );
}

function treeProvider([root = '', ...leaves]: string[]): vscode.TreeDataProvider<string> {
  return {
    getChildren: (parent) => (parent === undefined ? [root] : leaves),
    getTreeItem: (name) => {
      const expandable = vscode.TreeItemCollapsibleState.Collapsed;
      const item = new vscode.TreeItem(name, name === root ? expandable : vscode.TreeItemCollapsibleState.None);
      item.description = `about ${name}`;
      item.contextValue = name === root ? 'root' : 'leaf';
      return item;
    },
  };
}

/**
 * Asks two questions. The first question is a quick pick. The second is an input box with validation and a Back button.
 */
async function ask(show: (text: string) => void): Promise<void> {
  const pick = vscode.window.createQuickPick();
  pick.title = 'Sample (1/2)';
  pick.placeholder = 'Choose a size';
  pick.items = [
    { label: 'Large', description: '4 cores', detail: 'For production' },
    { label: 'sizes', kind: vscode.QuickPickItemKind.Separator },
    { label: 'Small', description: '1 core', detail: 'For trying things' },
    ...Array.from({ length: 60 }, (_, index) => ({ label: `Size ${index}` })),
  ];
  const chosen = await new Promise<string | undefined>((resolve) => {
    pick.onDidAccept(() => {
      resolve(pick.selectedItems[0]?.label);
    });
    pick.onDidHide(() => {
      resolve(undefined);
    });
    pick.show();
  });
  pick.dispose();
  if (chosen === undefined) {
    show('gave up');
    return;
  }
  const input = vscode.window.createInputBox();
  input.title = 'Sample (2/2)';
  input.prompt = 'A name';
  input.buttons = [vscode.QuickInputButtons.Back];
  const name = await new Promise<string | undefined>((resolve) => {
    input.onDidChangeValue((value) => {
      input.validationMessage = /^[a-z]*$/.test(value) ? '' : 'Lower-case letters only';
    });
    input.onDidAccept(() => {
      if (!input.validationMessage) resolve(input.value);
    });
    input.onDidTriggerButton(() => {
      resolve('back');
    });
    input.onDidHide(() => {
      resolve(undefined);
    });
    input.show();
  });
  input.dispose();
  if (name === 'back') return ask(show);
  show(`${chosen} ${name ?? 'without a name'}`);
}
