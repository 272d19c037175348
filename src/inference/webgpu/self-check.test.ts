import * as ort from 'onnxruntime-web/wasm';
import { expect, it } from 'vitest';
import { expectedResults, selfCheck } from './self-check.ts';

it('accepts the results of the CPU in both precisions, and names an output that is wrong', async () => {
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
  const expected = await expectedResults(ort, 'wasm');
  expect(await selfCheck(ort, 'wasm', expected, false)).toMatchObject({ error: 0, right: true });
  expect(await selfCheck(ort, 'wasm', expected, true)).toMatchObject({ right: true });

  const [[name, values]] = expected;
  const off = new Map(expected).set(
    name,
    values.map((value, i) => (i === 7 ? value + 1 : value)),
  );
  const { what, error, right } = await selfCheck(ort, 'wasm', off, false);
  expect({ what, right }).toEqual({ what: name, right: false });
  expect(error).toBeGreaterThan(0.05);

  // This build has no WebGPU.
  const failed = await selfCheck(ort, 'webgpu', expected, false);
  expect(failed).toMatchObject({ error: 1, right: false, failed: true });
  expect(failed.what).toMatch(/webgpu/i);
}, 120_000);
