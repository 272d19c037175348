import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gpuForTests, withoutGpuErrors } from '../../test/gpu-device.ts';
import { requestDevice } from './device.ts';
import { zeroVariables } from './loop-variables.ts';

describe('zeroVariables', () => {
  it.each([
    ['var a : f32;', 'var a : f32 = f32();'],
    [
      '    var qk_1 : vec4<qk_precision>;',
      '    var qk_1 : vec4<qk_precision> = vec4<qk_precision>();',
    ],
    ['var tile:array<vec4<f32>, 4>;', 'var tile : array<vec4<f32>, 4> = array<vec4<f32>, 4>();'],
    ['for (var i : u32; i < 4; i++) {}', 'for (var i : u32 = u32(); i < 4; i++) {}'],
  ])('%s', (before, after) => expect(zeroVariables(before)).toBe(after));

  it.each([
    'var a = 1.0;',
    'var a : f32 = 1.0;',
    'var<private> a : f32;',
    'var<workgroup> tile : array<f32, 64>;',
    '@group(0) @binding(1) var<storage, read> q : array<vec4<f32>>;',
    '@group(0) @binding(2) var picture : texture_2d<f32>;',
    '@group(0) @binding(3) var nearest : sampler;',
    'let variable : f32 = 2;',
  ])('leaves %s unchanged', (wgsl) => expect(zeroVariables(wgsl)).toBe(wgsl));
});

const shaders = new URL('../../../shaders/', import.meta.url);

const files = readdirSync(shaders, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.wgsl'),
);

it.each(files)('%s has an explicit zero for every variable', (name) => {
  const wgsl = readFileSync(new URL(name, shaders), 'utf8');
  expect(zeroVariables(wgsl)).toBe(wgsl);
});

const gpu = await gpuForTests();

describe.skipIf(typeof gpu === 'string')('a variable in a loop', () => {
  let device: GPUDevice;
  beforeAll(async () => {
    const adapter = await (gpu as GPU).requestAdapter();
    device = await adapter!.requestDevice();
  });
  afterAll(() => device.destroy());

  const SHADER = `
    @group(0) @binding(0) var<storage, read_write> sums: array<f32, 4>;
    @compute @workgroup_size(1) fn main() {
      for (var round = 0u; round < 4; round++) {
        var sum : f32;
        for (var i = 0u; i < 3; i++) { sum += 1.0; }
        sums[round] = sum;
      }
    }`;

  async function run(code: string, device: GPUDevice): Promise<number[]> {
    const module = device.createShaderModule({ code });
    const pipeline = device.createComputePipeline({ layout: 'auto', compute: { module } });
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC;
    const sums = device.createBuffer({ size: 16, usage });
    const copy = device.createBuffer({
      size: 16,
      usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
    });
    const entries = [{ binding: 0, resource: { buffer: sums } }];
    const group = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(1);
    pass.end();
    encoder.copyBufferToBuffer(sums, 0, copy, 0, 16);
    device.queue.submit([encoder.finish()]);
    await copy.mapAsync(GPUMapMode.READ);
    return [...new Float32Array(copy.getMappedRange())];
  }

  it('is zero at the start of each iteration after zeroVariables', () =>
    withoutGpuErrors(device, async () => {
      expect(await run(zeroVariables(SHADER), device)).toEqual([3, 3, 3, 3]);
    }));

  it('is zero also on the device that requestDevice makes for onnxruntime', async () => {
    const adapter = await (gpu as GPU).requestAdapter();
    const ortDevice = await requestDevice(adapter!, 'plain');
    expect(await run(SHADER, ortDevice)).toEqual([3, 3, 3, 3]);
    ortDevice.destroy();
  });

  it('keeps its value without an explicit zero', ({ skip }) =>
    withoutGpuErrors(device, async () => {
      const sums = await run(SHADER, device);
      if (sums[3] === 3) skip('This Tint sets it to zero: zeroVariables is not needed.');
      expect(sums).toEqual([3, 6, 9, 12]);
    }));
});
