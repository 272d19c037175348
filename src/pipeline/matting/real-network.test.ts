import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { openPackAt } from '../../../cli/packs.ts';
import { openPicture } from '../../../cli/pictures.ts';
import { nodeMachine } from '../../../cli/runtime/machine.ts';
import { DOUBTS, type Notice } from '../events.ts';
import { planMemory } from '../memory-plan.ts';
import type { StageContext } from '../context.ts';
import * as show from '../show.ts';
import { centring } from '../stages/centring.ts';
import { matting } from '../stages/matting.ts';
import { photo } from '../stages/photo.ts';
import { pose } from '../stages/pose.ts';

/** The background remover of the demo pack on photos of the kinds that people bring. */

const root = path.resolve(import.meta.dirname, '../../..');
const pack = await openPackAt(undefined, root);
const { runtime, dispose } = await nodeMachine('cpu', () => undefined);
afterAll(dispose);
const context: StageContext = {
  pack,
  runtime,
  memory: await planMemory(pack, await runtime.sessions.limits(), { guided: true }),
  signal: new AbortController().signal,
  progress: () => undefined,
  stageMs: {},
  partial: {},
  shown: [],
};

/** What is said of a photo, and which fraction of it becomes the mouse. */
async function look(source: Parameters<typeof photo>[0]) {
  const read = await photo(source, context);
  const cutout = await matting(read, context);
  const { image, source: mask } = cutout;
  const skeleton = await show.skeleton(await pose(await centring({ cutout }, context), context));
  const ofPose = skeleton.flatMap((event) => (event.type === 'notice' ? [event.notice] : []));
  const notices = [...(read.notices ?? []), ...cutout.notices, ...ofPose];
  let area = 0;
  for (let i = 3; i < image.data.length; i += 4) area += Number(image.data[i] > 127);
  const pixels = read.image.width * read.image.height;
  return { mask, notices, fraction: area / pixels };
}

const isDoubt = (notice: Notice) => DOUBTS.some((doubt) => doubt === notice);
const picture = async (from: Sharp) => ({
  file: new Blob([Uint8Array.from(await from.png().toBuffer())]),
  fileName: 'made.png',
});
const sampleOf = (name: string) => path.join(root, `public/samples/${name}.jpg`);
const small = (name: string) => sharp(sampleOf(name)).resize(512);
const white = { background: '#ffffff' };

/** The fraction of the sample that its mouse covers. */
const mouseOf = async (name: string) => {
  const fraction = fractions.get(name) ?? (await look(await picture(small(name)))).fraction;
  fractions.set(name, fraction);
  return fraction;
};
const fractions = new Map<string, number>();

describe('a sample photo in another form has the same mouse', () => {
  it.each(['arena-rearing', 'table-crouching', 'cage-sniffing', 'bench-albino'])(
    '%s in a white frame of two pixels',
    async (name) => {
      const framed = small(name).extend({ top: 2, bottom: 2, left: 2, right: 2, ...white });
      const { fraction, notices } = await look(await picture(framed));
      expect(notices).toContain('frame-left-out');
      expect(fraction / (await mouseOf(name))).toBeCloseTo(1, 1);
    },
    120_000,
  );

  it.each<[string, string]>([
    ['table-crouching', '<ellipse cx="256" cy="192" rx="240" ry="190"/>'],
    ['arena-rearing', '<rect x="6" y="6" width="500" height="370" rx="20"/>'],
    ['patchy-walking', '<polygon points="60,0 512,40 452,384 0,344"/>'],
  ])(
    '%s with an alpha that is no cut-out: %s',
    async (name, shape) => {
      const mask = Buffer.from(`<svg width="512" height="384">${shape}</svg>`);
      const cut = small(name)
        .ensureAlpha()
        .composite([{ input: mask, blend: 'dest-in' }]);
      const { mask: source, fraction, notices } = await look(await picture(cut));
      expect(source).not.toBe('alpha');
      expect(notices).toContain('alpha-ignored');
      expect(fraction / (await mouseOf(name))).toBeCloseTo(1, 0);
    },
    120_000,
  );

  it('its own mask as alpha is used, and nothing is said', async () => {
    const read = await photo(await picture(small('table-crouching')), context);
    const { image } = await matting(read, context);
    const raw = { width: image.width, height: image.height, channels: 4 } as const;
    const { mask, notices } = await look(await picture(sharp(image.data, { raw })));
    expect([mask, notices]).toEqual(['alpha', []]);
  }, 120_000);
});

