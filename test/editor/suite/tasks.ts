import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { pollUntil, type Setup } from './setup/setup.ts';

/** Runs tasks of a `tasks.json` in the window’s folder. */
export function describeTasks({ control, plain }: Setup): void {
  describe('a task of tasks.json', () => {
    const file = vscode.Uri.joinPath(
      vscode.workspace.workspaceFolders?.[0]?.uri ?? assert.fail(),
      '.vscode/tasks.json',
    );
    const target = { type: 'bkpaas', appCode: 'demo-app', module: 'default' };
    const packageUrl = `${plain.packagesUrl}/demo-app-1.0.3.tar.gz`;
    const upload = { ...target, task: 'upload', packageUrl, allowOverwrite: false };
    const tasks = [
      { ...upload, label: 'upload what exists', version: '1.0.0' },
      { ...upload, label: 'stopped', version: '3.0.0', dependsOn: 'upload what exists' },
      { ...upload, label: 'first', version: '3.0.1' },
      { ...upload, label: 'second', version: '3.0.2', dependsOn: 'first' },
      {
        ...upload,
        label: 'slow',
        version: '3.0.3',
        packageUrl: `${plain.packagesUrl}/held/3.0.3/demo-app-1.0.3.tar.gz`,
      },
    ];
    const ended = new Map<string, number | undefined>();
    let listening: vscode.Disposable;

    before(async () => {
      listening = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) =>
        ended.set(execution.task.name, exitCode),
      );
      await vscode.workspace.fs.writeFile(file, Buffer.from(JSON.stringify({ version: '2.0.0', tasks })));
      await pollUntil('the tasks', async () => (await findTask('second')) !== undefined);
      await control.forgetRequests('plain');
    });
    after(async () => {
      listening.dispose();
      await vscode.workspace.fs.delete(file);
    });

    it('that fails ends with 1, and the task that depends on it does not run', async () => {
      await vscode.tasks.executeTask((await findTask('stopped')) ?? assert.fail());
      await pollUntil('the end of the task', () => ended.has('upload what exists'));
      assert.equal(ended.get('upload what exists'), 1);
    });

    it('that uploads ends with 0, and the task that depends on it runs then', async () => {
      await vscode.tasks.executeTask((await findTask('second')) ?? assert.fail());
      await pollUntil('the end of the chain', () => ended.has('second'));
      const posts = (await control.requests('plain')).filter(({ method }) => method === 'POST');
      assert.deepEqual(
        posts.map(({ form }) => form?.['version']),
        ['3.0.1', '3.0.2'],
      );
      assert.deepEqual([ended.get('first'), ended.get('second'), ended.has('stopped')], [0, 0, false]);
    });

    it('that is canceled with Ctrl+C after its request was sent ends with 2', async () => {
      await control.forgetRequests('plain');
      await vscode.tasks.executeTask((await findTask('slow')) ?? assert.fail());
      await pollUntil('the request', async () =>
        (await control.requests('plain')).some(({ method }) => method === 'POST'),
      );
      const terminal = vscode.window.terminals.find(({ name }) => name.includes('slow')) ?? assert.fail();
      terminal.sendText('\x03', false);
      await pollUntil('the end of the task', () => ended.has('slow'));
      assert.equal(ended.get('slow'), 2);
      await control.releaseDownload('plain', '3.0.3');
      await control.settled('plain');
    });
  });
}

async function findTask(label: string): Promise<vscode.Task | undefined> {
  return (await vscode.tasks.fetchTasks({ type: 'bkpaas' })).find(({ name }) => name === label);
}
