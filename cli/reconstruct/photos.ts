import path from 'node:path';
import { photoStages } from '../../src/packs/manifest.ts';
import type { StageContext } from '../../src/pipeline/context.ts';
import type { RunSettings, StageEvent } from '../../src/pipeline/events.ts';
import { planMemory } from '../../src/pipeline/memory-plan.ts';
import { Runner } from '../../src/pipeline/runner.ts';
import { table, type Given, type Outputs } from '../../src/pipeline/table.ts';
import { EXIT, UsageError } from '../command.ts';
import { Doubts } from '../doubts.ts';
import type { CommandBase } from './base.ts';
import { readMask } from './corrections.ts';
import { isFinished } from './finished.ts';
import { failuresText, oneByOne, type Job } from './one-by-one.ts';
import { Artifacts } from '../output/artifacts.ts';
import { existing, leftOutText, openPicture, outputNames, picturesIn } from '../pictures.ts';
import { chosenBy, jobShard, type Shard } from '../shard.ts';

/** What all photos of a command have in common. */
export interface PhotosBase extends CommandBase {
  settings: RunSettings;
  /** Number of the page of TIFF files, from 1. */
  page: number;
  /** Whether photos of a folder are run again, although their results are there. */
  force: boolean;
}

interface PhotosRequest extends PhotosBase {
  /** Path of a photo, or of a folder of photos. */
  input: string;
  /** Path of the output folder. */
  out: string;
  /** Undefined: that of a cluster's job, else the whole. */
  shard: Shard | undefined;
  /** Whether photos in subfolders are taken, too. */
  recursive: boolean;
  /** Path of the photo's mask. Undefined: it is made. */
  mask: string | undefined;
}

type PhotoRunner = Runner<Given, Outputs, RunSettings, StageContext, StageEvent>;

/** The jobs of a folder. What is left out is said. */
async function jobsOf({ input, out, shard, recursive, context }: PhotosRequest): Promise<Job[]> {
  const { files, leftOut } = await picturesIn(input, { recursive });
  if (leftOut.length > 0) context.warn(leftOutText(leftOut));
  const names = outputNames(files, input);
  const jobs = files.map((source, i) => ({ source, folder: path.join(out, names[i]) }));
  return chosenBy(jobs, shard ?? jobShard(), 'photos', context);
}

/** Runs the pipeline on one photo. The files are written after the run has succeeded. */
async function reconstructPhoto(
  runner: PhotoRunner,
  job: Job,
  request: PhotosBase,
  doubts: Doubts,
): Promise<void> {
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
    given: { source: await openPicture(job.source, request.page) },
    basis: [pack],
    settings,
    signal,
    context: (scope) => ({ pack, runtime, memory, signal, ...scope }),
    onEvent: artifacts.take,
  });
  await artifacts.write(job.folder);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  context.say(`${job.folder}: ${outputs.reconstruct.count} Gaussians, ${seconds} s`);
  doubts.add(path.basename(job.source), artifacts.notices);
}

/** Reconstructs one photo. Resolves with the exit code. */
async function reconstructOne(request: PhotosRequest): Promise<number> {
  const { input, out, shard, recursive, strict, context, runtime } = request;
  if (shard && shard.n > 1) throw new UsageError('--shard needs a folder of photos.');
  if (recursive) throw new UsageError('--recursive needs a folder of photos.');
  const [name] = outputNames([input], path.dirname(input));
  const doubts = new Doubts(context);
  const job = { source: input, folder: path.join(out, name) };
  const { mask: file, page, settings } = request;
  const mask = file && (await readMask(file, await openPicture(input, page), runtime));
  const corrections = mask ? { ...settings.corrections, mask } : settings.corrections;
  const how = { ...request, settings: { ...settings, corrections } };
  await reconstructPhoto(new Runner(table), job, how, doubts);
  return doubts.exitCode(strict);
}

/**
 * Reconstructs photos one after another with the same stages. Photos whose results are there are left out. If a photo
 * fails, the next ones are still reconstructed. Resolves with a sentence about each photo that failed.
 * @throws OutputError if results cannot be written
 */
export function reconstructJobs<J extends Job>(
  jobs: readonly J[],
  stages: typeof table,
  request: PhotosBase,
  doubts: Doubts,
): Promise<Map<J, string>> {
  const runner: PhotoRunner = new Runner(stages);
  return oneByOne(jobs, async (job) => {
    if (!request.force && (await isFinished(job.source, job.folder, request)))
      request.context.say(`${job.folder}: done before (--force makes it again)`);
    else await reconstructPhoto(runner, job, request, doubts);
  });
}

/**
 * Reconstructs a photo or a folder of photos. If a photo of a folder fails, the next photos are still reconstructed, and
 * the failures are reported at the end. Photos of a folder whose results are there are left out. Resolves with the
 * exit code.
 * @throws OutputError if results cannot be written, also in the midst of a folder
 */
export async function reconstructPhotos(request: PhotosRequest): Promise<number> {
  photoStages(request.pack.manifest);
  if ((await existing(request.input)) === 'file') return reconstructOne(request);
  if (request.mask !== undefined) throw new UsageError('--mask needs one photo, not a folder.');
  const { strict, context } = request;
  const jobs = await jobsOf(request);
  const doubts = new Doubts(context);
  const failures = await reconstructJobs(jobs, table, request, doubts);
  if (failures.size === 0) return doubts.exitCode(strict);
  context.warn(`${failures.size} of ${jobs.length} photos failed. ${failuresText(failures)}`);
  return EXIT.partly;
}