describe('what is doubtful is said', () => {
  const shapes = {
    'a star':
      '<polygon points="256,60 290,160 400,160 310,220 345,330 256,262 167,330 202,220 112,160 222,160"/>',
    'a phone': '<rect x="200" y="110" width="90" height="200" rx="12"/>',
    'a face':
      '<ellipse cx="256" cy="192" rx="85" ry="120"/><g fill="#fff"><circle cx="220" cy="160" r="14"/><circle cx="292" cy="160" r="14"/></g>',
    letters: '<text x="40" y="240" font-size="120" font-family="sans-serif">Logo</text>',
    'a disc': '<circle cx="256" cy="192" r="100"/>',
  };
  it.each(Object.entries(shapes))('%s on a plain background', async (_, shape) => {
    const svg = `<svg width="512" height="384"><rect width="512" height="384" fill="#eee"/><g fill="#2060c0">${shape}</g></svg>`;
    const { notices } = await look(await picture(sharp(Buffer.from(svg))));
    expect(notices.filter(isDoubt)).not.toEqual([]);
  });

  it('two mice', async () => {
    const read = await photo(await picture(small('table-crouching')), context);
    const { image } = await matting(read, context);
    const raw = { width: image.width, height: image.height, channels: 4 } as const;
    const mouse = await sharp(image.data, { raw }).trim().resize(200).png().toBuffer();
    const table = sharp({
      create: { width: 640, height: 400, channels: 3, background: '#d8d8dc' },
    });
    const both = table.composite([
      { input: mouse, left: 60, top: 40 },
      { input: mouse, left: 380, top: 220 },
    ]);
    expect((await look(await picture(both))).notices).toContain('several-animals');
  });

  it('a mouse of twenty pixels', async () => {
    const tiny = sharp(sampleOf('table-crouching')).resize(40);
    expect((await look(await picture(tiny))).notices).toContain('few-pixels');
  });

  it('a nearly black photo', async () => {
    const dark = small('table-crouching').linear(0.06, 0);
    expect((await look(await picture(dark))).notices).toContain('nearly-black');
  });
});

const field = path.join(root, '../shared/data/field/photos');
const rightOf: Readonly<Record<string, (seen: Awaited<ReturnType<typeof look>>) => boolean>> = {
  // The mouse covers less than a fifth of these photos.
  'alpha-inverted.png': ({ notices, fraction }) =>
    notices.includes('alpha-ignored') && fraction < 0.2,
  'round-arena-alpha-field.png': ({ notices, fraction }) =>
    notices.includes('alpha-ignored') && fraction < 0.2,
  'screenshot-window-shadow.png': ({ notices, fraction }) =>
    notices.includes('alpha-ignored') && fraction < 0.2,
  'two-mice.jpg': ({ notices }) => notices.includes('several-animals'),
  'tiny20.png': ({ notices }) => notices.includes('few-pixels'),
  'grey10in16.png': ({ notices, fraction }) =>
    notices.includes('range-stretched') && fraction > 0.02,
  'stack16.tif': ({ notices, fraction }) => notices.includes('first-page') && fraction > 0.02,
  'truncated-no-eoi.jpg': ({ notices }) => notices.includes('photo-cut-off'),
  'cage-from-above.jpg': ({ notices }) => notices.some(isDoubt),
  'empty-cage.jpg': ({ notices }) => notices.some(isDoubt),
};

describe.skipIf(!existsSync(field))('the photos of ../shared/data/field', () => {
  it.each(existsSync(field) ? readdirSync(field) : [])(
    '%s is as its README says',
    async (name) => {
      const seen = await look(await openPicture(path.join(field, name)));
      const isRight =
        rightOf[name] ??
        (({ notices, fraction }) => notices.length === 0 && fraction > 0.02 && fraction < 0.2);
      expect({ seen, right: isRight(seen) }).toMatchObject({ right: true });
    },
    300_000,
  );
});
