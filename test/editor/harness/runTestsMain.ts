import { TestRunFailedError, runTests } from '@vscode/test-electron';

/**
 * Runs `@vscode/test-electron` with the options that `runInEditor` passes as JSON, and exits with the test run's exit
 * code. A separate process, because version 2, the last that supports Node 20, writes the editor's output to its own
 * stdout.
 */
const options = JSON.parse(process.argv[2] ?? '') as Parameters<typeof runTests>[0]; // written by runInEditor
process.exitCode = await runTests(options).catch((error: unknown) => {
  if (error instanceof TestRunFailedError) return error.code ?? 1;
  throw error;
});
