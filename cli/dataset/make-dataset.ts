import path from 'node:path';
import { pinholeFault } from '../../src/core/camera/files/index.ts';
import { someNames } from '../../src/core/quoted.ts';
import { UsageError, type CommandContext } from '../command.ts';
import { makeSamples } from './make-samples.ts';
import { writeLists } from './lists.ts';
import { planDataset, type DatasetPlan } from './plan.ts';
import { claimFolder } from './record.ts';
import type { DatasetOptions } from './request.ts';
import { isWritten, sampleName } from './sample-files.ts';

/** The numbers of the samples that are not there yet. */
async function pendingOf(
  { moments, offsets, id }: DatasetPlan,
  { out, force }: DatasetOptions,
): Promise<number[]> {
  const pending: number[] = [];
  for (const [i, moment] of moments.entries()) {
    const record = {
      settings: id,
      moment,
      frames: offsets.map((offset) => moment + offset),
    };
    if (force || !(await isWritten(path.join(out, sampleName(i)), record))) pending.push(i);
  }
  return pending;
}

/** @throws UsageError if samples would be written among the videos */
function requireApart({ out, videos, masks }: DatasetOptions): void {
  const inputs = [videos, ...(masks === null ? [] : [masks])];
  const same = inputs.find((input) => path.resolve(input) === path.resolve(out));
  if (same !== undefined)
    throw new UsageError(`${out} is an input. Choose another folder with --out.`);
}

/**
 * Makes the samples of a data folder, and then their lists. Samples that are there already are left out.
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
  await claimFolder(out, plan, force);
  const pending = await pendingOf(plan, options);
  const { moments } = plan;
  const there = moments.length - pending.length;
  if (there > 0 && pending.length > 0)
    context.say(`${out}: ${there} of ${moments.length} samples are there already`);
  if (pending.length > 0) await makeSamples(pending, { options, plan, context });
  const { sentence, areThere } = await writeLists(moments.length, options);
  const isDone = pending.length === 0 && areThere;
  context.say(
    isDone
      ? `${out}: done before (--force makes it again)`
      : `${out}: ${sentence}; frames ${moments[0]} to ${moments[moments.length - 1]}`,
  );
}
