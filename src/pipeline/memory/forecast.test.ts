import { expect, test } from 'vitest';
import demo from '../../../models/mouse-demo/pack.json';
import { parseManifest } from '../../packs/manifest.ts';
import { planMemory, type PlannablePack } from '../memory-plan.ts';
import { forecastMemory } from './forecast.ts';

const entry = { dtype: 'F32', shape: [64, 64], offset: 0, byteLength: 16_384 } as const;

const pack: PlannablePack = {
  manifest: parseManifest(demo),
  weights: () => Promise.resolve({ file: 'x', tensors: new Map([['w', entry]]) }),
};
const unlimited = { totalBytes: null, heapBytes: null, bindingBytes: null, half: false };

const bytesOf = async (settings: Parameters<typeof forecastMemory>[2]) => {
  const forecast = await forecastMemory(pack, unlimited, settings);
  return forecast.fits ? forecast.bytes : Infinity;
};

test('the forecast is the peak of the plan that the run uses', async () => {
  const { peakBytes } = await planMemory(pack, unlimited, { guided: true });
  expect(await bytesOf({ guidance: 3 })).toBe(peakBytes);
});

test('larger views need more, and without a guidance scale the pack’s own counts', async () => {
  const own = await bytesOf({ guidance: pack.manifest.defaults.guidance });
  expect(await bytesOf({})).toBe(own);
  const { viewSize } = pack.manifest.stages.reconstruct;
  expect(await bytesOf({ viewSize: 2 * viewSize })).toBeGreaterThan(1.5 * own);
});

test('a run that will not fit has the values of the error that the run would end with', async () => {
  const limits = { ...unlimited, totalBytes: 100_000 };
  const error: unknown = await planMemory(pack, limits, { guided: true }).catch((e) => e);
  expect(error).toMatchObject({ code: 'memory-insufficient' });
  expect(await forecastMemory(pack, limits, { guidance: 3 })).toEqual({
    fits: false,
    values: (error as { values: object }).values,
  });
});

test('other errors are not hidden', async () => {
  const unreadable = { ...pack, weights: () => Promise.reject(new Error('unreadable')) };
  await expect(forecastMemory(unreadable, unlimited, {})).rejects.toThrow('unreadable');
});
