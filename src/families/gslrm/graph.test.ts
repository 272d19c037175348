import { describe, expect, it } from 'vitest';
import { keepPatches } from './keep-patches.ts';
import { cameraRays } from '../../core/camera/rays.ts';
import type { Camera } from '../../core/camera/camera.ts';
import { runGraph } from '../../test/graph-session.ts';
import type { Feed } from '../runner.ts';
import { quantised } from '../../test/quantised.ts';
import { rigidInverse } from '../../test/recorded-networks.ts';
import { recordedError } from '../../test/recorded-output.ts';
import { relativeError } from '../../core/relative-error.ts';
import { hasOriginals, readOriginal, readRecording, type Recording } from '../../test/recording.ts';
import type { Compute } from '../../graphs/builder.ts';
import { buildGslrm, gslrmTensors, type GslrmConfig, type GslrmOptions } from './graph.ts';
import official from '../../graphs/fixtures/gslrm-facelift.json';

const FACELIFT: GslrmConfig = {
  d: 1024,
  d_head: 64,
  layers: 24,
  patch: 8,
  n_gaussians: 2,
  image: 512,
  views: 6,
};

type PrunedConfig = GslrmConfig & { prune: { keep_white_above: number; max_tokens: number } };

const SIZE = 32;
const PATCHES = (SIZE / 8) ** 2 * 6;
const TINY: GslrmConfig = { ...FACELIFT, d: 128, layers: 2, image: SIZE };

const sorted = (tensors: Iterable<readonly [string, readonly number[]]>) =>
  Object.fromEntries([...tensors].sort(([a], [b]) => (a < b ? -1 : 1)));

const setUp = async (recorded = readRecording('gslrm_mini')) => {
  const recording = await recorded;
  const image = await recording.io('image');
  const { data: c2w } = await recording.io('c2w');
  const { data: intrinsics } = await recording.io('fxfycxcy');
  const cameras = Array.from({ length: 6 }, (_, view): Camera => {
    const [fx, fy, cx, cy] = intrinsics.subarray(4 * view);
    const w2c = rigidInverse(c2w.subarray(16 * view));
    return { width: SIZE, height: SIZE, fx, fy, cx, cy, w2c };
  });
  const rays: Feed = { data: cameraRays(cameras, SIZE), shape: [6, 6, SIZE, SIZE] };
  const run = (
    options: Partial<GslrmOptions>,
    keep?: readonly number[],
    { index, files }: Pick<typeof recording, 'index' | 'files'> = recording,
  ) =>
    runGraph(
      buildGslrm(TINY, { weights: index, ...options }),
      files,
      keep
        ? { image, rays, keep: { data: BigInt64Array.from(keep, BigInt), shape: [keep.length] } }
        : { image, rays },
    );
  return { recording, run };
};

/** Name of an output of the graph → name of the same output in the recording. */
const OUTPUTS = {
  xyz: 'xyz',
  sh_dc: 'features_dc',
  log_scale: 'scale_log',
  rotation: 'rotation_wxyz',
  opacity_logit: 'opacity_logit',
};

describe('GS-LRM', () => {
  it('needs all tensors of the official checkpoint, and no others', () => {
    expect(sorted(gslrmTensors(FACELIFT))).toEqual(sorted(Object.entries(official)));
  });

  const compare = async (
    compute: Compute,
    limit: number,
    recorded?: Promise<Recording<unknown>>,
  ) => {
    const { recording, run } = await setUp(recorded);
    const results = await run({ compute });
    for (const [ours, theirs] of Object.entries(OUTPUTS)) {
      const expected = await recording.io(theirs);
      expect(results[ours].shape[1]).toBe(expected.shape[1]);
      expect(recordedError(results[ours].data, expected), ours).toBeLessThan(limit);
    }
  };

  // onnxruntime's CPU backend cancels the casts of this graph and computes f16 in float32. Therefore the f16
  // row checks only types.
  it.each([
    ['f32', 1e-4],
    ['f16', 1e-2],
  ] as const)("computes what FaceLift's GS-LRM does: %s", (compute, limit) =>
    compare(compute, limit),
  );

  it.skipIf(!hasOriginals)("computes what FaceLift's code computed with FaceLift's weights", () =>
    compare('f32', 1e-4, readOriginal('gslrm_tiny')),
  );

  it.each([
    ['int8', 4e-2],
    ['int8x2', 2e-4],
  ] as const)('computes nearly the same from weights stored as %s', async (kind, limit) => {
    const { recording, run } = await setUp();
    const results = await run({}, undefined, await quantised(recording, kind));
    for (const [ours, theirs] of Object.entries(OUTPUTS)) {
      const error = recordedError(results[ours].data, await recording.io(theirs));
      expect(error, ours).toBeLessThan(limit);
    }
  });

  it('computes the same with pruning that keeps every patch', async () => {
    const { run } = await setUp();
    const every = Array.from({ length: PATCHES }, (_, i) => i);
    const [whole, kept] = [await run({}), await run({ prune: true }, every)];
    for (const name of Object.keys(whole))
      expect(relativeError(kept[name].data, whole[name].data), name).toBeLessThan(1e-6);
  });

  it('makes Gaussians only of the kept patches, on the rays of their pixels', async () => {
    const { run } = await setUp();
    const keep = [3, 40, 95];
    const [whole, kept] = [await run({}), await run({ prune: true }, keep)];
    expect(kept.raw.shape).toEqual([2 + 3 * 64, 14]);
    expect(kept.raw.data.every(Number.isFinite)).toBe(true);
    // Both centres are on one ray, at different depths. They differ by at most twice REACH (heads.ts).
    keep.forEach((patch, i) => {
      const centre = (data: Float32Array, at: number) => data.subarray(3 * at, 3 * at + 3);
      const ours = centre(kept.xyz.data, 2 + 64 * i);
      const theirs = centre(whole.xyz.data, 2 + 64 * patch);
      const distance = Math.hypot(...ours.map((value, k) => value - theirs[k]));
      expect(distance).toBeLessThan(3.6);
      expect(distance).toBeGreaterThan(0);
    });
  });

  it('prunes as the training code does', async () => {
    const { config, index, files, io } = await readRecording<PrunedConfig>('demo_gslrm');
    const [image, rays, keep, raw] = await Promise.all(['image', 'rays', 'keep', 'raw'].map(io));
    const { keep_white_above: keepWhiteAbove, max_tokens: maxTokens } = config.prune;
    const kept = keepPatches(image.data, config.views, config.image, config.patch, {
      keepWhiteAbove,
      maxTokens,
    });
    expect(kept).toEqual([...keep.data]);
    expect(kept.length).toBe(maxTokens);
    const results = await runGraph(buildGslrm(config, { weights: index, prune: true }), files, {
      image,
      rays,
      keep: { data: BigInt64Array.from(kept, BigInt), shape: [kept.length] },
    });
    expect(recordedError(results.raw.data, raw)).toBeLessThan(1e-4);
  });
});
