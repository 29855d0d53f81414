import { runContract } from '../test/contract/runContract.ts';

/**
 * `npm run contract`: checks docs/platform-api.md against the embedded platform, or with `--base-url` against a real
 * platform. `--help` lists the options.
 */
process.exitCode = await runContract(process.argv.slice(2), { out: console.log, error: console.error });
