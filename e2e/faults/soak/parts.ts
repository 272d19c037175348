import type { CDPSession } from '@playwright/test';
import samples from '../../../src/app/samples.json' with { type: 'json' };
import { writePly } from '../../../src/core/ply/index.ts';
import { randomCloud } from '../../../src/test/random-clouds.ts';
import { dropFiles } from '../../support.ts';
import { SMALL_PACK } from '../stand/small-pack.ts';
import type { Setup, Stand } from '../stand/stand.ts';
import type { Visit } from '../stand/visit.ts';

/** A part of the soak: many times the same in one tab. */
export interface Part {
  name: string;
  /** What one turn is. */
  unit: string;
  setup: Setup;
  /** Turns between two measurements, if the command says nothing else. */
  every: number;
  /** Turns before the first measurement: by then everything has been used once. */
  warmUp: number;
  /** One turn. */
  turn(visit: Visit, n: number, session: CDPSession): Promise<void>;
  /** Changes what is served before the page is opened. */
  prepare?(stand: Stand): void;
}

/** Opens the settings if they are closed. */
async function openSettings({ page }: Visit): Promise<void> {
  const seed = page.getByLabel('Seed', { exact: true });
  if (!(await seed.isVisible()))
    await page
      .getByRole('region', { name: 'Settings' })
      .getByRole('button', { name: 'Settings', exact: true })
      .click();
}

async function runTo(visit: Visit, photo: string): Promise<void> {
  await visit.choose(photo);
  const ended = await visit.ended({ idleS: 60, workS: 250 });
  if (!ended || visit.state !== 'done') throw new Error(`The run ended as “${visit.state}”.`);
}

const photoOf = (n: number): string => samples[n % samples.length].file;

async function withSeed(visit: Visit, seed: number): Promise<void> {
  await openSettings(visit);
  await visit.page.getByLabel('Seed', { exact: true }).fill(String(seed));
}

/** Frames of the film in the part `film`. */
const FILM_FRAMES = 50;

/** Frames of the sequence in the part `sequence`. */
const SEQUENCE_FRAMES = 60;

/** Drops a sequence: a cloud that moves. */
async function dropSequence({ page }: Visit): Promise<void> {
  const files: Record<string, Buffer> = {};
  for (let i = 0; i < SEQUENCE_FRAMES; i++) {
    const cloud = randomCloud(1, {
      count: 3000,
      position: (random) => [0.05 * i + 0.5 * random(), 0.5 * random(), 0.5 * random()],
    });
    files[`frame${i + 1}.ply`] = Buffer.from(writePly(cloud, 'standard'));
  }
  await dropFiles(page, files);
  await page.getByRole('button', { name: 'Pause' }).click();
}

export const PARTS: Record<'photos' | 'film' | 'viewer' | 'packs' | 'sequence', Part> = {
  photos: {
    name: 'photos',
    unit: 'runs, each with the next sample photo and a new seed, on WASM',
    setup: { backend: 'wasm' },
    every: 20,
    warmUp: samples.length,
    async turn(visit, n) {
      await withSeed(visit, n);
      await runTo(visit, photoOf(n));
    },
  },
  film: {
    name: 'film',
    unit: `runs of ${FILM_FRAMES} film frames, drawn by WebGPU, each with a new seed`,
    setup: { backend: 'webgpu' },
    every: 2,
    warmUp: 2,
    prepare({ server }) {
      const name = `models/${SMALL_PACK}/pack.json`;
      const pack = JSON.parse(server.read(name).toString());
      pack.turntable.frames = FILM_FRAMES;
      server.change(name, Buffer.from(JSON.stringify(pack)));
    },
    async turn(visit, n) {
      await withSeed(visit, n);
      await runTo(visit, photoOf(0));
    },
  },
  viewer: {
    name: 'viewer',
    unit: 'frames of the 3D viewer, each after a key that turns the mouse',
    setup: { backend: 'wasm' },
    every: 250,
    warmUp: 20,
    async turn(visit, n) {
      if (n === 0) {
        await runTo(visit, photoOf(0));
        await visit.page.locator('canvas[data-drawer]').first().focus();
      }
      await visit.page.keyboard.press('ArrowRight');
      await visit.page.evaluate(() => new Promise(requestAnimationFrame));
    },
  },
  sequence: {
    name: 'sequence',
    unit: `frames of a sequence of ${SEQUENCE_FRAMES} splats`,
    setup: { backend: 'wasm' },
    every: SEQUENCE_FRAMES,
    // Each splat has been read once.
    warmUp: SEQUENCE_FRAMES,
    async turn(visit, n) {
      if (n === 0) await dropSequence(visit);
      const frame = String(n % SEQUENCE_FRAMES);
      await visit.page.getByRole('slider', { name: 'Frame' }).fill(frame);
      await visit.page.locator(`[data-shown="${frame}"]`).waitFor();
    },
  },
  packs: {
    name: 'packs',
    unit: 'switches between two packs, each with a run, on WASM',
    setup: { backend: 'wasm' },
    every: 10,
    warmUp: 4,
    async turn(visit, n) {
      await openSettings(visit);
      const pack = n % 2 === 0 ? 'mouse-demo' : SMALL_PACK;
      await visit.page.getByRole('combobox', { name: 'Model pack' }).selectOption(pack);
      await runTo(visit, photoOf(0));
    },
  },
};
