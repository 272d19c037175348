import { expect, it } from 'vitest';
import { chosenBy, stretchOf } from './shard.ts';

it('chosenBy says the part of a job, and warns of an empty one, also with stretches', () => {
  const lines: string[] = [];
  const context = {
    say: (line: string) => lines.push(line),
    warn: (line: string) => lines.push(line),
  };
  const items = [0, 1, 2, 3];
  const take = (i: number, n: number, from: string) => {
    const shard = { i, n, from };
    return chosenBy(items, shard, 'samples', context, stretchOf(items.length, shard));
  };
  expect(take(2, 2, 'SLURM_ARRAY_TASK_ID')).toEqual([2, 3]);
  expect(take(1, 9, '--shard')).toEqual([]);
  expect(chosenBy(items, { i: 2, n: 2, from: '--shard' }, 'samples', context)).toEqual([1, 3]);
  expect(lines).toEqual([
    'shard 2/2 (SLURM_ARRAY_TASK_ID): 2 of 4 samples',
    'Shard 1/9 selects none of the 4 samples.',
  ]);
});
