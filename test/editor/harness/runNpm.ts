import { spawn } from 'node:child_process';
import path from 'node:path';

/** Runs npm quietly in a folder. Rejects with the last lines of its output if it fails. */
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
 * Within `npm run`, uses the path from npm's environment. Otherwise npm is on the PATH, on Windows as a `.cmd` that
 * only a shell can run.
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
 * Removes the prefix of the outer project, which `npm run` passes down as an `npm_config_*` variable: this npm would
 * install there instead of here.
 */
function npmEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^npm_config_(local_)?prefix$/i.test(name));
  return Object.fromEntries(inherited);
}
