import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { pathToFileURL } from 'node:url';
import type * as vscode from 'vscode';
import manifest from '../../package.json' with { type: 'json' };
import { parseDeploymentId } from '../../src/core/platform/deployment.ts';
import { parseAppCode, parseModuleName } from '../../src/core/platform/names.ts';
import { PlatformError } from '../../src/core/platform/platformError.ts';
import type { Finding } from '../../src/core/package/finding.ts';
import type { CheckedPackage } from '../../src/vscode/publish/packageSource.ts';
import { gatewayUrlOf } from '../core/connect.ts';
import { mockTreeVscode, settings } from './mockTreeVscode.ts';

const folder = await mkdtemp(path.join(os.tmpdir(), 'bkpaas-tasks-'));
test.after(() => rm(folder, { recursive: true, force: true }));
const root = uri(folder);

let isTrusted = true;
let confirms: string[] = [];
let answers: boolean[] = [];
let told: string[] = [];

function uri(fsPath: string): vscode.Uri {
  return { scheme: 'file', fsPath, path: fsPath, toString: () => pathToFileURL(fsPath).href } as vscode.Uri;
}

mockTreeVscode({
  Uri: { joinPath: (base: vscode.Uri, name: string) => uri(path.join(base.fsPath, name)), file: uri },
  TaskScope: { Workspace: 2 },
  CustomExecution: class {
    readonly callback: unknown;
    constructor(callback: unknown) {
      this.callback = callback;
    }
  },
  Task: class {
    readonly parts: unknown[];
    constructor(...parts: unknown[]) {
      this.parts = parts;
    }
  },
  window: {
    showWarningMessage: (question: string, { detail }: { detail: string }, button: string) => {
      confirms.push(`${question} ${detail}`);
      return Promise.resolve(answers.shift() ? button : undefined);
    },
    showInformationMessage: (text: string) => Promise.resolve(void told.push(text)),
  },
  workspace: {
    get isTrusted() {
      return isTrusted;
    },
    workspaceFolders: [{ name: 'demo', uri: root }],
    fs: { readFile: async ({ fsPath }: vscode.Uri) => (await import('node:fs/promises')).readFile(fsPath) },
    getConfiguration: () => ({
      get: () => settings.target,
      inspect: () => ({ globalValue: [currentPlatform, otherPlatform] }),
    }),
  },
});
const currentPlatform = { name: 'Here', gatewayUrl: gatewayUrlOf('https://bkapi.example.com/api/bkpaas3/prod') };
const otherPlatform = { name: 'Elsewhere', gatewayUrl: gatewayUrlOf('https://bkapi.example.org/api/bkpaas3/prod') };
const { EventEmitter } = await import('vscode');
const { initialFollowState } = await import('../../src/core/operations/deploy/followedDeployment.ts');
const { Deployments } = await import('../../src/vscode/deploy/deployments.ts');
const { runTask } = await import('../../src/vscode/tasks/runTask.ts');
const { taskKinds, taskType } = await import('../../src/vscode/tasks/taskDefinition.ts');
const { BkpaasTasks } = await import('../../src/vscode/tasks/taskProvider.ts');
const { confirmInTask } = await import('../../src/vscode/publish/confirmInTask.ts');
const { TaskTerminal } = await import('../../src/vscode/tasks/taskTerminal.ts');
const { colouredLine, TerminalLines } = await import('../../src/vscode/tasks/terminalLines.ts');

type Observer = Parameters<typeof runTask>[1];
type Outcome = Awaited<ReturnType<NonNullable<Parameters<typeof runTask>[3]>['upload']>>;

const uploadedOutcome: Outcome = { status: 'uploaded', package: { version: '1.0.3', packageName: 'a-1.0.3.tgz' } };

/** Runs a task that calls `command`. Returns how the task ended, the argument of `command` and the number of calls. */
async function runTaskWith(
  definition: object,
  command: (observer: Observer) => Promise<Outcome> = () => Promise.resolve(uploadedOutcome),
) {
  [confirms, told] = [[], []];
  const given: unknown[] = [];
  const run = ({ observer }: { observer?: Observer | undefined }, argument: unknown): Promise<Outcome> => {
    given.push(argument);
    return command(observer ?? assert.fail());
  };
  const session = { read: () => Promise.resolve({ state: 'signedIn', platform: currentPlatform }) };
  const services = { session, log: { error: () => undefined } } as never;
  const commands = { upload: run, publish: run, deploy: run, uploadAndDeploy: run };
  const observer = { signal: new AbortController().signal } as Observer;
  const end = await runTask(services, observer, { definition: { type: taskType, ...definition }, root }, commands);
  return { ...end, argument: given[0], runs: given.length };
}

