import { spawn } from 'node:child_process';
import { openWorkbench } from '../../test/editor/harness/openWorkbench.ts';
import type { Server } from '../../test/editor/harness/startServer.ts';
import { signInFromWelcome } from '../../test/e2e/steps.ts';
import { wordsOf } from '../../test/e2e/words.ts';
import { demoTokens } from '../../test/platform/seedDemo.ts';
import type { EmbeddedPlatform } from '../../test/platform/startPlatform.ts';
import { median, spread, type Figure } from './figures.ts';
import { startPlatformProcess, type PlatformAddresses } from './platformProcess.ts';
import type { UploadArguments } from './probeTasks.ts';
import { settled } from './settled.ts';
import type { Site } from './site.ts';

const blocks = 10;
const uploadsPerBlock = 5;

/**
 * Uploads through the command `bkpaas.uploadPackage`, called by another extension in a signed-in window. Beside it a
 * curl process per upload, timed from start to exit, sends the same form to the same platform.
 *
 * Every upload is of a new version, so that none is refused as a duplicate and none overwrites. Both sides take turns
 * in blocks, and in who begins a block, so that other load on the machine affects both. After a block the platform
 * deletes its versions, so that the lists that the extension reads stay short.
 *
 * The extension does more than curl, as shipped: it checks existing versions, saves a record of the upload to the disk
 * before it sends it, and downloads the package to compare it. The end of that comparison falls into the next upload of
 * the block.
 */
export async function uploadFigures({ browser, probes }: Site, server: Server): Promise<Figure[]> {
  const platform = await startPlatformProcess();
  const workbench = await openWorkbench({ server, browser });
  try {
    const probe = await probes.next();
    await signInFromWelcome({
      workbench,
      platform: platform.addresses as EmbeddedPlatform, // signing in needs only these
      words: wordsOf('en'),
      picture: () => Promise.resolve(),
    });
    const sides = [
      {
        name: 'extension',
        run: (uploads: UploadArguments[]) => probe.ask('upload', { uploads }),
        times: new Array<number>(),
      },
      {
        name: 'curl',
        run: (uploads: UploadArguments[]) => curlAll(platform.addresses, uploads),
        times: new Array<number>(),
      },
    ] as const;
    // Block 0 is discarded: it loads form-data, opens the result page and fills the caches of both sides.
    for (let block = 0; block <= blocks; block += 1) {
      for (const { name, run, times } of block % 2 === 0 ? sides : sides.toReversed()) {
        await settled(workbench.page);
        const measured = await run(newVersions(platform.addresses, `${name}-${block}`));
        if (block > 0) times.push(...measured);
      }
      await platform.reset();
    }
    const [{ times: extension }, { times: curl }] = sides;
    const ratio = median(extension) / median(curl);
    return [
      { what: `bkpaas.uploadPackage, call to outcome, ${extension.length} new versions`, measured: spread(extension) },
      { what: `curl, start to exit, ${curl.length} new versions`, measured: spread(curl) },
      { what: 'ratio of the two', measured: ratio.toFixed(2), bar: { text: '< 1', kept: ratio < 1, kind: 'noted' } },
    ];
  } finally {
    await workbench.close();
    await platform.close();
  }
}

function newVersions({ packagesUrl }: PlatformAddresses, prefix: string): UploadArguments[] {
  return Array.from({ length: uploadsPerBlock }, (_, index) => ({
    appCode: 'demo-app',
    module: 'default',
    packageUrl: `${packagesUrl}/demo-app-1.0.3.tar.gz`,
    version: `bench-${prefix}-${index}`,
    allowOverwrite: false,
  }));
}

async function curlAll(platform: PlatformAddresses, uploads: UploadArguments[]): Promise<number[]> {
  const times: number[] = [];
  for (const upload of uploads) {
    const started = performance.now();
    await curlOnce(platform, upload);
    times.push(performance.now() - started);
  }
  return times;
}

/** Uploads with curl. Rejects when curl cannot be started or the platform refuses the package. */
function curlOnce({ gatewayUrl }: PlatformAddresses, upload: UploadArguments): Promise<void> {
  const path = `bkapps/applications/${upload.appCode}/modules/${upload.module}/source_package/link/`;
  const form = {
    package_url: upload.packageUrl,
    version: upload.version,
    allow_overwrite: String(upload.allowOverwrite),
  };
  const args = [
    '--silent',
    '--show-error',
    '--fail',
    `${gatewayUrl}/${path}`,
    '--header',
    `X-Bkapi-Authorization: ${JSON.stringify({ access_token: demoTokens.admin })}`,
    ...Object.entries(form).flatMap(([name, value]) => ['--form-string', `${name}=${value}`]),
  ];
  return new Promise((resolve, reject) => {
    const child = spawn('curl', args, { stdio: ['ignore', 'ignore', 'inherit'] });
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`curl ended with ${code ?? 'a signal'}`));
    });
  });
}
