import { expect, it } from 'vitest';
import { OTHER_LIMITS_S, PARTS, SHORT_S, stepsOf } from './index.ts';

it('the limits of a short measurement take at most nine minutes together', () => {
  const { adapter, pytorch } = OTHER_LIMITS_S;
  const seconds = PARTS.map((part) => {
    expect(part.shortLimitsS).toHaveLength(part.pieces.length);
    return stepsOf(part) * part.shortLimitsS.reduce((sum, limit) => sum + limit, 0);
  });
  const all = seconds.reduce((sum, part) => sum + part, adapter.short + pytorch.short);
  expect(all).toBeLessThanOrEqual(SHORT_S);
  expect(SHORT_S).toBeLessThanOrEqual(9 * 60);
});

it('what may be wrong is measured first, then the large networks', () => {
  expect(PARTS.map(({ name }) => name).slice(0, 4)).toEqual([
    'attention',
    'demo',
    'agreement',
    'official',
  ]);
});
