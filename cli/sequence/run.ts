import { rm } from 'node:fs/promises';
import path from 'node:path';
import { inverseSimilarity, mapCamera } from '../../src/core/camera/similarity.ts';
import { EXIT } from '../command.ts';
import { Doubts } from '../doubts.ts';
import { showProgress } from '../output/progress.ts';
import { writeTogether } from '../output/write-together.ts';
import { requireSeen } from '../posed/seen.ts';
import type { CommandBase } from '../reconstruct/base.ts';
import { failuresText } from '../reconstruct/one-by-one.ts';
import { chosenBy, jobShard } from '../shard.ts';
import { readSplat } from '../splat-file.ts';
import { drawFrame, removeOthers } from './draw.ts';
import { makeFilms } from './films.ts';
import type { SequenceForm } from './form.ts';
import { pictureName, plyName, viewName, type Frame } from './frame.ts';
import { splatOf, type Motion } from './motion.ts';
import { photoSequence } from './photos.ts';
import { sampleSequence } from './samples.ts';
import type { SequenceSource } from './source.ts';
import { tableFile } from './table.ts';

/** Name of the table. It is written last. */
const TABLE = 'sequence.json';

/** At most so many failures are told on stderr. The table has all. */
const TOLD = 5;

/** Draws the finished frames, makes the films, and writes the table. */
async function assemble(
  { frames, cameras, toSplats, motions: motionsOf }: SequenceSource,
  failures: ReadonlyMap<Frame, string>,
  { runtime, context }: CommandBase,
  { out, output, source, film: { fps, smooth, cameras: file } }: SequenceForm,
): Promise<void> {
  const done = frames.filter((frame) => !failures.has(frame));
  const read = (frame: Frame) => readSplat(splatOf(frame), 'header', context.warn);
  const motions = await motionsOf(done, read);
  const lab = source.kind === 'samples' && source.placed.frame === 'lab';
  const variant = lab && output.ply === 'standard' ? 'cameras' : output.ply;
  await rm(path.join(out, TABLE), { force: true });
  for (const [i, frame] of done.entries()) {
    showProgress(i, done.length);
    const motion: Motion = motions.get(frame)!;
    const cloud = await read(frame);
    if (i === 0 && file !== undefined) {
      const back = inverseSimilarity(motion.toSequence);
      const views = cameras.map(({ camera }) => mapCamera(back, camera));
      requireSeen(views, cloud, path.basename(file), context.warn);
    }
    await drawFrame(frame, { cloud, motion }, { out, cameras, variant, runtime });
  }
  showProgress(done.length, done.length);
  const plan = { out, frames, missing: new Set(failures.keys()), cameras, fps };
  const films = runtime.openVideo ? await makeFilms(plan, runtime.openVideo) : [];
  const table = await tableFile({
    input: source.input,
    splats: lab ? 'lab' : 'model',
    ...{ toSplats, smooth, fps, cameras, films, frames, failures, motions },
  });
  await writeTogether(out, new Map([[TABLE, table]]), () => false);
  const pictures = cameras.flatMap(({ number }) =>
    done.map((frame) => `${viewName(number)}/${pictureName(frame)}`),
  );
  await removeOthers(out, new Set([TABLE, ...films, ...done.map(plyName), ...pictures]));
}

/** The sentence about frames that failed. */
function failedText(failures: ReadonlyMap<Frame, string>, count: number): string {
  const told = failuresText(new Map([...failures].slice(0, TOLD)));
  const more = failures.size > TOLD ? ` … (+${failures.size - TOLD})` : '';
  return `${failures.size} of ${count} frames failed. They have no splat, and the films are grey there. ${told}${more}`;
}

/**
 * Makes a sequence: reconstructs each frame into a folder of its own, then draws all frames, and makes the films. A frame
 * that fails is left out. Frames that are done are not reconstructed again. A shard only reconstructs. Resolves with the
 * exit code.
 * @throws UsageError, OutputError, or AppError if it cannot be made at all
 */
export async function makeSequence(base: CommandBase, form: SequenceForm): Promise<number> {
  const { context, strict } = base;
  const start = performance.now();
  const sequence =
    form.source.kind === 'samples'
      ? await sampleSequence(base, form, form.source)
      : await photoSequence(base, form);
  const { frames } = sequence;
  const shard = form.shard ?? jobShard();
  const doubts = new Doubts(context);
  const chosen = chosenBy(frames, shard, 'frames', context);
  const failures = await sequence.reconstruct(chosen, doubts);
  const isWhole = shard.n === 1;
  if (isWhole && failures.size < frames.length) await assemble(sequence, failures, base, form);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const made = `${chosen.length - failures.size} of ${frames.length} frames`;
  const rest = isWhole ? '' : '; a run with --shard 1/1 makes the films when all are there';
  context.say(`${form.out}: ${made}, ${seconds} s${rest}`);
  if (failures.size === 0) return doubts.exitCode(strict);
  context.warn(failedText(failures, chosen.length));
  return EXIT.partly;
}
