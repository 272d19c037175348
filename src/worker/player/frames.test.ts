import { expect, it } from 'vitest';
import { writePly } from '../../core/ply/index.ts';
import { randomCloud } from '../../test/random-clouds.ts';
import { SplatFrames } from './frames.ts';

const clouds = [1, 2, 3].map((seed) => randomCloud(seed, { count: 100 }));
const files = clouds.map((cloud, i) => ({
  name: `frame${i}.ply`,
  blob: new Blob([writePly(cloud, 'standard')]),
}));

it('reads the splats of this program with Z up', async () => {
  const frames = new SplatFrames(files);
  const { xyz } = await frames.at(1);
  xyz.forEach((value, i) => expect(value).toBeCloseTo(clouds[1].xyz[i], 5));
});

it('turns files of other programs as viewers do', async () => {
  const text = new TextDecoder('latin1').decode(new Uint8Array(await files[0].blob.arrayBuffer()));
  const start = text.indexOf('comment');
  const without = text.slice(0, start) + text.slice(text.indexOf('\n', start) + 1);
  const bytes = Uint8Array.from(without, (sign) => sign.charCodeAt(0));
  const { xyz } = await new SplatFrames([{ name: 'a.ply', blob: new Blob([bytes]) }]).at(0);
  xyz.forEach((value, i) => expect(value).toBeCloseTo(clouds[0].xyz[i], 5));
});

it('keeps only as many splats as fit', async () => {
  const frames = new SplatFrames(files, 2 * 4 * 14 * 100);
  for (const frame of [0, 1, 2, 0, 1]) await frames.at(frame);
  expect(frames.kept).toBe(2);
  const tiny = new SplatFrames(files, 1);
  await tiny.at(2);
  expect(tiny.kept).toBe(1);
});

it('names the file that is no splat', async () => {
  const frames = new SplatFrames([...files, { name: 'b.ply', blob: new Blob(['ply\n']) }]);
  await expect(frames.at(3)).rejects.toMatchObject({ values: { file: 'b.ply' } });
});
