import demoPack from '../models/mouse-demo/pack.json' with { type: 'json' };
import { existsSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { decode } from 'fast-png';
import { ALL_FORMATS, BufferSource, Input } from 'mediabunny';
import { progressOf, watch } from '../scripts/watch.mjs';
import samples from '../src/app/samples.json' with { type: 'json' };

/** Number of frames of the turntable video after `SHORT_FILM`. */
const SHORT_FILM_FRAMES = 8;

/** Script for a page's start: gives a page that remembers no settings a short turntable video. */
export const SHORT_FILM = `try {
  localStorage.getItem('mouse-facelift') ??
    localStorage.setItem(
      'mouse-facelift',
      '{"settings":{"turntableFrames":${SHORT_FILM_FRAMES}}}',
    );
} catch { /* no storage */ }`;

/** Path of a photo of a real mouse in ../shared, or null. These photos are not part of the repository. */
export const realPhoto = (name: string): string | null => {
  const path = resolve('..', 'shared', 'data', 'real-mouse', name);
  return existsSync(path) ? path : null;
};

/** Path of the first sample photo. */
export const samplePhoto = (): string => {
  return resolve('public/samples', samples[0].file);
};

/** Drops a file on the page: sends drag events whose DataTransfer contains the file. */
export async function drop(page: Page, path: string, name = basename(path)): Promise<void> {
  await dropBytes(page, readFileSync(path), name);
}

export const dropBytes = (page: Page, bytes: Buffer, name: string): Promise<void> =>
  dropFiles(page, { [name]: bytes });

/** Drops several files at once. The keys are their names. */
export async function dropFiles(page: Page, files: Readonly<Record<string, Buffer>>) {
  const transfer = await transferOf(page, files);
  for (const type of ['dragenter', 'dragover', 'drop']) {
    await page.dispatchEvent('body', type, { dataTransfer: transfer });
  }
}

/** A DataTransfer in the page that contains these files. */
export const transferOf = (page: Page, files: Readonly<Record<string, Buffer>>) =>
  page.evaluateHandle(
    (list) => {
      const transfer = new DataTransfer();
      for (const [name, base64] of list) {
        const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
        const type = /\.jpe?g$/.test(name) ? 'image/jpeg' : `image/${name.split('.').pop()}`;
        transfer.items.add(new File([bytes], name, { type }));
      }
      return transfer;
    },
    Object.entries(files).map(([name, bytes]) => [name, bytes.toString('base64')]),
  );

/** The status line. Its attribute `data-state` is the state of the run. */
const status = (page: Page) => page.getByRole('status').and(page.locator('[data-state]'));

/** Waits for `answer`. Fails when the run makes no progress. */
export async function waitWhileProgressing<T>(page: Page, answer: Promise<T>): Promise<T> {
  let ended = false;
  const end = () => void (ended = true);
  answer.then(end, end);
  await watch(page, async () => ({ ...(await progressOf(page)), ended }));
  return answer;
}

/** Waits until the run is in this state. Fails when the run makes no progress. */
export const waitForState = (page: Page, state: string | RegExp) =>
  waitWhileProgressing(page, expect(status(page)).toHaveAttribute('data-state', state, NO_LIMIT));

/** For an `expect` in `waitWhileProgressing`: its own time limit would look at the clock. */
export const NO_LIMIT = { timeout: 0 };

/**
 * Waits for the end of a run.
 * @throws Error when the run makes no progress, or with the page's error sentence when the run failed
 */
export async function waitForEnd(page: Page): Promise<void> {
  await watch(page, async () => {
    const { state, sign } = await progressOf(page);
    return { sign, ended: /^(done|error)$/.test(state) };
  });
  const alert = page.getByRole('alert');
  if ((await status(page).getAttribute('data-state')) === 'error') {
    throw new Error(`The run failed: ${await alert.innerText()}`);
  }
}

/** Clicks a download by its file name and returns the bytes. */
export async function download(page: Page, name: string): Promise<Buffer> {
  const region = page.getByRole('region', { name: 'Downloads' });
  const item = region
    .getByRole('link', { name, exact: true })
    .or(region.getByRole('button', { name, exact: true }));
  const [file] = await Promise.all([page.waitForEvent('download'), item.click()]);
  return readFileSync(await file.path());
}

/**
 * Splits the strip of six views. Checks that 2–60 % of each view's pixels are not white, and that all views differ.
 */
function checkStrip(png: Buffer): void {
  const { width, height, data, channels } = decode(png);
  expect(width).toBe(6 * height);
  const views = Array.from({ length: 6 }, (_, v) => {
    const view = new Float32Array(height * height);
    for (let y = 0; y < height; y++)
      for (let x = 0; x < height; x++)
        view[y * height + x] = data[(y * width + v * height + x) * channels] / 255;
    return view;
  });
  for (const view of views) {
    const dark = view.filter((value) => value < 0.9).length / view.length;
    expect(dark, 'fraction of a view that is not white').toBeGreaterThan(0.02);
    expect(dark).toBeLessThan(0.6);
  }
  for (let a = 0; a < 6; a++)
    for (let b = a + 1; b < 6; b++) {
      const difference = views[a].reduce((sum, value, i) => sum + Math.abs(value - views[b][i]), 0);
      expect(difference / views[a].length, `views ${a + 1} and ${b + 1} differ`).toBeGreaterThan(
        0.005,
      );
    }
}

/** Checks a video: it has this number of frames and the demo pack's frames per second, and is 512 pixels wide. */
async function checkVideo(bytes: Buffer, frames: number): Promise<void> {
  const input = new Input({
    source: new BufferSource(new Uint8Array(bytes)),
    formats: ALL_FORMATS,
  });
  const track = await input.getPrimaryVideoTrack();
  if (!track) throw new Error('no video track');
  const stats = await track.computePacketStats();
  const { fps } = demoPack.turntable;
  expect(stats.packetCount).toBe(frames);
  expect(await track.computeDuration()).toBeCloseTo(frames / fps, 1);
  expect(await track.getDisplayWidth()).toBe(512);
}

/** Checks all outputs of a finished run. @param filmFrames number of frames of its turntable video */
export async function checkOutputs(page: Page, filmFrames = SHORT_FILM_FRAMES): Promise<void> {
  const ply = await download(page, 'gaussians.ply');
  const header = ply.subarray(0, 600).toString('latin1');
  expect(header).toMatch(/^ply\nformat binary_little_endian 1.0\n/);
  const count = Number(/element vertex (\d+)/.exec(header)?.[1]);
  expect(count).toBeGreaterThan(1000);
  const start = header.indexOf('end_header\n') + 'end_header\n'.length;
  expect(ply.length - start).toBe(count * 14 * 4);
  for (let i = start; i + 4 <= ply.length; i += 4 * 101) {
    expect(Number.isFinite(ply.readFloatLE(i))).toBe(true);
  }
  checkStrip(await download(page, 'multiview.png'));
  const output = decode(await download(page, 'output.png'));
  expect([output.width, output.height]).toEqual([6 * 512, 512]);
  const input = decode(await download(page, 'input.png'));
  expect([input.width, input.height]).toEqual([512, 512]);
  await checkVideo(await download(page, 'turntable.mp4'), filmFrames);
  const pose = JSON.parse((await download(page, 'pose.json')).toString());
  expect(pose.keypoints).toHaveLength(23);
  const run = JSON.parse((await download(page, 'run.json')).toString());
  expect(run.pack.id).toBe('mouse-demo');
  for (let v = 1; v <= 6; v++) {
    await expect(
      page.getByRole('region', { name: 'Six views' }).getByRole('img', { name: `View ${v}` }),
    ).toBeVisible();
  }
  await expect(page.getByRole('region', { name: 'Turntable' }).locator('video')).toBeVisible();
  await expect(
    page.getByRole('region', { name: '3D viewer' }).locator('canvas').first(),
  ).toBeVisible();
}
