import { describe, expect, it } from 'vitest';
import { problemOf } from './machine.ts';

const wrong = { what: 'attention of 77 tokens', error: 0.0797, right: false };
const failed = { what: 'Error: no adapter', error: 1, right: false, failed: true } as const;

describe('the warning about an adapter that failed the self-check', () => {
  it('reports the error of an adapter with wrong numbers, even if another try could not run', () => {
    const findings = { subgroups: failed, plain: wrong };
    expect(problemOf('Some GPU', { features: null, findings, remembered: false })).toBe(
      'Some GPU computes wrong numbers (attention of 77 tokens: error 8.0 % of the range): the CPU computes and draws.',
    );
  });

  it('reports the reason if the check could not run', () => {
    const findings = { plain: failed };
    expect(problemOf('Some GPU', { features: null, findings, remembered: false })).toBe(
      'Some GPU could not run the self-check (Error: no adapter): the CPU computes and draws.',
    );
  });
});
