import { expect, it } from 'vitest';
import { viewsOfRig } from '../../core/camera/rig.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import { exampleManifest } from '../../test/example-manifest.ts';
import { stageContext } from '../../test/stage-context.ts';
import type { Subject, Views } from '../types.ts';
import { mixedViews } from './mixed-views.ts';
import type { MultiviewInput } from './multiview.ts';

const COUNT = viewsOfRig(exampleManifest().rig);

const pixel = (red: number): RgbaImage => ({
  ...{ width: 1, height: 1, data: Uint8ClampedArray.of(red, 0, 0, 255) },
});
const subject = (): Subject => ({
  ...{ image: pixel(0), cutout: pixel(0), frame: null },
  placement: { scale: 1, offsetX: 0, offsetY: 0 },
});

/** A painter whose views have the seed as their colour, and in their masks an eighth of the view's number more. */
function painter() {
  const seeds: number[] = [];
  const paint = async ({ settings: { seed } }: MultiviewInput): Promise<Views> => {
    seeds.push(seed);
    const images = Array.from({ length: COUNT }, () => pixel(seed));
    return {
      images,
      cameras: [],
      masks: images.map((_, view) => Float32Array.of(seed + view / 8)),
    };
  };
  return { seeds, paint };
}

const base = { steps: 1, guidance: 1 };
const colours = ({ images }: Views) => images.map(({ data }) => data[0]);

it('each view has its seed, and no seed is painted twice for one subject', async () => {
  const context = await stageContext(exampleManifest(), {});
  const { seeds, paint } = painter();
  const of = { subject: subject(), skeleton: null };
  const run = (settings: Parameters<typeof mixedViews>[0]['settings']) =>
    mixedViews({ ...of, settings }, context, paint);
  expect(colours(await run({ ...base, seed: 4 }))).toEqual(Array(COUNT).fill(4));
  const views = [{ view: 2, seed: 4 }];
  const mixed = await run({ ...base, seed: 5, corrections: { views } });
  expect(colours(mixed).slice(0, 4)).toEqual([5, 5, 4, 5]);
  expect(mixed.masks?.slice(1, 3)).toEqual([Float32Array.of(5.125), Float32Array.of(4.25)]);
  expect(seeds).toEqual([4, 5]);
  // A seed that no view has is not painted.
  const all = Array.from({ length: COUNT }, (_, view) => ({ view, seed: 4 + (view % 2) }));
  await run({ ...base, seed: 99, corrections: { views: all } });
  expect(seeds).toEqual([4, 5]);
  // Other settings, and another subject, are other paintings.
  await run({ ...base, steps: 2, seed: 4 });
  expect(seeds).toEqual([4, 5, 4]);
  await mixedViews({ ...of, subject: subject(), settings: { ...base, seed: 4 } }, context, paint);
  expect(seeds).toEqual([4, 5, 4, 4]);
});

it('the oldest paintings are forgotten, but none that is needed', async () => {
  const context = await stageContext(exampleManifest(), {});
  const { seeds, paint } = painter();
  const of = { subject: subject(), skeleton: null };
  const run = (seed: number) =>
    mixedViews(
      { ...of, settings: { ...base, seed, corrections: { views: [{ view: 1, seed: 0 }] } } },
      context,
      paint,
    );
  for (let seed = 0; seed < 12; seed++) await run(seed);
  expect(seeds).toHaveLength(12);
  await run(11);
  expect(seeds).toHaveLength(12);
  await run(1);
  expect(seeds).toHaveLength(13);
});
