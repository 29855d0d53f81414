import assert from 'node:assert/strict';
import test from 'node:test';
import { firstError } from '../../src/page/firstError.ts';
import { LogLines } from '../../src/page/logLines.ts';

function logLinesOf(...lines: string[]): LogLines {
  const all = new LogLines();
  all.replaceFrom(0, lines);
  return all;
}

for (const line of [
  'npm error code ERESOLVE',
  'ERROR: Could not find a version that satisfies the requirement',
  'Traceback (most recent call last):',
  'error: failed to build',
  'Build failed',
  'FATAL: out of memory',
  '[stderr] panic: runtime error',
  '\x1b[31mnpm\x1b[0m no such file',
  '\x1b[1;91mnpm\x1b[0m no such file',
  '\x1b[38;5;9mnpm\x1b[0m no such file',
  '\x1b[38:5:1mnpm\x1b[0m no such file',
  '构建失败',
])
  test(`an error: ${JSON.stringify(line)}`, () => {
    assert.equal(firstError(logLinesOf('Building', line, 'later error')), 1);
  });

for (const line of [
  'Compiled with 0 errors',
  'no errors found',
  'errors: none',
  'copy src/error_page.html',
  'install on-error-resume',
  '\x1b[32mpass\x1b[0m',
  'failed: 0',
  '',
])
  test(`no error: ${JSON.stringify(line)}`, () => {
    assert.equal(firstError(logLinesOf(line)), undefined);
  });
