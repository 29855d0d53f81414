import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import test, { beforeEach } from 'node:test';
import type * as vscode from 'vscode';
import { fakeClock } from '../core/fakeClock.ts';
import { until } from '../core/until.ts';
import { translateToEnglish } from '../texts/translations.ts';
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
const createEvent = (name: string) => (listener: Listener) => {
  listeners.set(name, listener);
  return { dispose: () => listeners.delete(name) };
};
const providers = new Map<string, unknown>();
const createRegistration = (name: string) => (_: unknown, provider: unknown) => {
  providers.set(name, provider);
  return { dispose: () => providers.delete(name) };
};
const shownDiagnostics = new Map<string, { message: string; severity: number; code?: string }[]>();
const documents: FakeDocument[] = [];
const settings: Record<string, unknown> = {};
let hasYamlExtension = false;

mockVscode({
  l10n: { t: translateToEnglish },
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
    registerCodeActionsProvider: createRegistration('codeActions'),
    registerCompletionItemProvider: createRegistration('completion'),
    registerHoverProvider: createRegistration('hover'),
  },
  workspace: {
    textDocuments: documents,
    getConfiguration: () => ({ get: (name: string) => settings[name] }),
    onDidOpenTextDocument: createEvent('open'),
    onDidChangeTextDocument: createEvent('change'),
    onDidCloseTextDocument: createEvent('close'),
    onDidChangeConfiguration: createEvent('settings'),
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
const invalidDescription = validDescription.replace('go', 'golang');

beforeEach(() => {
  shownDiagnostics.clear();
  documents.length = 0;
  hasYamlExtension = false;
  for (const name of Object.keys(settings)) Reflect.deleteProperty(settings, name);
});

test('an open description of any scheme is checked at once, and other files are not', async (context) => {
  const virtual = new FakeDocument(invalidDescription, 'vscode-vfs://github/me/app_desc.yml');
  const other = new FakeDocument(invalidDescription, 'file:///work/other.yaml');
  documents.push(virtual, other);
  const clock = fakeClock();
  registerFeatures(context, clock);
  await until(() => shownDiagnostics.size === 1);
  assert.deepEqual(diagnosticCodes(virtual), ['languageUnknown']);
  assert.equal(other.reads, 0);
  const untitled = new FakeDocument(invalidDescription, 'untitled:/work/app_desc.yaml');
  raise('open', untitled);
  await until(() => shownDiagnostics.size === 2);
  assert.deepEqual(diagnosticCodes(untitled), ['languageUnknown']);
  assert.deepEqual(clock.waits, []);
});

test('several changes cause one check, 300 ms after the last change', async (context) => {
  const document = new FakeDocument('');
  const clock = fakeClock();
  registerFeatures(context, clock);
  for (const text of ['spec', 'specVersion', validDescription]) change(document, text);
  await until(() => shownDiagnostics.has(document.uri.toString()));
  assert.deepEqual(diagnosticCodes(document), []);
  assert.equal(document.reads, 1);
  assert.deepEqual(clock.waits, [300, 300, 300]);
});

test('saving a document does not cause a check', async (context) => {
  const document = new FakeDocument(validDescription);
  const clock = fakeClock();
  registerFeatures(context, clock);
  raise('change', { document, contentChanges: [] });
  await setImmediate();
  assert.deepEqual([clock.waits.length, document.reads], [0, 0]);
});

test('each version of a document is parsed once, for its problems and its quick fixes', async (context) => {
  const document = new FakeDocument(invalidDescription);
  documents.push(document);
  registerFeatures(context);
  await until(() => shownDiagnostics.size === 1);
  const [fix] = await quickFixesAt(document, 3);
  assert.equal(fix?.title, 'Change to “go”');
  assert.deepEqual((fix.edit as unknown as { edits: unknown }).edits, [{ line: 3, text: 'go' }]);
  assert.deepEqual(await quickFixesAt(document, 0), []);
  assert.equal(document.reads, 1);
});

test('a description that is closed before or during its check has no problems left', async (context) => {
  const [waiting, checked] = [
    new FakeDocument(invalidDescription),
    new FakeDocument(invalidDescription, 'file:///b/app_desc.yml'),
  ];
  registerFeatures(context);
  change(waiting, invalidDescription);
  raise('close', waiting);
  raise('open', checked);
  raise('close', checked);
  for (let turn = 0; turn < 10; turn += 1) await setImmediate();
  assert.equal(shownDiagnostics.size, 0);
  assert.deepEqual([waiting.reads, checked.reads], [0, 1]);
});

test('problems go when the description is closed', async (context) => {
  const document = new FakeDocument(invalidDescription);
  documents.push(document);
  registerFeatures(context);
  await until(() => shownDiagnostics.size === 1);
  raise('close', document);
  assert.equal(shownDiagnostics.size, 0);
});

test('a fault of a module other than the target is only information, and a new target causes a new check', async (context) => {
  const document = new FakeDocument(
    `${invalidDescription}  - name: other\n    language: python\n    spec: {processes: [{name: web}]}\n`,
  );
  documents.push(document);
  settings['target'] = { appCode: 'demo', module: 'other' };
  registerFeatures(context);
  await until(() => shownDiagnostics.size === 1);
  const severities = (): number[] =>
    (shownDiagnostics.get(document.uri.toString()) ?? []).map(({ severity }) => severity);
  assert.deepEqual([diagnosticCodes(document), severities()], [['languageUnknown'], [2]]);
  settings['target'] = { appCode: 'demo', module: 'api' };
  raise('settings', { affectsConfiguration: (name: string) => name === 'bkpaas.target' });
  await until(() => severities()[0] === 0);
  assert.deepEqual(diagnosticCodes(document), ['languageUnknown']);
});

test('completions keep the order of the list, and completions and hovers have texts', async (context) => {
  registerFeatures(context);
  const items = await completionsAt(new FakeDocument('specVersion: 3\nmodules:\n  - '), 2, 4);
  assert.deepEqual(
    items.slice(0, 3).map(({ label, detail, sortText }) => [label, detail, sortText]),
    [
      ['name', 'Module name (required)', '000'],
      ['language', 'Language (required)', '001'],
      ['spec', 'Specification (required)', '002'],
    ],
  );
  const [whole] = await completionsAt(new FakeDocument(''), 0, 0);
  assert.equal(whole?.label, 'New app description, version 3');
  assert.ok(await hoverAt(new FakeDocument(validDescription), 3, 6));
});

test('completion offers the module of the target', async (context) => {
  settings['target'] = { appCode: 'demo', module: 'backend' };
  registerFeatures(context);
  const items = await completionsAt(new FakeDocument('specVersion: 3\nmodules:\n  - name: '), 2, 10);
  assert.deepEqual(
    items.map(({ label }) => label),
    ['backend', 'default'],
  );
});

test('a space after a colon or a dash asks for completions, and any other space does not', async (context) => {
  registerFeatures(context);
  const asks = async (text: string): Promise<boolean> => {
    const [line, last] = [text.split('\n').length - 1, text.split('\n').at(-1) ?? ''];
    return (await completionsAt(new FakeDocument(text), line, last.length, ' ')).length > 0;
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
  const document = new FakeDocument(invalidDescription);
  documents.push(document);
  registerFeatures(context);
  await until(() => shownDiagnostics.size === 1);
  assert.deepEqual(await completionsAt(document, 1, 0), []);
  assert.equal(await hoverAt(document, 3, 6), undefined);
});

function registerFeatures(context: test.TestContext, clock = fakeClock()): void {
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

function diagnosticCodes(document: FakeDocument): (string | undefined)[] {
  return (shownDiagnostics.get(document.uri.toString()) ?? []).map(({ code }) => code);
}

async function quickFixesAt(document: FakeDocument, line: number): Promise<vscode.CodeAction[]> {
  const { provideCodeActions } = providers.get('codeActions') as {
    provideCodeActions: (document: FakeDocument, at: Range) => Promise<vscode.CodeAction[]>;
  };
  return provideCodeActions(document, new Range(new Position(line, 0), new Position(line, 1)));
}

async function completionsAt(
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

async function hoverAt(document: FakeDocument, line: number, character: number): Promise<unknown> {
  const { provideHover } = providers.get('hover') as {
    provideHover: (document: FakeDocument, at: Position) => Promise<unknown>;
  };
  return provideHover(document, new Position(line, character));
}