/** Opens a terminal that runs `run`. */
function openTerminal(
  run: (observer: Observer) => Promise<{ exitCode: 0 | 1 | 2; text: string; folder?: vscode.Uri }>,
) {
  told = [];
  const deployments = new Deployments();
  const terminal = new TaskTerminal(deployments, run);
  const seen: { text: string; exitCode: unknown } = { text: '', exitCode: undefined };
  terminal.onDidWrite((text) => (seen.text += text));
  terminal.onDidClose((code) => (seen.exitCode = code));
  terminal.open();
  return { terminal, deployments, seen };
}

/** Resolves after the handlers of all promises that are already settled have run. */
const flushPromises = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('the kinds and properties of tasks in the manifest are those of the code', () => {
  const [definition] = manifest.contributes.taskDefinitions;
  assert.equal(definition?.type, taskType);
  assert.deepEqual(definition.properties.task.enum, taskKinds);
});

const outcomeCases: readonly (readonly [name: string, outcome: Outcome, exitCode: number])[] = [
  ['uploaded', uploadedOutcome, 0],
  ['deployed', { status: 'successful', deploymentId: '1' }, 0],
  ['failed', { status: 'failed', error: { code: 'versionExists', message: 'It exists.' } }, 1],
  ['not deployed', { status: 'failed', deploymentId: '1' }, 1],
  ['refused', { status: 'refused', error: { code: 'deploymentOngoing', message: 'It is locked.' } }, 1],
  ['canceled', { status: 'cancelled' }, 1],
  ['not published', { status: 'notPublished' }, 1],
  ['unknown', { status: 'unknown', reason: 'The response was lost.' }, 2],
  [
    'uploaded, and the deployment unknown',
    { status: 'notDeployed', upload: uploadedOutcome as never, deploy: { status: 'unknown', reason: 'Lost.' } },
    2,
  ],
  ['of an unknown upload', { status: 'notUploaded', upload: { status: 'unknown', reason: 'Lost.' } }, 2],
];
for (const [name, outcome, exitCode] of outcomeCases)
  test(`a task that is ${name} ends with ${exitCode}`, async () => {
    assert.equal((await runTaskWith({ task: 'upload' }, () => Promise.resolve(outcome))).exitCode, exitCode);
  });

test('in an untrusted workspace, no task is offered, and none runs', async () => {
  settings.target = { appCode: 'demo-app', module: 'default' };
  isTrusted = false;
  try {
    assert.deepEqual(new BkpaasTasks({} as never).provideTasks(), []);
    const { exitCode, runs, text } = await runTaskWith({ task: 'deploy', environment: 'prod' });
    assert.deepEqual([exitCode, runs], [1, 0]);
    assert.match(text, /isn’t trusted/);
  } finally {
    isTrusted = true;
  }
});

test('a task cannot allow overwriting, because only a question that names the version can', async () => {
  const all = { appCode: 'demo-app', module: 'default', packageUrl: 'https://pkg.example.com/a.tgz', version: '1.0.3' };
  const { argument } = await runTaskWith({ task: 'upload', ...all, allowOverwrite: true, kind: 'deployment' });
  assert.deepEqual(argument, all);
  assert.deepEqual((await runTaskWith({ task: 'upload', ...all, allowOverwrite: false })).argument, {
    ...all,
    allowOverwrite: false,
  });
});

test('a platform that only the task names is used after a question that names it', async () => {
  answers = [false, true];
  const refused = await runTaskWith({ task: 'upload', platform: 'Elsewhere' });
  assert.deepEqual([refused.exitCode, refused.runs], [1, 0]);
  assert.match(confirms.join(), /Elsewhere.*https:\/\/bkapi\.example\.org/);
  assert.equal((await runTaskWith({ task: 'upload', platform: otherPlatform.gatewayUrl })).runs, 1);

  assert.equal((await runTaskWith({ task: 'upload', platform: 'Here' })).runs, 1);
  assert.deepEqual(confirms, [], 'the platform in use needs no question');
});

test('a task publishes its folder, or a path in it', async () => {
  const inFolder = (...names: string[]): string => pathToFileURL(path.join(folder, ...names)).href;
  assert.deepEqual((await runTaskWith({ task: 'publish' })).argument, { path: inFolder() });
  assert.deepEqual((await runTaskWith({ task: 'publish', path: 'dist' })).argument, { path: inFolder('dist') });
  const { exitCode, runs, text } = await runTaskWith({ task: 'publish', path: 1 });
  assert.deepEqual([exitCode, runs], [1, 0]);
  assert.match(text, /“path”/);
});

