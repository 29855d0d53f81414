import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { packageExtension } from './package.ts';

/** `npm run screenshots`: the README's pictures, made anew by the story that a test tells in both languages. */
packageExtension();
const story = fileURLToPath(new URL('../test/person/entryPoints.person.ts', import.meta.url));
const { status } = spawnSync(process.execPath, ['--test', story], {
  stdio: 'inherit',
  env: { ...process.env, README_PICTURES: '1' },
});
process.exitCode = status ?? 1;
