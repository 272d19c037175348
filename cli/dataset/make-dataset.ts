import path from 'node:path';
import { pinholeFault } from '../../src/core/camera/files/index.ts';
import { someNames } from '../../src/core/quoted.ts';
import { UsageError, type CommandContext } from '../command.ts';
import { chosenBy, jobShard, stretchOf } from '../shard.ts';
import { makeSamples } from './make-samples.ts';
import { writeLists } from './lists.ts';
import { planDataset, type DatasetPlan } from './plan.ts';
import { claimFolder, requireOwn } from './record.ts';
import type { DatasetOptions } from './request.ts';
import { isWritten, sampleName } from './sample-files.ts';

/** Which of the numbered samples are not there yet. */
async function absentOf(
  numbers: readonly number[],
  { moments, offsets, id }: DatasetPlan,
  { out }: DatasetOptions,
): Promise<number[]> {
  const absent: number[] = [];
  for (const i of numbers) {
    const moment = moments[i];
    const record = { settings: id, moment, frames: offsets.map((offset) => moment + offset) };
    if (!(await isWritten(path.join(out, sampleName(i)), record))) absent.push(i);
  }
  return absent;
}

/** @throws UsageError if samples would be written among the videos */
function requireApart({ out, videos, masks }: DatasetOptions): void {
  const inputs = [videos, ...(masks === null ? [] : [masks])];
  const same = inputs.find((input) => path.resolve(input) === path.resolve(out));
  if (same !== undefined)
    throw new UsageError(`${out} is an input. Choose another folder with --out.`);
}

/**
 * Makes the samples of a data folder, or a part of them, and the lists when all samples are there. Samples that are there
 * already are left out. A part is a stretch of time, because videos are decoded from their start.
 * @throws UsageError, VideoError, AppError or OutputError
 */
export async function makeDataset(options: DatasetOptions, context: CommandContext): Promise<void> {
  requireApart(options);
  const { out, force, intrinsics } = options;
  const plan = await planDataset(options, context);
  const bent = plan.entries.flatMap((entry, i) => (pinholeFault(entry) ? [`${i}`] : []));
  if (bent.length > 0) context.say(`cameras whose frames are undistorted: ${someNames(bent, 20)}`);
  if (intrinsics === 'lab')
    context.warn(
      'With --intrinsics lab the cameras do not fit the pictures: 50° is written, whatever the lens is.',
    );
  await requireOwn(out, plan, force);
  const { moments } = plan;
  const all = moments.map((_, i) => i);
  const shard = options.shard ?? jobShard();
  const own = chosenBy(all, shard, 'samples', context, stretchOf(moments.length, shard));
  const part = shard.n === 1 ? '' : ` of part ${shard.i}/${shard.n}`;
  const pending = force ? own : await absentOf(own, plan, options);
  const there = own.length - pending.length;
  if (there > 0 && pending.length > 0)
    context.say(`${out}: ${there} of ${own.length} samples${part} are there already`);
  const claim = () => claimFolder(out, plan, force);
  if (pending.length > 0) await makeSamples(pending, { options, plan, context }, claim);
  else await claim();
  const absent = shard.n === 1 ? [] : await absentOf(all, plan, options);
  if (absent.length > 0) {
    context.say(
      `${out}: ${own.length} samples${part}; ${absent.length} of ${all.length} are not there yet. The process that makes the last one writes the lists`,
    );
    return;
  }
  const { sentence, areThere } = await writeLists(moments.length, options);
  const isDone = pending.length === 0 && areThere;
  context.say(
    isDone
      ? `${out}: done before (--force makes it again)`
      : `${out}: ${sentence}; frames ${moments[0]} to ${moments[moments.length - 1]}`,
  );
}
