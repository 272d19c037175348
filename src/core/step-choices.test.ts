import { expect, it } from 'vitest';
import { stepChoices } from './step-choices.ts';

it('offers 50, 20 and 10 steps to a pack that was made for 50', () => {
  expect(stepChoices(50)).toEqual([
    { steps: 50, time: 1 },
    { steps: 20, time: 0.4 },
    { steps: 10, time: 0.2 },
  ]);
});

it('gives the time of whole steps', () => {
  for (const { steps, time } of stepChoices(33)) expect(time * 33).toBeCloseTo(steps, 12);
});

it.each([1, 4, 19])('offers nothing to a pack that was made for %i', (own) => {
  expect(stepChoices(own)).toEqual([]);
});
