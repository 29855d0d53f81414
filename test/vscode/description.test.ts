import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import test, { beforeEach } from 'node:test';
import type * as vscode from 'vscode';
import { fakeClock } from '../core/fakeClock.ts';
import { until } from '../core/until.ts';
import { english } from '../texts/translations.ts';
import { mockVscode } from './mockVscode.ts';

class Position {
  readonly line: number;
  readonly character: number;
  constructor(line: number, character: number) {
    this.line = line;
    this.character = character;
  }
}
class Range {
  readonly start: Position;
  readonly end: Position;
  constructor(start: Position, end: Position) {
    this.start = start;
    this.end = end;
  }
  intersection(other: Range): Range | undefined {
    return other.end.line < this.start.line || other.start.line > this.end.line ? undefined : this;
  }
}
/** An object that stores the arguments of its constructor. */
class ConstructorArguments {
  readonly given: readonly unknown[];
  constructor(...given: readonly unknown[]) {
    this.given = given;
  }
}

type Listener = (event: unknown) => void;
const listeners = new Map<string, Listener>();
const listen = (name: string) => (listener: Listener) => {
  listeners.set(name, listener);
  return { dispose: () => listeners.delete(name) };
};
const providers = new Map<string, unknown>();
const register = (name: string) => (_: unknown, provider: unknown) => {
  providers.set(name, provider);
  return { dispose: () => providers.delete(name) };
};
const shownDiagnostics = new Map<string, { message: string; severity: number; code?: string }[]>();
const documents: FakeDocument[] = [];
const settings: Record<string, unknown> = {};
let hasYamlExtension = false;

mockVscode({
  l10n: { t: english },
  env: { language: 'en' },
  Range,
  Diagnostic: class {
    readonly message: string;
    readonly severity: number;
    constructor(_: Range, message: string, severity: number) {
      this.message = message;
      this.severity = severity;
    }
  },
  DiagnosticSeverity: { Error: 0, Warning: 1, Information: 2 },
  CodeAction: class {
    readonly title: string;
    constructor(title: string) {
      this.title = title;
    }
  },
  CodeActionKind: { QuickFix: 'quickfix' },
  CompletionItem: class {
    readonly label: string;
    constructor({ label }: { label: string }) {
      this.label = label;
    }
  },
  CompletionItemKind: { Property: 9, Value: 11, Snippet: 14 },
  CompletionItemTag: { Deprecated: 1 },
  Hover: ConstructorArguments,
  MarkdownString: ConstructorArguments,
  SnippetString: ConstructorArguments,
  WorkspaceEdit: class {
    readonly edits: unknown[] = [];
    replace(_: unknown, range: Range, text: string): void {
      this.edits.push({ line: range.start.line, text });
    }
  },
  Disposable: {
    from: (...all: { dispose: () => void }[]) => ({
      dispose: () => {
        for (const each of all) each.dispose();
      },
    }),
  },
  extensions: { getExtension: () => (hasYamlExtension ? {} : undefined) },
  languages: {
    match: (_: unknown, document: FakeDocument) => (/\/app_desc\.ya?ml$/.test(document.uri.path) ? 10 : 0),
    createDiagnosticCollection: () => ({
      set: (uri: unknown, found: []) => shownDiagnostics.set(String(uri), found),
      delete: (uri: unknown) => shownDiagnostics.delete(String(uri)),
      dispose: () => {
        shownDiagnostics.clear();
      },
    }),
    registerCodeActionsProvider: register('codeActions'),
    registerCompletionItemProvider: register('completion'),
    registerHoverProvider: register('hover'),
  },
  workspace: {
    textDocuments: documents,
    getConfiguration: () => ({ get: (name: string) => settings[name] }),
    onDidOpenTextDocument: listen('open'),
    onDidChangeTextDocument: listen('change'),
    onDidCloseTextDocument: listen('close'),
    onDidChangeConfiguration: listen('settings'),
  },
});
const { registerDescriptionDiagnostics } = await import('../../src/vscode/description/descriptionDiagnostics.ts');
const { registerDescriptionProviders } = await import('../../src/vscode/description/descriptionProviders.ts');
await import('../../src/core/description/descriptions.ts');

