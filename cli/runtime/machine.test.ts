import { describe, expect, it } from 'vitest';
import { backendAfterCheck } from './machine.ts';

const choice = {
  backend: 'cpu',
  reason: 'forced',
  adapter: 'Some GPU',
  threads: 2,
  rasterizer: 'webgpu',
} as const;

describe('backendAfterCheck', () => {
  it('computes on a GPU that passed the check, without a warning', () => {
    const { choice: made, warning } = backendAfterCheck(choice, {
      what: 'layers',
      error: 1e-6,
      right: true,
    });
    expect(made).toMatchObject({ backend: 'webgpu', reason: 'forced', check: { features: 'own' } });
    expect(warning).toBeUndefined();
  });

  it('does not compute on a GPU with wrong numbers, and reports the error', () => {
    const finding = { what: 'attention of 77 tokens', error: 0.0797, right: false };
    const { choice: made, warning } = backendAfterCheck(choice, finding);
    expect(made).toMatchObject({
      backend: 'cpu',
      reason: 'wrong-adapter',
      rasterizer: 'webgpu',
      check: { features: null, findings: { own: finding } },
    });
    expect(warning).toBe(
      'Some GPU computes wrong numbers in onnxruntime-node (attention of 77 tokens: error 8.0 % of the range). It draws, but the CPU computes.',
    );
  });

  it('does not compute on a GPU that cannot run the check, and reports the reason', () => {
    const finding = { what: 'Error: no adapter', error: 1, right: false, failed: true } as const;
    expect(backendAfterCheck(choice, finding)).toMatchObject({
      choice: { backend: 'cpu', reason: 'wrong-adapter' },
      warning:
        "Some GPU could not run onnxruntime-node's self-check (Error: no adapter). It draws, but the CPU computes.",
    });
  });
});
