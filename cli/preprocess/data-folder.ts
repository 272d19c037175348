import path from 'node:path';
import { EXIT, UsageError } from '../command.ts';
import { OutputError } from '../output/output-error.ts';
import { sentenceOf } from '../sentence.ts';
import { openSample, samplesIn } from '../sample-folder.ts';
import { chosenBy, jobShard, type Shard } from '../shard.ts';
import { writeLists } from './lists.ts';
import type { PreprocessRequest } from './request.ts';
import { isWritten, writeSample } from './write-sample.ts';

interface DataRequest extends PreprocessRequest {
  /** Path of the data folder. */
  input: string;
  /** Path of the new data folder. */
  out: string;
  /** Undefined: that of a cluster's job, else the whole. */
  shard: Shard | undefined;
  /** Only the first samples, if it is given. */
  count: number | undefined;
  /** Whether samples are made again although they are there. */
  force: boolean;
}

/**
 * Preprocesses the samples of a data folder, and writes its lists. If a sample fails, the next ones are still made, and
 * the failures are said at the end. Resolves with the exit code.
 * @throws UsageError if there are no samples, OutputError if results cannot be written
 */
export async function preprocessData(request: DataRequest): Promise<number> {
  const { input, out, shard, count, force, context } = request;
  const all = (await samplesIn(input)).slice(0, count);
  if (all.length === 0)
    throw new UsageError(
      `${input} is neither a sample (images/ and opencv_cameras.json) nor a folder of samples.`,
    );
  const chosen = chosenBy(all, shard ?? jobShard(), 'samples', context);
  const failures: string[] = [];
  for (const folder of chosen) {
    const to = path.join(out, path.basename(folder));
    try {
      const sample = await openSample(folder);
      if (!force && (await isWritten(sample, to, request)))
        context.say(`${to}: done before (--force makes it again)`);
      else await writeSample(sample, to, request);
    } catch (error) {
      // The next sample would meet the same.
      if (error instanceof OutputError) throw error;
      failures.push(`${path.basename(folder)}: ${sentenceOf(error)}`);
    }
  }
  const lists = await writeLists(input, out);
  if (lists.length > 0) context.say(`${out}: ${lists.join(', ')}`);
  if (failures.length === 0) return EXIT.done;
  context.warn(`${failures.length} of ${chosen.length} samples failed. ${failures.join(' ')}`);
  return EXIT.partly;
}