class FakeDocument {
  readonly uri: { path: string; toString: () => string };
  version = 1;
  reads = 0;
  text: string;
  constructor(text: string, address = 'file:///work/app_desc.yaml') {
    this.text = text;
    this.uri = { path: new URL(address).pathname, toString: () => address };
  }
  getText(): string {
    this.reads += 1;
    return this.text;
  }
  offsetAt({ line, character }: Position): number {
    const before = this.text.split('\n').slice(0, line);
    return before.reduce((sum, each) => sum + each.length + 1, 0) + character;
  }
  positionAt(offset: number): Position {
    const before = this.text.slice(0, offset).split('\n');
    return new Position(before.length - 1, before.at(-1)?.length ?? 0);
  }
}

const validDescription =
  'specVersion: 3\nmodules:\n  - name: api\n    language: go\n    spec:\n      processes:\n        - name: web\n';
const wrongLanguage = validDescription.replace('go', 'golang');

beforeEach(() => {
  shownDiagnostics.clear();
  documents.length = 0;
  hasYamlExtension = false;
  for (const name of Object.keys(settings)) Reflect.deleteProperty(settings, name);
});

test('an open description of any scheme is checked at once, and other files are not', async (context) => {
  const virtual = new FakeDocument(wrongLanguage, 'vscode-vfs://github/me/app_desc.yml');
  const other = new FakeDocument(wrongLanguage, 'file:///work/other.yaml');
  documents.push(virtual, other);
  const clock = fakeClock();
  start(context, clock);
  await until(() => shownDiagnostics.size === 1);
  assert.deepEqual(codes(virtual), ['languageUnknown']);
  assert.equal(other.reads, 0);
  const untitled = new FakeDocument(wrongLanguage, 'untitled:/work/app_desc.yaml');
  raise('open', untitled);
  await until(() => shownDiagnostics.size === 2);
  assert.deepEqual(codes(untitled), ['languageUnknown']);
  assert.deepEqual(clock.waits, []);
});

test('several changes cause one check, 300 ms after the last change', async (context) => {
  const document = new FakeDocument('');
  const clock = fakeClock();
  start(context, clock);
  for (const text of ['spec', 'specVersion', validDescription]) change(document, text);
  await until(() => shownDiagnostics.has(document.uri.toString()));
  assert.deepEqual(codes(document), []);
  assert.equal(document.reads, 1);
  assert.deepEqual(clock.waits, [300, 300, 300]);
});

test('saving a document does not cause a check', async (context) => {
  const document = new FakeDocument(validDescription);
  const clock = fakeClock();
  start(context, clock);
  raise('change', { document, contentChanges: [] });
  await setImmediate();
  assert.deepEqual([clock.waits.length, document.reads], [0, 0]);
});

test('each version of a document is parsed once, for its problems and its quick fixes', async (context) => {
  const document = new FakeDocument(wrongLanguage);
  documents.push(document);
  start(context);
  await until(() => shownDiagnostics.size === 1);
  const [fix] = await fixes(document, 3);
  assert.equal(fix?.title, 'Change to “go”');
  assert.deepEqual((fix.edit as unknown as { edits: unknown }).edits, [{ line: 3, text: 'go' }]);
  assert.deepEqual(await fixes(document, 0), []);
  assert.equal(document.reads, 1);
});

test('a description that is closed before or during its check has no problems left', async (context) => {
  const [waiting, checked] = [
    new FakeDocument(wrongLanguage),
    new FakeDocument(wrongLanguage, 'file:///b/app_desc.yml'),
  ];
  start(context);
  change(waiting, wrongLanguage);
  raise('close', waiting);
  raise('open', checked);
  raise('close', checked);
  for (let turn = 0; turn < 10; turn += 1) await setImmediate();
  assert.equal(shownDiagnostics.size, 0);
  assert.deepEqual([waiting.reads, checked.reads], [0, 1]);
});

test('problems go when the description is closed', async (context) => {
  const document = new FakeDocument(wrongLanguage);
  documents.push(document);
  start(context);
  await until(() => shownDiagnostics.size === 1);
  raise('close', document);
  assert.equal(shownDiagnostics.size, 0);
});

