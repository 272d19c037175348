import { expect, it } from 'vitest';
import { runGraph } from '../test/graph-session.ts';
import { readRecording, relativeError } from '../test/recording.ts';
import { buildPose, poseTensors, type PoseConfig } from './pose.ts';

const recording = await readRecording<PoseConfig>('demo_pose');

it('pose asks for every recorded tensor, and no other', () => {
  const saved = [...recording.index.tensors.keys()].filter((name) => !name.startsWith('io.'));
  expect([...poseTensors(recording.config).keys()].sort()).toEqual(saved.sort());
});

// onnxruntime's CPU computes f16 in float32: that row checks the types.
it.each([
  ['f32', 1e-4],
  ['f16', 1e-2],
] as const)('pose computes what PyTorch did: %s', async (compute, limit) => {
  const { config, index, files, io } = recording;
  const image = await io('image');
  const results = await runGraph(buildPose(config, { weights: index, compute }), files, { image });
  expect(results.keypoints.shape).toEqual([23, 4]);
  expect(results.uv.shape).toEqual([23, 2]);
  for (const name of ['keypoints', 'uv'])
    expect(relativeError(results[name].data, (await io(name)).data), name).toBeLessThan(limit);
});
