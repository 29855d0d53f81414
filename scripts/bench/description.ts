import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { filesLoadedAtStart } from '../../test/loadedAtStart.ts';
import { upperLimit, median, formatSpread, type Figure } from './figures.ts';

const execFileAsync = promisify(execFile);

const processCount = 10;
const repeatCount = 100;
const dist = fileURLToPath(new URL('../../dist/', import.meta.url));

/**
 * Measures how long the bundle takes to check an `app_desc.yaml` of 300 lines, in several new processes. In each
 * process, the first check includes loading the bundle's file `descriptions-*.cjs`. Also reports whether a file that is
 * loaded when the extension starts contains the check or the schemas. `dist` must have been built.
 */
export async function descriptionFigures(): Promise<Figure[]> {
  const firsts: number[] = [];
  const later: number[] = [];
  for (let count = 0; count < processCount; count += 1) {
    const { first, rest } = await measureChecks();
    firsts.push(first);
    later.push(median(rest));
  }
  const isLoaded = [...filesLoadedAtStart(dist)].some((name) =>
    /x-zh-cn|validateModule/.test(readFileSync(path.join(dist, name), 'utf8')),
  );
  return [
    {
      what: `loading the check and the first check of 300 lines, ${processCount} processes`,
      measured: formatSpread(firsts),
      bar: upperLimit(150, ' ms', median(firsts), 'noted'),
    },
    {
      what: `each of ${repeatCount} checks after it, the medians of the processes`,
      measured: formatSpread(later),
      bar: upperLimit(20, ' ms', median(later), 'noted'),
    },
    {
      what: 'schemas and check at start',
      measured: isLoaded ? 'yes' : 'no',
      bar: { text: 'no', kept: !isLoaded, kind: 'exact' },
    },
  ];
}

/**
 * Runs the checks in a new process. Returns the milliseconds of the first check and those of each later check. The
 * first check includes loading the file. The text differs from check to check, as while the user types.
 */
async function measureChecks(): Promise<{ first: number; rest: number[] }> {
  const [checkFile = ''] = globSync('descriptions-*.cjs', { cwd: dist });
  const program = `
    const text = ${JSON.stringify(description())};
    const times = [];
    for (let count = 0; count <= ${repeatCount}; count += 1) {
      const start = performance.now();
      const found = require(${JSON.stringify(path.join(dist, checkFile))}).checkDescription(text + ' '.repeat(count));
      times.push(performance.now() - start);
      if (found.length !== 1) throw new Error(JSON.stringify(found));
    }
    console.log(JSON.stringify(times));`;
  const { stdout } = await execFileAsync(process.execPath, ['-e', program]);
  const [first = NaN, ...rest] = JSON.parse(stdout) as number[]; // the program above prints numbers
  return { first, rest };
}

/** Returns a valid description of 300 lines with one warning. */
function description(): string {
  const processes = Array.from({ length: 14 }, (_, index) => [
    `        - name: process-${index + 1}`,
    `          procCommand: node dist/process-${index + 1}.js --port $PORT`,
    '          replicas: 2',
    '          resQuotaPlan: 4C1G',
    '          probes:',
    '            liveness:',
    '              httpGet:',
    '                path: /healthz',
    '                port: ${PORT}',
    '          autoscaling:',
    '            minReplicas: 1',
    '            maxReplicas: 3',
  ]);
  const head = ['specVersion: 3', 'modules:', '  - name: default', '    isDefault: true', '    language: NodeJS'];
  const lines = [...head, '    spec:', '      processes:', ...processes.flat(), '      configuration:', '        env:'];
  const variables = Array.from({ length: 300 - 1 - lines.length }, (_, index) =>
    index % 2 === 0 ? `          - name: VARIABLE_${index}` : `            value: value ${index}`,
  );
  return [...lines, ...variables, '    unknown: 1'].join('\n');
}
