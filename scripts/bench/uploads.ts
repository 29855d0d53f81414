import { spawn } from 'node:child_process';
import { openWorkbench } from '../../test/editor/harness/openWorkbench.ts';
import type { Server } from '../../test/editor/harness/startServer.ts';
import { signInFromWelcome } from '../../test/e2e/steps.ts';
import { wordsOf } from '../../test/e2e/words.ts';
import { demoTokens } from '../../test/platform/seedDemo.ts';
import type { EmbeddedPlatform } from '../../test/platform/startPlatform.ts';
import { median, formatSpread, type Figure } from './figures.ts';
import { startPlatformProcess, type PlatformAddresses } from './platformProcess.ts';
import type { UploadArguments } from './probeTasks.ts';
import { waitUntilIdle } from './waitUntilIdle.ts';
import type { Site } from './site.ts';

const blockCount = 10;
const uploadsPerBlock = 5;

/**
 * Measures uploads through the command `bkpaas.uploadPackage`, which another extension calls in a signed-in window. For
 * comparison, curl sends the same form to the same platform, in one process for each upload. The time of a curl process
 * is the time from its start to its exit.
 *
 * Every upload has a new version, so that the platform does not reject the upload as a duplicate and does not overwrite
 * a package. A block contains 5 uploads by the extension and 5 uploads by curl. The order of the two alternates from
 * block to block, so that other load on the machine affects both. After each block the platform deletes the uploaded
 * versions, so that the lists that the extension reads stay short.
 *
 * The extension does more than curl. It checks existing versions, saves a record of the upload to the disk before the
 * request, and afterwards downloads the package to compare it with the stored package. The end of this comparison runs
 * during the next upload of the block.
 */
export async function uploadFigures({ browser, probes }: Site, server: Server): Promise<Figure[]> {
  const platform = await startPlatformProcess();
  const workbench = await openWorkbench({ server, browser });
  try {
    const probe = await probes.next();
    await signInFromWelcome({
      workbench,
      platform: platform.addresses as EmbeddedPlatform, // signInFromWelcome uses only the addresses
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
        run: (uploads: UploadArguments[]) => measureCurlUploads(platform.addresses, uploads),
        times: new Array<number>(),
      },
    ] as const;
    // The times of block 0 are discarded, because block 0 also loads form-data, opens the result page and fills the
    // caches.
    for (let block = 0; block <= blockCount; block += 1) {
      for (const { name, run, times } of block % 2 === 0 ? sides : sides.toReversed()) {
        await waitUntilIdle(workbench.page);
        const measured = await run(createUploadArguments(platform.addresses, `${name}-${block}`));
        if (block > 0) times.push(...measured);
      }
      await platform.reset();
    }
    const [{ times: extension }, { times: curl }] = sides;
    const ratio = median(extension) / median(curl);
    return [
      {
        what: `bkpaas.uploadPackage, call to outcome, ${extension.length} new versions`,
        measured: formatSpread(extension),
      },
      { what: `curl, start to exit, ${curl.length} new versions`, measured: formatSpread(curl) },
      { what: 'ratio of the two', measured: ratio.toFixed(2), bar: { text: '< 1', kept: ratio < 1, kind: 'noted' } },
    ];
  } finally {
    await workbench.close();
    await platform.close();
  }
}

function createUploadArguments({ packagesUrl }: PlatformAddresses, prefix: string): UploadArguments[] {
  return Array.from({ length: uploadsPerBlock }, (_, index) => ({
    appCode: 'demo-app',
    module: 'default',
    packageUrl: `${packagesUrl}/demo-app-1.0.3.tar.gz`,
    version: `bench-${prefix}-${index}`,
    allowOverwrite: false,
  }));
}

async function measureCurlUploads(platform: PlatformAddresses, uploads: UploadArguments[]): Promise<number[]> {
  const times: number[] = [];
  for (const upload of uploads) {
    const started = performance.now();
    await uploadWithCurl(platform, upload);
    times.push(performance.now() - started);
  }
  return times;
}

/** Uploads with curl. Rejects if curl cannot be started or the platform rejects the package. */
function uploadWithCurl({ gatewayUrl }: PlatformAddresses, upload: UploadArguments): Promise<void> {
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
