import { UsageError } from './command.ts';

/** The value of `--shard`. It selects every n-th item, starting with the i-th. i counts from 1. */
export interface ShardIndex {
  i: number;
  n: number;
}

/** Reads `i/n`. @throws UsageError unless 1 ≤ i ≤ n */
export function parseShard(typed: string): ShardIndex {
  const [, first, second] = /^(\d{1,6})\/(\d{1,6})$/.exec(typed) ?? [];
  const [i, n] = [Number(first), Number(second)];
  if (i >= 1 && i <= n) return { i, n };
  throw new UsageError(`--shard must be i/n with i from 1 to n, not ${JSON.stringify(typed)}.`);
}

/** The items that one value of `--shard` selects. */
export const shardOf = <Item>(items: readonly Item[], { i, n }: ShardIndex): Item[] =>
  items.filter((_, at) => at % n === i - 1);
