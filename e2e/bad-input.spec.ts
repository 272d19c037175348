import { deflateSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { encode } from 'fast-png';
import { chromium } from './browsers.ts';
import { drop, dropBytes, samplePhoto, waitForEnd, waitForState } from './support.ts';

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
    ['notes.png', Buffer.from('this is not a picture\n'.repeat(40)), 'photo-undecodable'],
    ['empty.png', Buffer.alloc(0), 'photo-empty'],
    ['huge.png', hugePng(20_000), 'photo-too-large'],
    ['glass.png', transparentPng(), 'photo-transparent'],
    ['photo.heic', fixture('photo.heic'), 'photo-heic'],
  ];
  const sentences = new Set<string>();
  for (const [name, bytes, code] of refused) {
    await dropBytes(page, bytes, name);
    const alert = page.getByRole('alert');
    await expect(alert).toHaveAttribute('data-code', code, { timeout: 20_000 });
    sentences.add(await alert.innerText());
    await expect(download, `the earlier result stays after ${name}`).toBeVisible();
  }
  expect(sentences.size).toBe(refused.length);
});

for (const name of ['cmyk.jpg', 'animated.gif']) {
  test(`${name} can be used as a photo`, async ({ page }) => {
    await page.goto('./?lang=en&backend=wasm&steps=1');
    await dropBytes(page, fixture(name), name);
    await waitForState(page, /running|done/, 60_000);
    await waitForEnd(page);
    await expect(page.getByRole('alert')).toHaveCount(0);
  });
}
