/**
 * `node scripts/icon.ts`: renders media/icon.svg to media/icon.png, because the Marketplace accepts no SVG. A browser
 * renders the image, because no package of this project can render SVG. The environment variable CHROMIUM_PATH contains
 * the browser's path if it is not /usr/bin/chromium.
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { chromium } from 'playwright-core';

/**
 * Width and height in pixels. The Marketplace shows the icon with 128 pixels, and with more pixels on dense screens. A
 * size of 256 would make the VSIX 2 KB larger.
 */
const iconSizePx = 192;
const media = path.join(import.meta.dirname, '..', 'media');

const svg = await readFile(path.join(media, 'icon.svg'), 'utf8');
await writeFile(path.join(media, 'icon.png'), encodePng(await draw(svg)));

/** Returns the RGBA bytes of all pixels, row by row. Pixels where the SVG draws nothing are transparent. */
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
      const context = new OffscreenCanvas(${iconSizePx}, ${iconSizePx}).getContext('2d');
      context.drawImage(image, 0, 0, ${iconSizePx}, ${iconSizePx});
      return Array.from(context.getImageData(0, 0, ${iconSizePx}, ${iconSizePx}).data);
    })()`);
    // Rounds each byte to a multiple of 4, because the browser dithers the gradient and dithered pixels compress badly.
    // The rounding is not visible.
    return Buffer.from(Uint8ClampedArray.from(pixels, (value) => Math.round(value / 4) * 4));
  } finally {
    await browser.close();
  }
}

/** Encodes pixels as a PNG file. The PNG files that a browser encodes are larger. */
function encodePng(pixels: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(iconSizePx, 0);
  header.writeUInt32BE(iconSizePx, 4);
  // Bit depth 8 and color type 6 (RGBA). The next three bytes (compression, filter and interlace method) stay 0.
  header.set([8, 6], 8);
  // The byte 0 before each row is the filter type "none".
  const rows = Array.from({ length: iconSizePx }, (_, y) => [
    Buffer.of(0),
    pixels.subarray(y * iconSizePx * 4, (y + 1) * iconSizePx * 4),
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