test('a fault of a module other than the target is only information, and a new target causes a new check', async (context) => {
  const document = new FakeDocument(
    `${wrongLanguage}  - name: other\n    language: python\n    spec: {processes: [{name: web}]}\n`,
  );
  documents.push(document);
  settings['target'] = { appCode: 'demo', module: 'other' };
  start(context);
  await until(() => shownDiagnostics.size === 1);
  const severities = (): number[] =>
    (shownDiagnostics.get(document.uri.toString()) ?? []).map(({ severity }) => severity);
  assert.deepEqual([codes(document), severities()], [['languageUnknown'], [2]]);
  settings['target'] = { appCode: 'demo', module: 'api' };
  raise('settings', { affectsConfiguration: (name: string) => name === 'bkpaas.target' });
  await until(() => severities()[0] === 0);
  assert.deepEqual(codes(document), ['languageUnknown']);
});

test('completions keep the order of the list, and completions and hovers have texts', async (context) => {
  start(context);
  const items = await complete(new FakeDocument('specVersion: 3\nmodules:\n  - '), 2, 4);
  assert.deepEqual(
    items.slice(0, 3).map(({ label, detail, sortText }) => [label, detail, sortText]),
    [
      ['name', 'Module name (required)', '000'],
      ['language', 'Language (required)', '001'],
      ['spec', 'Specification (required)', '002'],
    ],
  );
  const [whole] = await complete(new FakeDocument(''), 0, 0);
  assert.equal(whole?.label, 'New app description, version 3');
  assert.ok(await hover(new FakeDocument(validDescription), 3, 6));
});

test('completion offers the module of the target', async (context) => {
  settings['target'] = { appCode: 'demo', module: 'backend' };
  start(context);
  const items = await complete(new FakeDocument('specVersion: 3\nmodules:\n  - name: '), 2, 10);
  assert.deepEqual(
    items.map(({ label }) => label),
    ['backend', 'default'],
  );
});

test('a space after a colon or a dash asks for completions, and any other space does not', async (context) => {
  start(context);
  const asks = async (text: string): Promise<boolean> => {
    const [line, last] = [text.split('\n').length - 1, text.split('\n').at(-1) ?? ''];
    return (await complete(new FakeDocument(text), line, last.length, ' ')).length > 0;
  };
  assert.equal(await asks('specVersion: 3\nmodules:\n  - '), true);
  assert.equal(await asks('specVersion: 3\nmodules:\n  - language: '), true);
  assert.equal(await asks('specVersion: 3\nmodules:\n  '), false);
  assert.equal(
    await asks('specVersion: 3\nmodule:\n  spec:\n    hooks:\n      preRelease:\n        procCommand: npm '),
    false,
  );
});

test('with the YAML extension, only the problems come from this extension, not completions and hovers', async (context) => {
  hasYamlExtension = true;
  const document = new FakeDocument(wrongLanguage);
  documents.push(document);
  start(context);
  await until(() => shownDiagnostics.size === 1);
  assert.deepEqual(await complete(document, 1, 0), []);
  assert.equal(await hover(document, 3, 6), undefined);
});

function start(context: test.TestContext, clock = fakeClock()): void {
  const started = [registerDescriptionDiagnostics(clock), registerDescriptionProviders()];
  context.after(() => {
    for (const each of started) each.dispose();
  });
}

function raise(name: string, event: unknown): void {
  listeners.get(name)?.(event);
}

function change(document: FakeDocument, text: string): void {
  document.text = text;
  document.version += 1;
  raise('change', { document, contentChanges: [{}] });
}

function codes(document: FakeDocument): (string | undefined)[] {
  return (shownDiagnostics.get(document.uri.toString()) ?? []).map(({ code }) => code);
}

async function fixes(document: FakeDocument, line: number): Promise<vscode.CodeAction[]> {
  const { provideCodeActions } = providers.get('codeActions') as {
    provideCodeActions: (document: FakeDocument, at: Range) => Promise<vscode.CodeAction[]>;
  };
  return provideCodeActions(document, new Range(new Position(line, 0), new Position(line, 1)));
}

async function complete(
  document: FakeDocument,
  line: number,
  character: number,
  triggerCharacter?: string,
): Promise<vscode.CompletionItem[]> {
  const { provideCompletionItems } = providers.get('completion') as {
    provideCompletionItems: (...args: readonly unknown[]) => Promise<vscode.CompletionItem[]>;
  };
  return provideCompletionItems(document, new Position(line, character), undefined, { triggerCharacter });
}

async function hover(document: FakeDocument, line: number, character: number): Promise<unknown> {
  const { provideHover } = providers.get('hover') as {
    provideHover: (document: FakeDocument, at: Position) => Promise<unknown>;
  };
  return provideHover(document, new Position(line, character));
}
