import path from 'node:path';
import { directTable } from '../../src/pipeline/direct-table.ts';
import { EXIT, UsageError } from '../command.ts';
import { Doubts } from '../doubts.ts';
import { openSample, samplesIn } from '../sample-folder.ts';
import { chosenBy, jobShard, type Shard } from '../shard.ts';
import { hasResultsOf } from './finished.ts';
import { failuresText, oneByOne, type Job } from './one-by-one.ts';
import { posedPictures, type OpenedSample } from './posed-pictures.ts';
import { reconstructSample, type ViewsRequest } from './views.ts';

/** What all samples of a command have in common. */
export interface SamplesBase extends ViewsRequest {
  /** Whether samples are run again, although their results are there. */
  force: boolean;
}

interface SamplesRequest extends SamplesBase {
  /** Path of the data folder. */
  data: string;
  /** Path of the output folder. */
  out: string;
  /** Undefined: that of a cluster's job, else the whole. */
  shard: Shard | undefined;
}

/** Whether the results of a sample are there. */
const isDone = (
  { pictures, sources, cameraSize, shifts }: OpenedSample,
  out: string,
  request: SamplesBase,
): Promise<boolean> => {
  const views = pictures.map(({ fileName }) => fileName);
  return hasResultsOf({ files: sources, views, cameraSize, shifts }, out, request);
};

/**
 * Reconstructs samples one after another with the same stages. Samples whose results are there are left out. If a sample
 * fails, the next ones are still reconstructed. Resolves with a sentence about each sample that failed.
 * @throws OutputError if results cannot be written
 */
export const reconstructJobs = <J extends Job>(
  jobs: readonly J[],
  stages: typeof directTable,
  request: SamplesBase,
  doubts: Doubts,
): Promise<Map<J, string>> =>
  oneByOne(jobs, async ({ source, folder }) => {
    const sample = await openSample(source);
    const opened = await posedPictures(sample, request);
    if (!request.force && (await isDone(opened, folder, request)))
      request.context.say(`${folder}: done before (--force makes it again)`);
    else await reconstructSample({ sample, opened, stages }, folder, request, doubts);
  });

/**
 * Reconstructs the samples of a data folder, each into a subfolder of its name. If a sample fails, the next ones are
 * still reconstructed, and the failures are said at the end. Samples whose results are there are left out. Resolves with
 * the exit code.
 * @throws UsageError if there are no samples, OutputError if results cannot be written
 */
export async function reconstructSamples(request: SamplesRequest): Promise<number> {
  const { data, out, shard, strict, context } = request;
  const all = await samplesIn(data);
  if (all.length === 0) throw new UsageError(`${data} contains no samples.`);
  const chosen = chosenBy(all, shard ?? jobShard(), 'samples', context);
  const jobs = chosen.map((source) => ({ source, folder: path.join(out, path.basename(source)) }));
  const doubts = new Doubts(context);
  const failures = await reconstructJobs(jobs, directTable, request, doubts);
  if (failures.size === 0) return doubts.exitCode(strict);
  context.warn(`${failures.size} of ${jobs.length} samples failed. ${failuresText(failures)}`);
  return EXIT.partly;
}
