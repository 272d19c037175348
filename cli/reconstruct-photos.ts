import path from 'node:path';
import type { LoadedPack } from '../src/packs/load.ts';
import { photoStages } from '../src/packs/manifest.ts';
import type { Runtime, StageContext } from '../src/pipeline/context.ts';
import type { RunSettings, StageEvent } from '../src/pipeline/events.ts';
import { planMemory } from '../src/pipeline/memory-plan.ts';
import { Runner } from '../src/pipeline/runner.ts';
import { table, type Given, type Outputs } from '../src/pipeline/table.ts';
import { Artifacts } from './artifacts.ts';
import { EXIT, UsageError, type CommandContext } from './command.ts';
import { existing, openPicture, outputNames, picturesIn } from './pictures.ts';
import { sentenceOf } from './sentence.ts';
import { shardOf, type ShardIndex } from './shard.ts';

interface PhotosRequest {
  pack: LoadedPack;
  runtime: Runtime;
  /** Path of a photo, or of a folder of photos. */
  input: string;
  /** Path of the output folder. */
  out: string;
  settings: RunSettings;
  shard: ShardIndex;
  context: CommandContext;
}

type PhotoRunner = Runner<Given, Outputs, RunSettings, StageContext, StageEvent>;

/** One photo, and the folder for its output files. */
interface Job {
  file: string;
  folder: string;
}

async function jobsOf({ input, out, shard }: PhotosRequest): Promise<Job[]> {
  const isFile = (await existing(input)) === 'file';
  if (isFile && shard.n > 1) throw new UsageError('--shard needs a folder of photos.');
  const files = isFile ? [input] : await picturesIn(input);
  const names = outputNames(files);
  const jobs = files.map((file, i) => ({ file, folder: path.join(out, names[i]) }));
  return shardOf(jobs, shard);
}

/** Runs the pipeline on one photo. The files are written after the run has succeeded. */
async function reconstructPhoto(runner: PhotoRunner, job: Job, request: PhotosRequest) {
  const { pack, runtime, settings, context } = request;
  const { signal } = new AbortController();
  const memory = await planMemory(pack, await runtime.sessions.limits(), {
    guided: settings.guidance !== 1,
    split: settings.splitGuidance,
    viewCount: settings.viewCount,
    viewSize: settings.viewSize,
  });
  const artifacts = new Artifacts();
  const start = performance.now();
  const { outputs } = await runner.run({
    given: { source: await openPicture(job.file) },
    basis: [pack],
    settings,
    signal,
    context: (scope) => ({ pack, runtime, memory, signal, ...scope }),
    onEvent: artifacts.take,
  });
  await artifacts.write(job.folder);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  context.say(`${job.folder}: ${outputs.reconstruct.count} Gaussians, ${seconds} s`);
}

/**
 * Reconstructs a photo or a folder of photos. If a photo of a folder fails, the next photos are still reconstructed, and
 * the failures are reported at the end. Resolves with the exit code.
 */
export async function reconstructPhotos(request: PhotosRequest): Promise<number> {
  photoStages(request.pack.manifest);
  const jobs = await jobsOf(request);
  const runner: PhotoRunner = new Runner(table);
  if ((await existing(request.input)) === 'file') {
    await reconstructPhoto(runner, jobs[0], request);
    return EXIT.done;
  }
  const failures: string[] = [];
  for (const job of jobs) {
    try {
      await reconstructPhoto(runner, job, request);
    } catch (error) {
      failures.push(`${path.basename(job.file)}: ${sentenceOf(error)}`);
    }
  }
  if (failures.length === 0) return EXIT.done;
  request.context.warn(`${failures.length} of ${jobs.length} photos failed. ${failures.join(' ')}`);
  return EXIT.partly;
}
