import { expect, it } from 'vitest';
import { untilEnded } from './until-ended.ts';

it('reports until the end of the call, and not afterwards', async () => {
  const reported: number[] = [];
  let late: (value: number) => void = () => undefined;
  const call = async (listener: (value: number) => void) => {
    late = listener;
    listener(0.5);
    return 'whole';
  };
  expect(await untilEnded((value: number) => reported.push(value), call)).toBe('whole');
  late(1);
  expect(reported).toEqual([0.5]);
});

it('is silent after a failure, too', async () => {
  const reported: number[] = [];
  let late: (value: number) => void = () => undefined;
  const call = (listener: (value: number) => void) => {
    late = listener;
    return Promise.reject(new Error('ended'));
  };
  await expect(untilEnded((value: number) => reported.push(value), call)).rejects.toThrow('ended');
  late(1);
  expect(reported).toEqual([]);
});
