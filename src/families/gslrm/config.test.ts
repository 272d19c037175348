import { expect, test } from 'vitest';
import facelift from '../../graphs/fixtures/gslrm-facelift.json' with { type: 'json' };
import { inferGslrmConfig } from './config.ts';
import { gslrmTensors, type GslrmConfig } from './graph.ts';
import type { TensorList, WeightEntry } from '../../graphs/weights.ts';

const indexOf = (list: TensorList) => {
  const tensors = new Map<string, WeightEntry>();
  for (const [name, shape] of list)
    tensors.set(name, { dtype: 'F32', shape, offset: 0, byteLength: 0 });
  return { file: 'x.pt', tensors };
};

test.each<GslrmConfig>([
  { d: 1024, d_head: 64, layers: 24, patch: 8, n_gaussians: 2, image: 512, views: 6 },
  { d: 128, d_head: 64, layers: 1, patch: 16, n_gaussians: 5, image: 512, views: 6 },
  { d: 48, d_head: 48, layers: 3, patch: 4, n_gaussians: 1, image: 512, views: 6 },
])('reads the config from the shapes: $layers layers, width $d', (config) => {
  expect(inferGslrmConfig(indexOf(gslrmTensors(config)))).toEqual(config);
});

test("FaceLift's tensors give the first of these configs", () => {
  const list: TensorList = new Map(Object.entries(facelift as Record<string, number[]>));
  expect(inferGslrmConfig(indexOf(list))).toMatchObject({ d: 1024, layers: 24, patch: 8 });
});

test.each([
  ['patch_embedder.1.weight', [64, 6 * 64], 'not 9 per pixel'],
  ['pixel_gaussian_decoder.1.weight', [83, 64], 'not 14 per pixel'],
  ['gaussian_position_embeddings', [2, 3, 64], 'gaussian_position_embeddings'],
])('refuses a %s of another shape', (name, shape, reason) => {
  const config = { d: 64, d_head: 64, layers: 1, patch: 8, n_gaussians: 2, image: 512, views: 6 };
  const list = new Map(gslrmTensors(config)).set(name, shape);
  expect(() => inferGslrmConfig(indexOf(list))).toThrowError(
    expect.objectContaining({
      code: 'checkpoint-unfit',
      fault: 'unsupported-network',
      message: expect.stringContaining(reason),
    }),
  );
});