test('the tasks that are offered are for the workspace’s target, and none deploys to production', () => {
  settings.target = { appCode: 'demo-app', module: 'default', platform: 'Here' };
  const offered = new BkpaasTasks({} as never).provideTasks() as unknown as {
    parts: [Record<string, unknown>, ...unknown[]];
  }[];
  assert.deepEqual(
    offered.map(({ parts: [definition] }) => definition['task']),
    taskKinds,
  );
  for (const { parts } of offered) {
    const [definition, , , source, , matcher] = parts;
    assert.deepEqual(
      [definition['appCode'], definition['platform'], source, matcher],
      ['demo-app', 'Here', 'bkpaas', '$bkpaas'],
    );
    assert.notEqual(definition['environment'], 'prod');
  }
});

test('Ctrl+C before anything was sent ends with 1, and aborts what runs', async () => {
  let signal: AbortSignal | undefined;
  const { terminal, seen } = openTerminal((observer) => {
    observer.begin('Uploading');
    signal = observer.signal;
    return new Promise(() => undefined);
  });
  terminal.handleInput('\x03');
  await flushPromises();
  assert.equal(signal?.aborted, true);
  assert.equal(seen.exitCode, 1);
  assert.match(seen.text, /Uploading.*Nothing was uploaded or deployed/s);
});

test('Ctrl+C after the request was sent says that the outcome is unknown, and ends with 2', async () => {
  const { terminal, seen } = openTerminal((observer) => {
    observer.sent('Canceled. The upload was already sent.');
    return new Promise(() => undefined);
  });
  terminal.handleInput('\x03');
  assert.equal(seen.exitCode, 2);
  assert.match(seen.text, /The upload was already sent/);
  terminal.close();
  assert.deepEqual(told, [], 'it is said once');
  await flushPromises();
});

test('a closed terminal says in a notification what was sent', () => {
  const { terminal } = openTerminal((observer) => {
    observer.sent('Canceled. The upload was already sent.');
    return new Promise(() => undefined);
  });
  terminal.close();
  assert.deepEqual(told, ['Canceled. The upload was already sent.']);
});

test('Ctrl+C between a finished upload and its deployment ends with 1', () => {
  const { terminal, seen } = openTerminal((observer) => {
    observer.sent('Canceled. The upload was already sent.');
    observer.sent();
    return new Promise(() => undefined);
  });
  terminal.handleInput('\x03');
  assert.equal(seen.exitCode, 1);
  assert.match(seen.text, /no further requests/);
});

test('a task with an unknown outcome ends with 2', async () => {
  const { seen } = openTerminal((observer) => {
    observer.uncertain();
    return Promise.resolve({ exitCode: 1, text: 'The package wasn’t uploaded.' });
  });
  await flushPromises();
  assert.equal(seen.exitCode, 2);
});

test('the platform’s message about the description is a line that the problem matcher reads', async () => {
  await writeFile(path.join(folder, 'app_desc.yaml'), 'specVersion: 3\nmodules:\n  - name: web\n');
  const said = 'APP description file verification failed: modules: Configuration of undeployed module not found';
  const ended = new Promise<string>((resolve) => {
    const { terminal, seen } = openTerminal((observer) => {
      observer.failed(new PlatformError('descriptionInvalid', { said, status: 400 }));
      return Promise.resolve({ exitCode: 1, text: 'It wasn’t deployed.', folder: root });
    });
    terminal.onDidClose(() => {
      resolve(seen.text);
    });
  });
  const [matcher] = manifest.contributes.problemMatchers;
  const pattern = new RegExp(matcher?.pattern.regexp ?? assert.fail());
  const found = (await ended).split('\r\n').flatMap((line) => pattern.exec(line)?.slice(1) ?? []);
  assert.deepEqual(found, [path.join(folder, 'app_desc.yaml'), '2', '1', 'error', said]);
});

test('the steps and the log of a deployment are written as they come, and a changed line is written again', () => {
  const { terminal, deployments, seen } = openTerminal(() => new Promise(() => undefined));
  const id = parseDeploymentId('0'.repeat(32)) ?? assert.fail();
  const target = {
    appCode: parseAppCode('demo-app') ?? assert.fail(),
    module: parseModuleName('default') ?? assert.fail(),
    environment: 'stag' as const,
  };
  terminal.following(id);
  deployments.add({ id, platform: currentPlatform, target, version: '1.0.3', state: initialFollowState, idle: false });
  const step = { name: 'Compile', skipped: false, started: undefined, completed: undefined };
  const phasesWith = (status: 'pending' | 'successful') => [
    { ...step, name: 'Build', type: 'build', status: 'pending' as const, steps: [{ ...step, status }] },
  ];
  const read = (text: string): void => {
    const reading = deployments.log(id)?.read() ?? assert.fail();
    reading.add(text);
    reading.end();
  };
  deployments.update(id, { state: { ...initialFollowState, status: 'pending', phases: phasesWith('pending') } });
  read('one\n\x1b[32mtwo\x1b[0m\x1b]52;c;aGk=\x07\n\n');
  deployments.update(id, { state: { ...initialFollowState, status: 'pending', phases: phasesWith('successful') } });
  read('one\n\x1b[32mtwo\x1b[0m\x1b]52;c;aGk=\x07\nthree\n\n');
  read('one\nTWO\nthree\n\n');
  const lines = seen.text.split('\r\n').filter((line) => line !== '');
  assert.deepEqual(lines, [
    '\x1b[1mBuild\x1b[0m',
    '▸ Compile',
    'one',
    '\x1b[32mtwo\x1b[0m\x1b[0m',
    '✓ Compile',
    'three',
    'TWO',
    'three',
  ]);
});

