import { expect, it } from 'vitest';
import { runGraph } from '../../test/graph-session.ts';
import { relativeError } from '../../core/relative-error.ts';
import { readRecording } from '../../test/recording.ts';
import { buildPose, poseTensors, type PoseConfig } from './graph.ts';
import type { WeightIndex } from '../../graphs/weights.ts';

const recording = await readRecording<PoseConfig>('demo_pose');

it('pose needs every recorded tensor, and no other', () => {
  const saved = [...recording.index.tensors.keys()].filter((name) => !name.startsWith('io.'));
  expect([...poseTensors(recording.config).keys()].sort()).toEqual(saved.sort());
});

// onnxruntime's CPU backend computes f16 in float32. Therefore the f16 row checks only types.
it.each([
  ['demo_pose', 'f32', 1e-4],
  ['demo_pose', 'f16', 1e-2],
  ['demo_pose_stem', 'f32', 1e-4],
] as const)('pose computes what PyTorch computed: %s, %s', async (name, compute, limit) => {
  const { config, index, files, io } = await readRecording<PoseConfig>(name);
  const image = await io('image');
  const results = await runGraph(buildPose(config, { weights: index, compute }), files, { image });
  expect(results.keypoints.shape).toEqual([24, 4]);
  expect(results.uv.shape).toEqual([23, 2]);
  for (const output of ['keypoints', 'uv'])
    expect(relativeError(results[output].data, (await io(output)).data), output).toBeLessThan(
      limit,
    );
});

it('without `up` there are 23 tokens, which before the transformer blocks equal those of a network with `up`', async () => {
  const { index, files, io } = recording;
  const image = await io('image');
  const run = async (config: PoseConfig, tensors: WeightIndex['tensors']) => {
    const graph = buildPose(config, { weights: { ...index, tensors }, compute: 'f32' });
    return (await runGraph(graph, files, { image })).keypoints;
  };
  const plain: PoseConfig = { ...recording.config, layers: 0 };
  delete plain.up;
  const embed = index.tensors.get('embed')!;
  const width = embed.shape[1];
  const shorter = { ...embed, shape: [23, width], byteLength: (embed.byteLength / 24) * 23 };
  expect(poseTensors(plain).get('embed')).toEqual([23, width]);
  const without = await run(plain, new Map(index.tensors).set('embed', shorter));
  expect(without.shape).toEqual([23, 4]);
  const { data } = await run({ ...plain, up: true }, index.tensors);
  expect(without.data).toEqual(data.subarray(0, 4 * 23));
});
