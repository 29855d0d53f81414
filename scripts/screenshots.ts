import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { packageExtension } from './package.ts';

/** `npm run screenshots`: runs end-to-end tests in both languages. The tests replace the README's pictures. */
packageExtension();
const stories = ['entryPoints', 'deploy', 'publish'].map((name) =>
  fileURLToPath(new URL(`../test/e2e/${name}.e2e.ts`, import.meta.url)),
);
for (const language of ['en', 'zh-cn']) {
  const { status } = spawnSync(process.execPath, ['--test', '--test-concurrency=1', ...stories], {
    stdio: 'inherit',
    env: { ...process.env, STORY_LANGUAGE: language, PICTURES: '1', README_PICTURES: '1' },
  });
  if (status !== 0) process.exitCode = 1;
}
