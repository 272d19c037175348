import { text } from './arguments.ts';
import { UsageError, type Arguments, type CommandContext } from './command.ts';

/** Which items one process takes: every n-th, starting with the i-th. i counts from 1. */
export interface ShardIndex {
  i: number;
  n: number;
}

/** A shard, and the option or the environment variable that says it. */
export interface Shard extends ShardIndex {
  from?: string;
}

/** Reads `i/n`. @throws UsageError unless 1 ≤ i ≤ n */
export function parseShard(typed: string): ShardIndex {
  const [, first, second] = /^(\d{1,6})\/(\d{1,6})$/.exec(typed) ?? [];
  const [i, n] = [Number(first), Number(second)];
  if (i >= 1 && i <= n) return { i, n };
  throw new UsageError(`--shard must be i/n with i from 1 to n, not ${JSON.stringify(typed)}.`);
}

type Environment = Readonly<Record<string, string | undefined>>;

/** A whole number of an environment variable. Undefined if it is not set. @throws UsageError if it is something else */
function wholeOf(environment: Environment, name: string): number | undefined {
  const value = environment[name];
  if (value === undefined || value === '') return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value);
  throw new UsageError(`The environment variable ${name} is ${JSON.stringify(value)}, no number.`);
}

/**
 * The shard of a job of a cluster. Slurm sets the variables of a job array by itself. Kubernetes sets JOB_COMPLETION_INDEX
 * of an indexed job, but not the number of its pods; JOB_COMPLETION_COUNT must be set in its file (docs/cluster.md).
 */
function shardOfJob(environment: Environment): Shard | null {
  const task = wholeOf(environment, 'SLURM_ARRAY_TASK_ID');
  const tasks = wholeOf(environment, 'SLURM_ARRAY_TASK_COUNT');
  if (task !== undefined && tasks !== undefined) {
    const first = wholeOf(environment, 'SLURM_ARRAY_TASK_MIN') ?? 0;
    const step = wholeOf(environment, 'SLURM_ARRAY_TASK_STEP') || 1;
    return checked((task - first) / step + 1, tasks, 'SLURM_ARRAY_TASK_ID');
  }
  const pod = wholeOf(environment, 'JOB_COMPLETION_INDEX');
  if (pod === undefined) return null;
  const pods = wholeOf(environment, 'JOB_COMPLETION_COUNT');
  if (pods === undefined)
    throw new UsageError(
      'JOB_COMPLETION_INDEX is set, but not JOB_COMPLETION_COUNT. Set it to the number of completions of the job, or give --shard.',
    );
  return checked(pod + 1, pods, 'JOB_COMPLETION_INDEX');
}

function checked(i: number, n: number, from: string): Shard {
  if (Number.isInteger(i) && i >= 1 && i <= n) return { i, n, from };
  throw new UsageError(
    `${from} names the process ${i} of ${n}. Number the tasks of the array without gaps, or give --shard.`,
  );
}

/** The shard that was typed. Undefined if none was. @throws UsageError */
export function typedShard(args: Arguments): Shard | undefined {
  const typed = text(args, 'shard');
  return typed === undefined ? undefined : { ...parseShard(typed), from: '--shard' };
}

/** The shard of a cluster's job, else the whole. It is for folders only. @throws UsageError */
export const jobShard = (environment: Environment = process.env): Shard =>
  shardOfJob(environment) ?? { i: 1, n: 1 };

/**
 * The items that a shard selects. Says how many they are in a job of a cluster, and warns if there are none.
 * @param what the items, for the sentences
 * @param chosen the items, if they are not every n-th
 */
export function chosenBy<Item>(
  items: readonly Item[],
  shard: Shard,
  what: string,
  { say, warn }: Pick<CommandContext, 'say' | 'warn'>,
  chosen: Item[] = shardOf(items, shard),
): Item[] {
  const { i, n, from } = shard;
  if (from !== undefined && from !== '--shard')
    say(`shard ${i}/${n} (${from}): ${chosen.length} of ${items.length} ${what}`);
  if (chosen.length === 0) warn(`Shard ${i}/${n} selects none of the ${items.length} ${what}.`);
  return chosen;
}

/** The numbers 0…count − 1 that one value of `--shard` selects, if its items must lie beside each other. */
export function stretchOf(count: number, { i, n }: ShardIndex): number[] {
  const from = Math.floor(((i - 1) * count) / n);
  const to = Math.floor((i * count) / n);
  return Array.from({ length: to - from }, (_, at) => from + at);
}

/** The items that one value of `--shard` selects. */
export const shardOf = <Item>(items: readonly Item[], { i, n }: ShardIndex): Item[] =>
  items.filter((_, at) => at % n === i - 1);
