import { describe, expect, it } from 'vitest';
import { judged } from './machine.ts';

const choice = {
  backend: 'cpu',
  reason: 'forced',
  adapter: 'Some GPU',
  threads: 2,
  rasterizer: 'webgpu',
} as const;

describe('judged', () => {
  it('computes on a GPU that is right, without a word', () => {
    const { choice: made, warning } = judged(choice, { what: 'layers', error: 1e-6, right: true });
    expect(made).toMatchObject({ backend: 'webgpu', reason: 'forced', check: { features: 'own' } });
    expect(warning).toBeUndefined();
  });

  it('refuses one that is wrong, and says by how much', () => {
    const finding = { what: 'attention of 77 tokens', error: 0.0797, right: false };
    const { choice: made, warning } = judged(choice, finding);
    expect(made).toMatchObject({
      backend: 'cpu',
      reason: 'wrong-adapter',
      rasterizer: 'webgpu',
      check: { features: null, findings: { own: finding } },
    });
    expect(warning).toBe(
      'Some GPU computes wrong numbers in onnxruntime-node (attention of 77 tokens: off by 8.0 % of the range): it draws, but the CPU computes.',
    );
  });

  it('refuses one that cannot run the check, and says why', () => {
    const finding = { what: 'Error: no adapter', error: 1, right: false, failed: true } as const;
    expect(judged(choice, finding)).toMatchObject({
      choice: { backend: 'cpu', reason: 'wrong-adapter' },
      warning:
        "Some GPU could not run onnxruntime-node's self-check (Error: no adapter): it draws, but the CPU computes.",
    });
  });
});
