import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { runTests } from '@vscode/test-electron';
import type { LauncherOptions } from './editorLauncher.ts';
import { cacheFolder, emptyExtensionFolder } from './repository.ts';
import { resultMark, testMark } from './runMocha.ts';
import type { SuiteCounts } from './runMocha.ts';

export interface SuiteOptions extends LauncherOptions {
  /** The path of the bundled suite: a CommonJS file inside the repository that exports `run()`. */
  suite: string;
}

export interface SuiteOutcome extends SuiteCounts {
  exitCode: number;
}

/**
 * Runs a suite in the extension host of a code-server that has the extension installed from its VSIX. Prints the lines
 * of the tests as they arrive. Resolves even if tests fail. Rejects if the suite ends without a result.
 */
export async function runInEditor({ suite, ...options }: SuiteOptions): Promise<SuiteOutcome> {
  return runTestElectron({
    vscodeExecutablePath: await createLauncherProgram(),
    extensionDevelopmentPath: emptyExtensionFolder,
    extensionTestsPath: suite,
    extensionTestsEnv: { EDITOR_LAUNCHER: JSON.stringify(options) },
  });
}

/**
 * Runs test-electron in a child process and parses the suite's result from the output. Resolves and rejects like
 * `runInEditor`.
 */
export async function runTestElectron(options: Parameters<typeof runTests>[0]): Promise<SuiteOutcome> {
  const output = new SuiteOutputParser();
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'runTestsMain.ts'), JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    output.take(line);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  const exitCode = code ?? 1;
  if (output.result === undefined) {
    output.showEditorLines();
    throw new Error(`The suite ended without a result (exit code ${exitCode}).`);
  }
  return { ...output.result, exitCode };
}

/**
 * Prints the lines of the tests and parses the line with the result. Prints all other lines, which come from VS Code,
 * only with EDITOR_LOG=1. If there is no result, `showEditorLines` prints the other lines, because these lines can show
 * the cause.
 */
class SuiteOutputParser {
  result: SuiteCounts | undefined;
  private readonly editorLines: string[] = [];

  showEditorLines(): void {
    process.stdout.write(`${this.editorLines.splice(0).join('\n')}\n`);
  }

  take(line: string): void {
    // The desktop VS Code can print other text before the mark in the same line.
    const [, test] = line.split(testMark);
    const [, result] = line.split(resultMark);
    if (test !== undefined) process.stdout.write(`${test}\n`);
    else if (result !== undefined) this.result = parseResult(result);
    else if (!/^\s+at .*http:/.test(line)) {
      // The condition above leaves out stack frames of VS Code's minified sources.
      this.editorLines.push(line);
      if (process.env['EDITOR_LOG'] === '1') this.showEditorLines();
    }
  }
}

function parseResult(text: string): SuiteCounts {
  const numbers = /^\{"passed":(\d+),"failed":(\d+)\}/.exec(text);
  if (numbers === null) throw new Error(`Not a suite's result: ${text}`);
  return { passed: Number(numbers[1]), failed: Number(numbers[2]) };
}

/**
 * Creates an executable file that starts editorLauncher.ts, and returns the file's path. test-electron accepts only the
 * path of an executable file.
 */
async function createLauncherProgram(): Promise<string> {
  const launcher = path.join(import.meta.dirname, 'editorLauncher.ts');
  const [name, content] =
    process.platform === 'win32'
      ? ['editor-launcher.cmd', `@"${process.execPath}" "${launcher}" %*\r\n`]
      : ['editor-launcher', `#!/bin/sh\nexec "${process.execPath}" "${launcher}" "$@"\n`];
  await mkdir(cacheFolder, { recursive: true });
  const file = path.join(cacheFolder, name);
  // Two concurrent runs write this file with the same content. The rename prevents a run from starting a half-written
  // file.
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, content);
  await chmod(unfinished, 0o755);
  await rename(unfinished, file);
  return file;
}
