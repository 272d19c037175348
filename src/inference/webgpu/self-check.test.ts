import * as ort from 'onnxruntime-web/wasm';
import { expect, it } from 'vitest';
import { expectedResults, selfCheck } from './self-check.ts';

it('accepts the results of the CPU in both precisions, and names an output that is wrong', async () => {
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
  const expected = await expectedResults(ort, 'wasm');
  expect(await selfCheck(ort, 'wasm', expected, false)).toMatchObject({ error: 0, right: true });
  expect(await selfCheck(ort, 'wasm', expected, true)).toMatchObject({ right: true });

  expect([...expected.keys()]).toEqual([
    ...['attention of 77 tokens', 'attention of 320 tokens'],
    ...['attention of 320 tokens to 77', 'layers'],
  ]);
  const wrong = (values: Float32Array, by: number) =>
    values.map((value, i) => (i === 7 ? value + by : value));
  for (const [name, values] of expected) {
    const off = new Map(expected).set(name, wrong(values, 1));
    const { what, error, right } = await selfCheck(ort, 'wasm', off, false);
    expect({ what, right }).toEqual({ what: name, right: false });
    expect(error).toBeGreaterThan(0.05);
  }
  // The first graph that is wrong ends the check.
  const all = new Map([...expected].map(([name, values], i) => [name, wrong(values, 1 + i)]));
  expect((await selfCheck(ort, 'wasm', all, false)).what).toBe('attention of 77 tokens');

  // This build has no WebGPU.
  const failed = await selfCheck(ort, 'webgpu', expected, false);
  expect(failed).toMatchObject({ error: 1, right: false, failed: true });
  expect(failed.what).toMatch(/webgpu/i);
}, 120_000);
