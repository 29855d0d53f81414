import { existsSync } from 'node:fs';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runNpm } from './runNpm.ts';

/**
 * Adds a logger and ripgrep, which VS Code needs but does not have after an install with `--ignore-scripts`.
 * `installFolder` is the folder of the code-server install. `vscodeFolder` is the folder of VS Code inside it.
 */
export async function addNativeParts(installFolder: string, vscodeFolder: string): Promise<void> {
  await addLogger(vscodeFolder);
  await addRipgrep(installFolder, vscodeFolder);
}

/**
 * Replaces spdlog, VS Code's native logger, with plain JavaScript. Without a logger, VS Code writes no log files. In a
 * remote extension host, every output channel is a log file, so every output channel would stay empty (measured).
 */
async function addLogger(vscodeFolder: string): Promise<void> {
  await writeFile(path.join(vscodeFolder, 'node_modules', '@vscode', 'spdlog', 'index.js'), loggerSource);
}

/**
 * Adds ripgrep, which `workspace.findFiles` runs. Newer versions of VS Code ship ripgrep in an npm package. VS Code
 * 1.112 downloads ripgrep in a post-install script, which `--ignore-scripts` skips. Without ripgrep, VS Code 1.112
 * answers every search with an error (measured).
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
 * The logger's source. The logger writes each line immediately, in the format that VS Code requests from spdlog. The
 * logger does not rotate log files, because the log files of a test are small.
 */
const loggerSource = `'use strict';
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
