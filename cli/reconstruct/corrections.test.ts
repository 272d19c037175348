import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPicture } from '../pictures.ts';
import { sharpCodec } from '../runtime/codec.ts';
import { runCli, sample, sentences } from '../test/process.ts';
import { readMask, typedCorrections } from './corrections.ts';

let work: string;
const at = (name: string) => path.join(work, name);
beforeAll(async () => {
  work = await mkdtemp(path.join(tmpdir(), 'corrections-'));
});
afterAll(() => rm(work, { recursive: true, force: true }));

const typed = (values: Record<string, string | boolean>) =>
  typedCorrections({ values, positionals: [] });

describe('typed corrections', () => {
  it('are read', () => {
    expect(typed({})).toBeUndefined();
    expect(typed({ nudge: '1.1, 0,-0.05' })).toEqual({ nudge: { scale: 1.1, x: 0, y: -0.05 } });
    expect(typed({ exposure: '-1', 'exposed-splat': true })).toEqual({
      exposure: { stops: -1, inSplat: true },
    });
  });

  it.each<[Record<string, string | boolean>, RegExp]>([
    [{ nudge: '1.1,0' }, /--nudge must be a factor from 0.25 to 4 and two shifts/],
    [{ nudge: '9,0,0' }, /--nudge must be/],
    [{ nudge: '1,,0' }, /--nudge must be/],
    [{ nudge: '1,0,0,0' }, /--nudge must be/],
    [{ exposure: '9' }, /--exposure must be a number from -2 to 4/],
    [{ 'exposed-splat': true }, /--exposed-splat needs --exposure/],
  ])('%o is refused', (values, message) => expect(() => typed(values)).toThrow(message));
});

/** An ellipse, white on black, as a file. */
async function maskFile(name: string, width: number, height: number, inverted = false) {
  const [on, off] = inverted ? ['#000', '#fff'] : ['#fff', '#000'];
  const [x, y] = [width / 2, height / 2];
  const svg = `<svg width="${width}" height="${height}"><rect width="100%" height="100%" fill="${off}"/><ellipse cx="${x}" cy="${y}" rx="${x / 2}" ry="${y / 2}" fill="${on}"/></svg>`;
  await sharp(Buffer.from(svg)).png().toFile(at(name));
  return at(name);
}

describe('a mask', () => {
  const read = async (file: string) =>
    readMask(file, await openPicture(sample), { codec: sharpCodec });

  it('comes to the size of the photo', async () => {
    const { width, height } = await sharp(sample).metadata();
    for (const factor of [1, 0.5]) {
      const file = await maskFile(`${factor}.png`, factor * width, factor * height);
      const mask = await read(file);
      expect([mask.width, mask.height, mask.alpha.length]).toEqual([width, height, width * height]);
      const middle = Math.round((height / 2) * width + width / 2);
      expect([mask.alpha[middle], mask.alpha[0]]).toEqual([255, 0]);
    }
  });

  it('is refused with other proportions, or inverted', async () => {
    const wide = await maskFile('wide.png', 900, 100);
    await expect(read(wide)).rejects.toThrow(/wide.png has 900 × 100 pixels, which does not fit/);
    const { width, height } = await sharp(sample).metadata();
    const inverted = await maskFile('inverted.png', width, height, true);
    await expect(read(inverted)).rejects.toMatchObject({ code: 'mask-inverted' });
  });
});

it('reconstruct takes a mask and a nudge, and run.json says so', async () => {
  const { width, height } = await sharp(sample).metadata();
  const mask = await maskFile('hand.png', width, height);
  const words = ['reconstruct', sample, '--out', at('out'), '--no-turntable'];
  const ended = await runCli([...words, '--mask', mask, '--nudge', '1.2,0.1,0']);
  // An ellipse of background is no mouse, and is used all the same.
  expect([ended.code, sentences(ended).join()]).toEqual([
    0,
    expect.stringContaining('does not look like a mouse'),
  ]);
  const folder = path.join(at('out'), path.parse(sample).name);
  const run = JSON.parse(await readFile(path.join(folder, 'run.json'), 'utf8')) as object;
  expect(run).toMatchObject({
    corrections: { mask: 'mask.png', nudge: { scale: 1.2, x: 0.1, y: 0 } },
  });
  const raw = (file: string) => sharp(file).removeAlpha().greyscale().raw().toBuffer();
  expect(Buffer.compare(await raw(path.join(folder, 'mask.png')), await raw(mask))).toBe(0);
  // The ellipse is a tenth of the square to the right of the middle.
  const subject = await raw(path.join(folder, 'input.png'));
  let [sum, dark] = [0, 0];
  subject.forEach((value, i) => {
    if (value > 250) return;
    dark += 1;
    sum += (i % 512) + 0.5;
  });
  expect(Math.abs(sum / dark - 0.6 * 512)).toBeLessThan(6);
  // The mask is for one photo.
  const many = await runCli(['reconstruct', work, '--out', at('many'), '--mask', mask]);
  expect([many.code, many.stderr]).toEqual([
    2,
    expect.stringContaining('--mask needs one photo, not a folder.'),
  ]);
});
