import { spawn } from 'node:child_process';
import path from 'node:path';

/** Runs npm in a folder and prints nothing. Rejects with the last characters of npm's output if npm fails. */
export async function runNpm(args: string[], cwd: string): Promise<void> {
  const npm = npmCommand();
  const child = spawn(npm.command, [...npm.args, ...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: npm.shell,
    env: npmEnvironment(),
  });
  let said = '';
  const listen = (chunk: Buffer): void => {
    said = (said + chunk.toString()).slice(-4000);
  };
  child.stdout.on('data', listen);
  child.stderr.on('data', listen);
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (exitCode !== 0) throw new Error(`npm ${args.join(' ')} failed in ${cwd}:\n${said.trim()}`);
}

/**
 * Returns the command that starts npm. Inside `npm run`, the command is Node with the path of npm from the environment.
 * Otherwise the command is `npm` from the PATH. On Windows, `npm` is a `.cmd` file, which only a shell can run.
 */
function npmCommand(): { command: string; args: string[]; shell: boolean } {
  const script = process.env['npm_execpath'];
  if (script !== undefined && path.basename(script) === 'npm-cli.js') {
    return { command: process.execPath, args: [script], shell: false };
  }
  if (process.platform === 'win32') return { command: 'npm.cmd', args: [], shell: true };
  return { command: 'npm', args: [], shell: false };
}

/**
 * Returns the environment without the `npm_config_*` variables for the prefix. `npm run` sets these variables to the
 * folder of the outer project. With these variables, npm would install into that folder and not into `cwd`.
 */
function npmEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^npm_config_(local_)?prefix$/i.test(name));
  return Object.fromEntries(inherited);
}
