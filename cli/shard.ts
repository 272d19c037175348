import { UsageError } from './command.ts';

/** Every n-th item, starting with the i-th; i counts from 1. */
export interface Shard {
  i: number;
  n: number;
}

/** @throws UsageError for anything but `i/n` with 1 ≤ i ≤ n */
export function parseShard(typed: string): Shard {
  const [, first, second] = /^(\d{1,6})\/(\d{1,6})$/.exec(typed) ?? [];
  const [i, n] = [Number(first), Number(second)];
  if (i >= 1 && i <= n) return { i, n };
  throw new UsageError(`--shard must be i/n with i from 1 to n, not ${JSON.stringify(typed)}.`);
}

export const shardOf = <Item>(items: readonly Item[], { i, n }: Shard): Item[] =>
  items.filter((_, at) => at % n === i - 1);
