import { describe, expect, it } from 'vitest';
import { runGraph } from '../../test/graph-session.ts';
import { relativeError } from '../../core/relative-error.ts';
import { poisoned } from '../../test/damage/poison.ts';
import { readRecording } from '../../test/recording.ts';
import { buildMatting, mattingTensors, type MattingConfig } from './graph.ts';

describe.each(['demo_matting', 'demo_matting_blocks'])('%s', async (name) => {
  const recording = await readRecording<MattingConfig>(name);

  it('needs every recorded tensor, and no other', () => {
    const saved = [...recording.index.tensors.keys()].filter((name) => !name.startsWith('io.'));
    expect([...mattingTensors(recording.config).keys()].sort()).toEqual(saved.sort());
  });

  // onnxruntime's CPU backend computes f16 in float32. Therefore the f16 row checks only types.
  it.each([
    ['f32', 1e-4],
    ['f16', 1e-2],
  ] as const)('computes what PyTorch computed: %s', async (compute, limit) => {
    const { config, index, files, io } = recording;
    const [image, expected] = await Promise.all(['image', 'alpha'].map(io));
    const graph = buildMatting(config, { weights: index, compute });
    const { alpha } = await runGraph(graph, files, { image });
    expect(alpha.shape).toEqual(expected.shape);
    expect(relativeError(alpha.data, expected.data)).toBeLessThan(limit);
  });

  it('does not hide an infinity in its last layer', async () => {
    const { config, index, files, io } = recording;
    const [[file, bytes]] = Object.entries(files);
    const infinity = { file, tensor: 'out.weight', value: Infinity };
    const damaged = await poisoned(bytes, infinity, index);
    const graph = buildMatting(config, { weights: index });
    const { alpha } = await runGraph(graph, { [file]: damaged }, { image: await io('image') });
    expect(alpha.data.some(Number.isNaN)).toBe(true);
  });
});