test('a log line keeps its colours and loses what a terminal would obey', () => {
  assert.equal(colouredLine('plain'), 'plain');
  assert.equal(colouredLine('\x1b[31mred\x1b[0m \x1b[2Jgone\x1b]0;title\x07'), '\x1b[31mred\x1b[0m gone\x1b[0m');
  assert.equal(colouredLine('\x1b]8;;https://example.com\x1b[1mlink'), '\x1b[1mlink\x1b[0m');
  assert.equal(colouredLine('10%\r\x1b[31m20%'), '20%');
});

test('progress that only counts on stays in one line, and a text from outside has no control sequences', () => {
  let text = '';
  const lines = new TerminalLines((more) => (text += more));
  lines.progress('Sending: 1 MB of 5 MB');
  lines.progress('Sending: 2 MB of 5 MB');
  lines.progress('Sending: 2 MB of 5 MB');
  lines.progress('Creating the download URL…');
  lines.tell('The platform said: \x1b[2J1\nand more');
  assert.equal(
    text,
    [
      'Sending: 1 MB of 5 MB',
      '\x1b[1A\x1b[2KSending: 2 MB of 5 MB',
      'Creating the download URL…',
      'The platform said: 1',
      'and more',
      '',
    ].join('\r\n'),
  );
});

test('Ctrl+C closes the question that is open', async () => {
  const { waitForAnswer: answered } = await import('../../src/vscode/editor/answer.ts');
  const hidden = new EventEmitter<void>();
  const input = { onDidHide: hidden.event, show: () => undefined, dispose: () => undefined } as never;
  const { terminal } = openTerminal(() => new Promise(() => undefined));
  const answer = answered(input, () => []);
  terminal.handleInput('\x03');
  assert.deepEqual(await answer, { kind: 'cancelled' });
});

/** Runs `confirmInTask` on a folder with these findings. `asked` is whether it showed the list of the findings. */
async function confirmFolder(...findings: Finding[]) {
  const lines: string[] = [];
  let asked = false;
  const observer = {
    tell: (text: string) => lines.push(text),
    finding: ({ file, line, column }: { file: string; line: number; column: number }, severity: string) =>
      lines.push(`${path.basename(file)}:${line}:${column}: ${severity}`),
  } as never;
  const bytes = Buffer.from('specVersion: 3\nmodules: []\n');
  const source = {
    preview: { files: 2, sizeBytes: 10, warnings: [], secrets: [] },
    uriOf: (entry: string) => uri(path.join(folder, entry)),
  };
  const checked = { source, report: { findings, description: { entry: 'app_desc.yaml', bytes } } } as never;
  const { confirmed } = await confirmInTask(observer, checked, () => {
    asked = true;
    return Promise.resolve({ ...(checked as CheckedPackage), confirmed: true });
  });
  return { confirmed, asked, lines };
}

test('a task publishes a folder with warnings without a question, and none with errors', async () => {
  const warning: Finding = { code: 'junkIncluded', values: ['.DS_Store'] };
  const { lines, ...end } = await confirmFolder(warning);
  assert.deepEqual(end, { confirmed: true, asked: false });
  assert.match(lines.join(), /^Files: 2.*Warning: /s);

  const error: Finding = {
    code: 'moduleMissing',
    entry: 'app_desc.yaml',
    values: ['a', 'b'],
    range: { start: 15, end: 22 },
  };
  const rejected = await confirmFolder(error);
  assert.deepEqual([rejected.confirmed, rejected.asked], [false, false]);
  assert.equal(rejected.lines.at(-1), 'app_desc.yaml:2:1: error');
});

test('a task asks before it publishes files that look like secrets', async () => {
  const { confirmed, asked } = await confirmFolder({ code: 'secretsIncluded', entry: '.env' });
  assert.deepEqual([confirmed, asked], [true, true]);
});
