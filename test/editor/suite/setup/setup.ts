import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import { remoteKeyboardVariable, type Hands } from '../../harness/hands.ts';
import { remoteFunctionsAt } from '../../harness/serveCalls.ts';
import type { PublicUploadOutcome } from '../../../../src/vscode/upload/publicOutcome.ts';
import { fixtureVariable, type ServiceControl, type Fixture } from './fixture.ts';

/** The fixture, and the functions with which a test controls the services and the window. */
export interface Setup extends Fixture {
  control: ServiceControl;
  /** Undefined in a desktop VS Code, where a test cannot send keyboard input to the window. */
  hands: Hands | undefined;
}

/** Reads the fixture from the environment variable. Throws if the variable is not set. */
export function readSetup(): Setup {
  const fixture = process.env[fixtureVariable];
  if (fixture === undefined) throw new Error(`${fixtureVariable} is not set: this suite is started by runSuite.ts.`);
  const parsed = JSON.parse(fixture) as Fixture; // written by startServices
  const hands = process.env[remoteKeyboardVariable];
  return {
    ...parsed,
    control: remoteFunctionsAt<ServiceControl>(parsed.controlUrl),
    hands: hands === undefined ? undefined : remoteFunctionsAt<Hands>(hands),
  };
}

/** Returns the `Hands`. Skips the test if the test run has no `Hands`. */
export function remoteKeyboardOf(setup: Setup, test: Mocha.Context): Hands {
  return setup.hands ?? test.skip();
}

/** Calls `bkpaas.uploadPackage` as another extension would. */
export async function upload(argument: unknown): Promise<PublicUploadOutcome> {
  const outcome = await vscode.commands.executeCommand<PublicUploadOutcome>('bkpaas.uploadPackage', argument);
  assert.deepEqual(JSON.parse(JSON.stringify(outcome)), outcome, 'the outcome is plain data');
  return outcome;
}

/** Runs the command `bkpaas.signIn` and answers its four questions for a platform that is not in the settings. */
export async function signIn(hands: Hands, gatewayUrl: string, token: string): Promise<void> {
  const signedIn = vscode.commands.executeCommand('bkpaas.signIn');
  await hands.answer('1/4', gatewayUrl);
  await hands.answer('2/4', '');
  await hands.answer('3/4', '');
  await hands.answer('4/4', token);
  await signedIn;
}

export function extensionUnderTest(): vscode.Extension<unknown> {
  const extension = vscode.extensions.getExtension('bkpaas-vscode.bkpaas');
  assert.ok(extension, 'the extension is installed');
  return extension;
}

/**
 * Returns the global storage folder of the extension under test. The empty extension returns its own context, whose
 * global storage folder is in the same parent folder.
 */
export async function storageOfExtension(): Promise<string> {
  const empty = vscode.extensions.getExtension<vscode.ExtensionContext>('bkpaas-vscode.empty');
  assert.ok(empty, 'the empty extension is there');
  const { globalStorageUri } = await empty.activate();
  return path.join(path.dirname(globalStorageUri.fsPath), extensionUnderTest().id);
}

/** Polls until `look` returns true. Use this for a change without a VS Code event. Fails after 20 s. */
export async function pollUntil(what: string, look: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!(await look())) {
    if (performance.now() > deadline) assert.fail(`Timed out: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/**
 * Returns the names of the extension's files that were loaded on demand, in alphabetical order, without the hash that
 * esbuild adds. Leaves out `extension.cjs` and the chunks, which contain code that several files share.
 */
export function filesLoadedOnDemand(): string[] {
  const folder = path.join(extensionUnderTest().extensionPath, 'dist');
  return Object.keys(require.cache)
    .filter((file) => !path.relative(folder, file).startsWith('..'))
    .map((file) => path.basename(file).replace(/(?:-[0-9A-Z]{8})?\.cjs$/, ''))
    .filter((name) => name !== 'extension' && name !== 'chunk')
    .sort();
}
