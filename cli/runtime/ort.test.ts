import { beforeAll, describe, expect, it } from 'vitest';
import { gpuForTests } from '../../src/test/gpu-device.ts';
import { checkWebGpu, hasWebGpu } from './ort.ts';

const gpu = await gpuForTests();

// On software drivers, onnxruntime's attention is wrong, because of the subgroup size of the driver or because of Tint's
// loops (docs/known-issues.md). onnxruntime-node does not check the driver. A real GPU does not have this error.
describe.skipIf(typeof gpu === 'string' || !(await hasWebGpu()))('checkWebGpu', () => {
  let software = false;
  beforeAll(async () => {
    const adapter = await (gpu as GPU).requestAdapter();
    software = /swiftshader|software/i.test(adapter!.info.architecture);
  });

  it('finds the wrong attention of a software driver', async ({ skip }) => {
    if (!software) skip('This is a real GPU.');
    const { what, error, right } = await checkWebGpu();
    expect({ what, right }).toEqual({ what: expect.stringContaining('attention'), right: false });
    expect(error).toBeGreaterThan(0.02);
  }, 120_000);
});
