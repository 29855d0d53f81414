import { existsSync } from 'node:fs';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runNpm } from './runNpm.ts';

/**
 * Adds the native parts that VS Code's extensions need and `--ignore-scripts` skips. `installFolder` is where
 * code-server was installed, `vscodeFolder` the VS Code in it.
 */
export async function addNativeParts(installFolder: string, vscodeFolder: string): Promise<void> {
  await addLogger(vscodeFolder);
  await addRipgrep(installFolder, vscodeFolder);
}

/**
 * Replaces spdlog, VS Code's native logger, with plain JavaScript. Without a logger no log file is written, and an
 * output channel of a remote extension host is such a file: measured, every output channel stayed empty.
 */
async function addLogger(vscodeFolder: string): Promise<void> {
  await writeFile(path.join(vscodeFolder, 'node_modules', '@vscode', 'spdlog', 'index.js'), mock);
}

/**
 * Adds ripgrep, which `workspace.findFiles` runs. Newer VS Codes ship it in a package. 1.112 downloads it in a script,
 * which `--ignore-scripts` skips, and then answers every search with an error (measured).
 */
async function addRipgrep(installFolder: string, vscodeFolder: string): Promise<void> {
  const wanted = path.join(vscodeFolder, 'node_modules', '@vscode', 'ripgrep');
  if (!existsSync(wanted)) return;
  const packageName = `@vscode/ripgrep-${process.platform}-${process.arch}`;
  await runNpm(['install', '--ignore-scripts', `${packageName}@1.18.0`], installFolder);
  await mkdir(path.join(wanted, 'bin'), { recursive: true });
  await cp(path.join(installFolder, 'node_modules', packageName, 'bin'), path.join(wanted, 'bin'), { recursive: true });
}

/**
 * Writes lines at once, in the format that VS Code requests from spdlog. Does not rotate files, because a test's are
 * small.
 */
const mock = `'use strict';
const fs = require('fs');
const path = require('path');
const names = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];

class Logger {
  constructor(kind, name, file) {
    this.file = file;
    this.level = 2;
    this.raw = false;
  }
  write(level, message) {
    if (level < this.level) return;
    const time = () => new Date().toISOString().replace('T', ' ').replace('Z', '');
    fs.appendFileSync(this.file, this.raw ? message : time() + ' [' + names[level] + '] ' + message + '\\n');
  }
  trace(message) { this.write(0, message); }
  debug(message) { this.write(1, message); }
  info(message) { this.write(2, message); }
  warn(message) { this.write(3, message); }
  error(message) { this.write(4, message); }
  critical(message) { this.write(5, message); }
  getLevel() { return this.level; }
  setLevel(level) { this.level = level; }
  setPattern() { this.raw = false; }
  clearFormatters() { this.raw = true; }
  flush() {}
  drop() {}
}

async function createLogger(name, file) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.appendFileSync(file, '');
  return new Logger('rotating', name, file);
}

exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = createLogger;
exports.createAsyncRotatingLogger = createLogger;
`;
