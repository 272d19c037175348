import { deflateSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { encode } from 'fast-png';
import sharp from 'sharp';
import { chromium } from './browsers.ts';
import { bombs, jpegOf, strayByteJpeg } from '../src/test/photos/bombs.ts';
import {
  drop,
  dropBytes,
  NO_LIMIT,
  samplePhoto,
  waitForEnd,
  waitWhileProgressing,
} from './support.ts';
import { expect, test } from './test.ts';

test.use(chromium('webgl'));
test.setTimeout(0); // No time limit: `waitForEnd` fails when there is no progress.

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url));

/** A white 1-bit PNG of size × size pixels. With 20,000 × 20,000 pixels the file has about 50 kB. */
function hugePng(size: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const framed = Buffer.alloc(body.length + 8);
    framed.writeUInt32BE(data.length, 0);
    body.copy(framed, 4);
    framed.writeUInt32BE(crc32(body), body.length + 4);
    return framed;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header[8] = 1;
  const row = Buffer.alloc(1 + Math.ceil(size / 8), 0xff);
  row[0] = 0;
  const pixels = deflateSync(Buffer.concat(Array.from({ length: size }, () => row)));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function crc32(bytes: Buffer): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let k = 0; k < 8; k++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

const transparentPng = () =>
  Buffer.from(
    encode({ width: 64, height: 64, channels: 4, data: new Uint8Array(64 * 64 * 4), depth: 8 }),
  );

test('each unusable file gives a different error sentence, and the earlier result stays', async ({
  page,
}) => {
  await page.goto('./?lang=en&backend=wasm&steps=1');
  await drop(page, samplePhoto());
  await waitForEnd(page);
  const download = page
    .getByRole('region', { name: 'Downloads' })
    .getByText('gaussians.ply', { exact: true });
  await expect(download).toBeVisible();

  const refused: [string, Buffer, string][] = [
    ['notes.png', Buffer.from('this is not a picture\n'.repeat(40)), 'no-photo'],
    ['huge.png', hugePng(20_000), 'photo-too-large'],
    ['empty.png', Buffer.alloc(0), 'no-photo'],
    ['glass.png', transparentPng(), 'photo-transparent'],
    ['photo.heic', fixture('photo.heic'), 'photo-heic'],
  ];
  const sentences = new Set<string>();
  for (const [name, bytes, code] of refused) {
    await dropBytes(page, bytes, name);
    const alert = page.getByRole('alert');
    await waitWhileProgressing(page, expect(alert).toHaveAttribute('data-code', code, NO_LIMIT));
    sentences.add(await alert.innerText());
    await expect(download, `the earlier result stays after ${name}`).toBeVisible();
  }
  expect(sentences.size).toBe(refused.length);
});

const smallSample = () => sharp(samplePhoto()).resize(320, 240);

/** Two frames: the photo and its mirror image. */
async function animatedGif(): Promise<Buffer> {
  const frames = [smallSample(), smallSample().flop()].map((frame) => frame.png().toBuffer());
  return sharp(await Promise.all(frames), { join: { animated: true } })
    .gif()
    .toBuffer();
}

const unusual: [string, () => Promise<Buffer>][] = [
  ['cmyk.jpg', () => smallSample().toColourspace('cmyk').jpeg().toBuffer()],
  ['animated.gif', animatedGif],
];
for (const [name, made] of unusual) {
  test(`${name} can be used as a photo`, async ({ page }) => {
    await page.goto('./?lang=en&backend=wasm&steps=1');
    await dropBytes(page, await made(), name);
    const cutout = page.getByRole('img', { name: 'Cut-out' });
    await waitWhileProgressing(page, expect(cutout).toBeVisible(NO_LIMIT));
    await expect(page.getByRole('alert')).toHaveCount(0);
  });
}

test('a picture of 65,500 × 65,500 pixels is refused with its size, and nothing decodes it', async ({
  page,
}) => {
  const decoders: string[] = [];
  page.on('worker', (worker) => {
    if (worker.url().includes('decode.worker')) decoders.push(worker.url());
  });
  await page.goto('./?lang=en&backend=wasm&steps=1');
  for (const [format, bytes] of bombs(65_500)) {
    await dropBytes(page, Buffer.from(bytes), `bomb.${format.toLowerCase()}`);
    const alert = page.getByRole('alert');
    await waitWhileProgressing(page, expect(alert).toContainText('65500 × 65500', NO_LIMIT));
    await expect(alert).toHaveAttribute('data-code', 'photo-too-large');
    await expect(page.locator('img[alt="Photo"]'), `${format} is not shown`).toHaveCount(0);
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await expect(alert).toHaveCount(0);
  }
  expect(decoders).toEqual([]);
  await drop(page, samplePhoto());
  const cutout = page.getByRole('img', { name: 'Cut-out' });
  await waitWhileProgressing(page, expect(cutout).toBeVisible(NO_LIMIT));
  expect(decoders, 'a photo that is not too large is decoded').toHaveLength(1);
});

test('a stray byte in a JPEG hides nothing: Chromium reads the same size', async ({ page }) => {
  const bytes = strayByteJpeg(await jpegOf(48, 32), [0]);
  await page.goto('./?lang=en&backend=wasm&steps=1');
  const size = await page.evaluate(async (list) => {
    const { width, height } = await createImageBitmap(new Blob([Uint8Array.from(list)]));
    return [width, height];
  }, Array.from(bytes));
  expect(size).toEqual([48, 32]);
});

/** Added to the pipeline's worker: the first decoder never gets its work, so it never answers. */
const SILENT_DECODER = `{
  const Original = Worker;
  let silent = true;
  self.Worker = class extends Original {
    constructor(url, options) {
      super(url, options);
      this.silent = silent && options.name === 'decode';
      if (this.silent) silent = false;
    }
    postMessage(...message) {
      if (!this.silent || 'lifeLock' in message[0]) super.postMessage(...message);
    }
  };
}
`;

test('a decoder that hangs is ended and said, and the next photo runs', async ({ page }) => {
  await page.route(/pipeline\.worker.*\.js/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: SILENT_DECODER + (await response.text()) });
  });
  await page.goto('./?lang=en&backend=wasm&steps=1');
  await drop(page, samplePhoto());
  const alert = page.getByRole('alert');
  await waitWhileProgressing(
    page,
    expect(alert).toHaveAttribute('data-code', 'photo-slow', NO_LIMIT),
  );
  await expect(alert).toContainText('20 seconds');
  await drop(page, samplePhoto());
  const cutout = page.getByRole('img', { name: 'Cut-out' });
  await waitWhileProgressing(page, expect(cutout).toBeVisible(NO_LIMIT));
  await expect(alert).toHaveCount(0);
});
