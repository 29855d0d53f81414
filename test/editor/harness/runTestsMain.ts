import { TestRunFailedError, runTests } from '@vscode/test-electron';

/**
 * Runs `@vscode/test-electron` with the options that `runSuite` passes as JSON, and exits with the test run's exit
 * code. This is a separate process, because version 2 of test-electron writes the editor's output to the stdout of its
 * process. Version 2 is the last version that supports Node 20.
 */
const options = JSON.parse(process.argv[2] ?? '') as Parameters<typeof runTests>[0]; // written by runSuite
process.exitCode = await runTests(options).catch((error: unknown) => {
  if (error instanceof TestRunFailedError) return error.code ?? 1;
  throw error;
});
