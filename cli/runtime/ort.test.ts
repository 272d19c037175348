import { beforeAll, describe, expect, it } from 'vitest';
import { gpuForTests } from '../../src/test/gpu-device.ts';
import { checkWebGpu, hasWebGpu } from './ort.ts';

const gpu = await gpuForTests();

// Software drivers have subgroups that onnxruntime's attention is not made for, or Tint's loops (docs/known-issues.md);
// onnxruntime-node takes both as they come. On a GPU that computes right there is nothing to catch.
describe.skipIf(typeof gpu === 'string' || !(await hasWebGpu()))('checkWebGpu', () => {
  let software = false;
  beforeAll(async () => {
    const adapter = await (gpu as GPU).requestAdapter();
    software = /swiftshader|software/i.test(adapter!.info.architecture);
  });

  it('catches attention that is wrong, before anything is computed with it', async ({ skip }) => {
    if (!software) skip('This is a real GPU.');
    const { what, error, right } = await checkWebGpu();
    expect({ what, right }).toEqual({ what: expect.stringContaining('attention'), right: false });
    expect(error).toBeGreaterThan(0.02);
  }, 120_000);
});
