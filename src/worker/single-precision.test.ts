import { describe, expect, it } from 'vitest';
import type { BackendChoice } from '../inference/backend.ts';
import type { NetworkMemory } from '../pipeline/memory-plan.ts';
import { singlePrecisionNotice } from './single-precision.ts';

const LINUX =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';
const WINDOWS = LINUX.replace('X11; Linux x86_64', 'Windows NT 10.0; Win64; x64');

const plan = (lacksHalf: boolean) => {
  const sizes = { residentBytes: 1, foldedBytes: 0, activationBytes: 1, largestBytes: 1, flops: 1 };
  const network: NetworkMemory = { network: 'reconstructor', compute: 'f32', lacksHalf, ...sizes };
  return { networks: [network] };
};

const choice = (change: Partial<BackendChoice> = {}): BackendChoice => ({
  backend: 'webgpu',
  reason: 'hardware-adapter',
  adapter: 'nvidia turing',
  threads: 4,
  rasterizer: 'webgpu',
  half: false,
  ...change,
});

const single = {
  features: 'single',
  findings: { plain: { what: 'layers', error: 0.4, right: false } },
  remembered: false,
} as const;

describe('the notice about single precision', () => {
  it.each([
    ['NVIDIA on Linux', choice(), true, LINUX, 'single-precision-nvidia'],
    ['NVIDIA on Windows', choice(), true, WINDOWS, 'single-precision'],
    ['SwiftShader', choice({ adapter: 'google swiftshader' }), true, LINUX, 'single-precision'],
    ['networks that are small', choice(), false, LINUX, null],
    ['a GPU with half precision', choice({ half: true }), true, LINUX, null],
    ['the CPU', choice({ backend: 'wasm', half: undefined }), true, LINUX, null],
    ['half precision that the check refused', choice({ check: single }), true, LINUX, null],
  ] as const)('%s', (_, chosen, lacksHalf, userAgent, notice) => {
    expect(singlePrecisionNotice(chosen, plan(lacksHalf), userAgent)).toBe(notice);
  });
});
