/**
 * `node scripts/icon.ts`: renders media/icon.png from media/icon.svg. It uses a browser, because the Marketplace
 * accepts no SVG and no package of this project can render one. CHROMIUM_PATH names the browser where it is not the
 * Debian one.
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { chromium } from 'playwright-core';

/** Pixels on each side. The Marketplace shows 128, and more on dense screens; 256 would cost 2 KB of the VSIX. */
const SIZE = 192;
const media = path.join(import.meta.dirname, '..', 'media');

const svg = await readFile(path.join(media, 'icon.svg'), 'utf8');
await writeFile(path.join(media, 'icon.png'), png(await draw(svg)));

/** Returns RGBA row by row, transparent where the SVG draws nothing. */
async function draw(source: string): Promise<Buffer> {
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const page = await browser.newPage();
    const pixels = await page.evaluate<number[]>(`(async () => {
      const image = new Image();
      image.src = 'data:image/svg+xml,' + encodeURIComponent(${JSON.stringify(source)});
      await image.decode();
      const context = new OffscreenCanvas(${SIZE}, ${SIZE}).getContext('2d');
      context.drawImage(image, 0, 0, ${SIZE}, ${SIZE});
      return Array.from(context.getImageData(0, 0, ${SIZE}, ${SIZE}).data);
    })()`);
    // Rounded to steps of 4, which is invisible: the browser dithers the gradient, and dither does not compress.
    return Buffer.from(Uint8ClampedArray.from(pixels, (value) => Math.round(value / 4) * 4));
  } finally {
    await browser.close();
  }
}

/** Encodes a PNG here, because a browser compresses its own less tightly. */
function png(pixels: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(SIZE, 0);
  header.writeUInt32BE(SIZE, 4);
  // 8 bits for each of red, green, blue and alpha; the three methods after them are always 0.
  header.set([8, 6], 8);
  // The 0 before each row means that it is stored unfiltered.
  const rows = Array.from({ length: SIZE }, (_, y) => [
    Buffer.of(0),
    pixels.subarray(y * SIZE * 4, (y + 1) * SIZE * 4),
  ]);
  const data = deflateSync(Buffer.concat(rows.flat()), { level: 9, memLevel: 9 });
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const content = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(content));
  return Buffer.concat([length, content, checksum]);
}
