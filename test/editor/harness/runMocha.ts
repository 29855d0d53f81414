import type Mocha from 'mocha';

/** The JSON in the last line of a suite's output, after `resultMark`. */
export interface SuiteCounts {
  passed: number;
  failed: number;
}

/** The prefix of the line that contains a suite's result. */
export const resultMark = '@@RESULT ';

/**
 * The prefix of each line about a test. The prefix separates these lines from VS Code's own lines in the extension
 * host's console.
 */
export const testMark = '@@TEST ';

/**
 * Runs Mocha inside the extension host. `defineTests` defines the tests with Mocha's globals `describe` and `it`.
 * Prints each test when the test ends. MOCHA_GREP in the environment selects tests by title. Rejects if a test fails or
 * if no test passes.
 *
 * A bundle that contains this function imports Mocha from the bundle's folder, so the bundle must be inside the
 * repository.
 */
export async function runMocha(defineTests: () => void | Promise<void>): Promise<void> {
  const { default: MochaRunner } = await import('mocha');
  const grep = process.env['MOCHA_GREP'];
  const mocha = new MochaRunner({
    ui: 'bdd',
    timeout: 60_000,
    ...(grep === undefined ? {} : { grep }),
    // The base reporter collects results and prints nothing. `report` prints the results.
    reporter: 'base',
  });
  // On this event, Mocha defines `describe`, `it` and the hooks as globals. Mocha itself emits the event only when it
  // loads a test file.
  mocha.suite.emit('pre-require', globalThis, 'suite', mocha);
  await defineTests();
  const result = await new Promise<SuiteCounts>((resolve) => {
    const runner: Mocha.Runner = mocha.run(() => {
      const { passes = 0, failures = 0 } = runner.stats ?? {};
      resolve({ passed: passes, failed: failures });
    });
    report(runner);
  });
  console.log(resultMark + JSON.stringify(result));
  if (result.failed > 0) throw new Error(`${result.failed} tests failed.`);
  if (result.passed === 0) throw new Error('There were no tests.');
}

function report(runner: Mocha.Runner): void {
  runner.on('pass', (test) => {
    print(`  ✔ ${test.fullTitle()} (${test.duration ?? 0} ms)`);
  });
  runner.on('pending', (test) => {
    print(`  - ${test.fullTitle()}`);
  });
  runner.on('fail', (test, error: unknown) => {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    print(`  ✖ ${test.fullTitle()}\n${why.replace(/^/gm, '      ')}`);
  });
}

function print(text: string): void {
  console.log(text.replace(/^/gm, testMark));
}
