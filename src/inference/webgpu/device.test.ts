import { describe, expect, it } from 'vitest';
import { gpuForTests } from '../../test/gpu-device.ts';
import { featureSets, requestDevice, type FeatureSet } from './device.ts';

describe('featureSets', () => {
  it.each([
    [[], ['plain']],
    [['subgroups'], ['subgroups', 'plain']],
    [['shader-f16'], ['plain', 'single']],
    [
      ['subgroups', 'shader-f16', 'timestamp-query'],
      ['subgroups', 'plain', 'single'],
    ],
  ])('with %j: %j', (features, sets) =>
    expect(featureSets({ features: new Set(features) as GPUSupportedFeatures })).toEqual(sets),
  );
});

const gpu = await gpuForTests();

describe.skipIf(typeof gpu === 'string')('requestDevice', () => {
  const request = async (set: FeatureSet) =>
    requestDevice((await (gpu as GPU).requestAdapter())!, set);

  it('requests the features of a set that the adapter has, and the adapter’s limits', async () => {
    const { features, limits } = (await (gpu as GPU).requestAdapter())!;
    for (const set of featureSets({ features })) {
      const device = await request(set);
      expect(device.features.has('subgroups')).toBe(set === 'subgroups');
      const half = set !== 'single' && features.has('shader-f16');
      expect(device.features.has('shader-f16')).toBe(half);
      expect(device.limits.maxBufferSize).toBe(limits.maxBufferSize);
      expect(device.adapterInfo.architecture).not.toBe('');
      device.destroy();
    }
  });
});
