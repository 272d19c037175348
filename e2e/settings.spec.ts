import { ALL_FORMATS, BufferSource, Input } from 'mediabunny';
import { decode } from 'fast-png';
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { chromium } from './browsers.ts';
import { openSettings } from './import-support.ts';
import { download, drop, dropBytes, NO_LIMIT, samplePhoto, waitForEnd } from './support.ts';
import { expect, test } from './test.ts';

test.use({ ...chromium('webgl'), wholeFilm: true });
test.setTimeout(0); // No time limit: `waitForEnd` fails when there is no progress.

/** What a video file says of itself. */
async function filmOf(bytes: Buffer) {
  const source = new BufferSource(new Uint8Array(bytes));
  const track = await new Input({ source, formats: ALL_FORMATS }).getPrimaryVideoTrack();
  if (!track) throw new Error('no video track');
  return {
    frames: (await track.computePacketStats()).packetCount,
    seconds: await track.computeDuration(),
    width: await track.getDisplayWidth(),
  };
}

/** A mouse, not in the middle, on white with the noise of a JPEG. */
async function preparedPng(): Promise<Buffer> {
  const photo = sharp(readFileSync(samplePhoto())).resize(512, 512, { fit: 'cover' });
  const data = await photo.removeAlpha().raw().toBuffer();
  for (let y = 0; y < 512; y++)
    for (let x = 0; x < 512; x++) {
      const inside = ((x - 230) / 130) ** 2 + ((y - 280) / 80) ** 2 < 1;
      if (!inside) data.fill(252 + ((x + y) % 4), 3 * (512 * y + x), 3 * (512 * y + x) + 3);
    }
  return sharp(data, { raw: { width: 512, height: 512, channels: 3 } })
    .png()
    .toBuffer();
}

test('a prepared picture reaches the networks as it is, and the video has the chosen turn', async ({
  page,
}) => {
  await page.goto('./?lang=en&backend=wasm&steps=1&centring=none');
  await drop(page, samplePhoto());
  await expect(page.getByRole('alert')).toContainText('not prepared for a run without', NO_LIMIT);

  await openSettings(page);
  await page.getByText('For experts', { exact: true }).click();
  await expect(page.getByRole('combobox', { name: 'Centring' })).toHaveValue('none');
  await page.getByText('Turntable video', { exact: true }).click();
  const turn = page.getByRole('combobox', { name: 'Turn', exact: true });
  const frames = page.getByRole('spinbutton', { name: 'Frames', exact: true });
  await turn.selectOption('FaceLift’s turn');
  await expect(page.getByRole('spinbutton', { name: 'Elevation (°)' })).toHaveValue('0');
  await frames.fill('8');
  await page.getByRole('spinbutton', { name: 'Frames/second' }).fill('60');
  await page.getByRole('combobox', { name: 'Background' }).selectOption('Black');
  await expect(turn).toHaveValue('own');
  await page.keyboard.press('Escape');

  const picture = await preparedPng();
  await dropBytes(page, picture, 'prepared.png');
  await waitForEnd(page);
  const [sent, used] = [decode(picture), decode(await download(page, 'input.png'))];
  let changed = 0;
  for (let at = 0; at < 512 * 512; at++)
    for (let c = 0; c < 3; c++)
      changed += Number(sent.data[sent.channels * at + c] !== used.data[used.channels * at + c]);
  expect(changed).toBe(0);
  const film = await filmOf(await download(page, 'turntable.mp4'));
  expect(film).toMatchObject({ frames: 8, width: 512 });
  expect(film.seconds).toBeCloseTo(8 / 60, 2);
  const run = JSON.parse((await download(page, 'run.json')).toString());
  expect(run.settings).toMatchObject({
    centring: 'none',
    turntableFrames: 8,
    turntableFps: 60,
    turntableBackground: 'black',
  });
});
