import path from 'node:path';
import { EXIT, UsageError } from '../command.ts';
import { Doubts } from '../doubts.ts';
import { OutputError } from '../output/output-error.ts';
import { openSample, samplesIn } from '../sample-folder.ts';
import { sentenceOf } from '../sentence.ts';
import { chosenBy, jobShard, type Shard } from '../shard.ts';
import { hasResultsOf } from './finished.ts';
import { posedPictures, type OpenedSample } from './posed-pictures.ts';
import { reconstructSample, type ViewsRequest } from './views.ts';

interface SamplesRequest extends ViewsRequest {
  /** Path of the data folder. */
  data: string;
  /** Path of the output folder. */
  out: string;
  /** Undefined: that of a cluster's job, else the whole. */
  shard: Shard | undefined;
  /** Whether samples are run again, although their results are there. */
  force: boolean;
}

/** Whether the results of a sample are there. */
const isDone = (
  { pictures, sources, cameraSize }: OpenedSample,
  out: string,
  request: SamplesRequest,
): Promise<boolean> => {
  const views = pictures.map(({ fileName }) => fileName);
  return hasResultsOf({ files: sources, views, cameraSize }, out, request);
};

/**
 * Reconstructs the samples of a data folder, each into a subfolder of its name. If a sample fails, the next ones are
 * still reconstructed, and the failures are said at the end. Samples whose results are there are left out. Resolves with
 * the exit code.
 * @throws UsageError if there are no samples, OutputError if results cannot be written
 */
export async function reconstructSamples(request: SamplesRequest): Promise<number> {
  const { data, out, shard, force, strict, context } = request;
  const all = await samplesIn(data);
  if (all.length === 0) throw new UsageError(`${data} contains no samples.`);
  const chosen = chosenBy(all, shard ?? jobShard(), 'samples', context);
  const doubts = new Doubts(context);
  const failures: string[] = [];
  for (const folder of chosen) {
    const to = path.join(out, path.basename(folder));
    try {
      const sample = await openSample(folder);
      const opened = await posedPictures(sample, request);
      if (!force && (await isDone(opened, to, request)))
        context.say(`${to}: done before (--force makes it again)`);
      else await reconstructSample({ sample, opened }, to, request, doubts);
    } catch (error) {
      // The next sample would meet the same.
      if (error instanceof OutputError) throw error;
      failures.push(`${path.basename(folder)}: ${sentenceOf(error)}`);
    }
  }
  if (failures.length === 0) return doubts.exitCode(strict);
  context.warn(`${failures.length} of ${chosen.length} samples failed. ${failures.join(' ')}`);
  return EXIT.partly;
}
