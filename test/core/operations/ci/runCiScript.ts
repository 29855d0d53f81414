import { spawn, spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { ciScript, type CiScriptOptions } from '../../../../src/core/operations/ci/ciScript.ts';
import { parseAppCode, parseModuleName } from '../../../../src/core/platform/names.ts';
import { demoTokens } from '../../../platform/seedDemo.ts';
import type { EmbeddedPlatform } from '../../../platform/startPlatform.ts';
import { gatewayUrlOf } from '../../connect.ts';

const programs = ['sh', 'curl', 'jq'] as const;

/** The reason why the script cannot run on this computer; false if it can run. */
export const skipReason = findSkipReason();

function findSkipReason(): string | false {
  const missing = programs.find((program) => spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0);
  return missing === undefined ? false : `there is no ${missing} here`;
}

/** The shells on this computer with which a CI can run the script. */
export const shells = ['dash', 'bash', 'sh'].filter((shell) => spawnSync(shell, ['-c', 'exit 0']).status === 0);

export interface ScriptEnd {
  code: number | null;
  output: string;
  /** Arguments of every curl and jq that the script started. */
  programArguments: string;
}

/**
 * Returns the options of a script for the module `default` of `demo-app`. By default, the script uploads version 1.0.3.
 */
export function optionsFor(platform: EmbeddedPlatform, rest: Partial<CiScriptOptions> = {}): CiScriptOptions {
  return {
    gatewayUrl: gatewayUrlOf(platform.gatewayUrl),
    tenantId: undefined,
    language: 'en',
    appCode: appCodeOf('demo-app'),
    module: moduleNameOf('default'),
    packageUrl: `${platform.packagesUrl}/demo-app-1.0.3.tar.gz`,
    version: '1.0.3',
    environment: undefined,
    ...rest,
  };
}

export function scriptFor(...given: Parameters<typeof optionsFor>): string {
  return ciScript(optionsFor(...given)).text;
}

/**
 * Runs a script with the given shell, as a CI does. The script gets only the variables that it needs: the token of
 * `admin`, and those in `environment`, which take precedence. Its pauses take only a few milliseconds.
 */
export async function runCiScript(
  t: TestContext,
  script: string,
  { shell = ['sh'], environment = {} }: { shell?: string[]; environment?: Record<string, string> } = {},
): Promise<ScriptEnd> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'bkpaas-ci-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const argumentsFile = path.join(folder, 'arguments');
  await writeFile(argumentsFile, '');
  await writeFile(path.join(folder, 'script'), script);
  await writeProgram(folder, 'sleep', `exec ${programPath('sleep')} 0.03`);
  for (const program of ['curl', 'jq'])
    await writeProgram(folder, program, `printf '%s\\n' "$@" >>'${argumentsFile}'\nexec ${programPath(program)} "$@"`);
  const [command = 'sh', ...options] = shell;
  const child = spawn(command, [...options, path.join(folder, 'script')], {
    env: {
      PATH: `${folder}:${process.env['PATH'] ?? ''}`,
      TMPDIR: folder,
      LC_ALL: 'C.UTF-8',
      NO_PROXY: '*',
      BKPAAS_ACCESS_TOKEN: demoTokens.admin,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [out, error, code] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  return { code, output: out + error, programArguments: await readFile(argumentsFile, 'utf8') };
}

async function writeProgram(folder: string, name: string, commands: string): Promise<void> {
  const file = path.join(folder, name);
  await writeFile(file, `#!/bin/sh\n${commands}\n`);
  await chmod(file, 0o755);
}

function programPath(program: string): string {
  return spawnSync('sh', ['-c', `command -v ${program}`])
    .stdout.toString()
    .trim();
}

function appCodeOf(text: string): CiScriptOptions['appCode'] {
  const parsed = parseAppCode(text);
  if (!parsed) throw new Error(text);
  return parsed;
}

function moduleNameOf(text: string): CiScriptOptions['module'] {
  const parsed = parseModuleName(text);
  if (!parsed) throw new Error(text);
  return parsed;
}
