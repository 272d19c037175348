import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { encode } from 'fast-png';
import sharp from 'sharp';
import { sharpCodec } from '../cli/runtime/codec.ts';
import { asAppError } from '../src/core/errors.ts';
import { decodePicture } from '../src/pipeline/stages/photo.ts';
import { tiffOf } from '../src/test/photos/tiff.ts';
import { bmpOf, pngWith } from '../src/test/photos/files.ts';
import { chromium } from './browsers.ts';
import type { DecodedText } from './pages/decoded.ts';
import { expect, test } from './test.ts';

test.use(chromium('webgl'));

/** What the command line makes of a file, in the form of the page. */
async function onCommandLine(bytes: Uint8Array): Promise<DecodedText> {
  const file = new Blob([Uint8Array.from(bytes)]);
  const signal = new AbortController().signal;
  try {
    const context = { runtime: { codec: sharpCodec }, signal };
    const { image, notices } = await decodePicture({ file }, context);
    const pixels = Buffer.from(image.data).toString('base64');
    return { width: image.width, height: image.height, notices, pixels };
  } catch (error) {
    return { width: 0, height: 0, notices: [], error: asAppError(error, 'photo').code };
  }
}

const [width, height] = [64, 48];
const colours = Uint8Array.from({ length: 3 * width * height }, (_, i) =>
  i % 3 === 0 ? (4 * (i / 3)) % 256 : (i * 5 + (i >> 7)) % 200,
);
const picture = () => sharp(colours, { raw: { width, height, channels: 3 } }).blur(2);
const page = { width: 3, height: 2, bits: 8 as const, samples: [0, 50, 100, 150, 200, 255] };
const grey16 = (top: number) =>
  encode({
    width: 32,
    height: 32,
    channels: 1,
    depth: 16,
    data: Uint16Array.from({ length: 1024 }, (_, i) => (i / 1023) * top),
  });

/** A PNG with alpha, which hides colours. */
const hidden = (channels: number) =>
  encode({
    width: 32,
    height: 32,
    channels,
    depth: 8,
    data: Uint8Array.from({ length: 1024 * channels }, (_, i) => (i * 37 + (i >> 4)) % 256),
  });

/** Files that hosts read differently, or that they do not read. */
async function files(): Promise<[string, Uint8Array][]> {
  const made = picture();
  const turned = (orientation: number) => made.clone().withMetadata({ orientation });
  const whole = await made.clone().jpeg().toBuffer();
  return [
    ['JPEG', whole],
    ['JPEG, EXIF 7', await turned(7).jpeg().toBuffer()],
    ['PNG, EXIF 5', await turned(5).png().toBuffer()],
    ['WebP, EXIF 6', await turned(6).webp({ lossless: true }).toBuffer()],
    ['WebP, EXIF 4', await turned(4).webp({ lossless: true }).toBuffer()],
    ['AVIF', await made.clone().avif({ lossless: true }).toBuffer()],
    ['PNG, linear gamma', await pngWith([['gAMA', [0, 1, 0x86, 0xa0]]])],
    ['PNG, gamma 1/1.8', await pngWith([['gAMA', [0, 0, 0xd9, 0x04]]])],
    ['PNG, gamma 1/2.2', await pngWith([['gAMA', [0, 0, 0xb1, 0x8f]]])],
    ['CMYK JPEG', await made.clone().toColourspace('cmyk').jpeg().toBuffer()],
    ['PNG of 16 bits', grey16(65535)],
    ['PNG of 10 in 16 bits', grey16(1023)],
    [
      'BMP of 24 bits',
      bmpOf(24, [
        [0, 9, 99, 30, 20, 10],
        [30, 20, 10, 0, 0, 0],
      ]),
    ],
    [
      'BMP of 8 bits',
      bmpOf(
        8,
        [
          [0, 1],
          [1, 0],
        ],
        { palette: [0, 0, 0, 0, 30, 20, 10, 0] },
      ),
    ],
    ['BMP of 32 bits', bmpOf(32, [[1, 2, 3, 0, 30, 20, 10, 0]])],
    ['TIFF', tiffOf([page, page])],
    ['TIFF, LZW', await made.clone().tiff({ compression: 'lzw' }).toBuffer()],
    ['TIFF, deflate', await made.clone().tiff({ compression: 'deflate' }).toBuffer()],
    ['PGM', Buffer.concat([Buffer.from('P5 3 2 255\n'), Buffer.from(page.samples)])],
    ['PNG with alpha', hidden(4)],
    ['PNG of grey and alpha', hidden(2)],
    ['JPEG without its end', whole.subarray(0, -2)],
    ['half a PNG', grey16(65535).subarray(0, 300)],
    ['text', Buffer.from('no picture')],
  ];
}

const field = path.resolve('../shared/data/field/photos');
const fieldFiles = existsSync(field)
  ? readdirSync(field).map((name): [string, Uint8Array] => [
      name,
      readFileSync(path.join(field, name)),
    ])
  : [];

test('page and command line make the same pixels of a file, and say the same', async ({ page }) => {
  test.setTimeout(0); // Each file takes milliseconds. Without an answer the whole run has a limit.
  await page.goto(`http://localhost:${process.env.DEV_PORT}/e2e/pages/decoded.html`);
  await page.waitForFunction(() => 'decodePicture' in window);
  for (const [name, bytes] of [...(await files()), ...fieldFiles]) {
    const base64 = Buffer.from(bytes).toString('base64');
    const { pixels: theirs, ...there } = await page.evaluate(
      (text) => window.decodePicture(text),
      base64,
    );
    const { pixels: ours, ...here } = await onCommandLine(bytes);
    expect(there, name).toEqual(here);
    const [a, b] = [theirs, ours].map((text) => Buffer.from(text ?? '', 'base64'));
    const largest = a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);
    // libvips and Chromium round YUV of lossy files differently.
    expect(largest, name).toBeLessThanOrEqual(/AVIF/.test(name) ? 3 : 1);
  }
});
