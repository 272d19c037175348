import path from 'node:path';
import { mapCamera } from '../../src/core/camera/similarity.ts';
import { directTable } from '../../src/pipeline/direct-table.ts';
import { UsageError } from '../command.ts';
import { existing } from '../pictures.ts';
import type { CommandBase } from '../reconstruct/base.ts';
import { chosenOf } from '../reconstruct/posed-pictures.ts';
import { reconstructJobs } from '../reconstruct/samples.ts';
import { samplesIn } from '../sample-folder.ts';
import { ofSample, rigShifts } from './alignment.ts';
import { filmCameras } from './film-cameras.ts';
import type { SequenceForm } from './form.ts';
import { framesOf, type Frame } from './frame.ts';
import { sampleMotions } from './motion.ts';
import { inPixels } from './rig-shifts.ts';
import { findRig, frameOf, movedText, type Posed } from './rig.ts';
import { withoutPictures, type SequenceSource } from './source.ts';

/**
 * A sequence of samples of one rig. Each is placed for itself, and its splat is moved back into one frame.
 * @throws UsageError or AppError if it cannot be made
 */
export async function sampleSequence(
  base: CommandBase,
  form: SequenceForm,
  source: Posed,
): Promise<SequenceSource> {
  const { film, out, output, force } = form;
  const { input, placed, posed } = source;
  if ((await existing(input)) !== 'folder')
    throw new UsageError(`${input} is a file. --data takes a folder of samples.`);
  const sources = await samplesIn(input);
  if (sources.length === 0) throw new UsageError(`${input} contains no samples.`);
  const names = sources.map((folder) => path.basename(folder));
  const frames = framesOf({ sources, names }, film.range, { from: input, out });
  const rig = await findRig(frames, source);
  const moved = await movedText(frames, rig);
  if (moved) base.context.warn(moved);
  const name = path.basename(rig.sample.cameras);
  const used = chosenOf(posed.inputViews, rig.cameras.length, { option: 'input-views', name });
  const toSplats = frameOf(
    used.map((i) => rig.cameras[i]),
    placed,
    base.pack.manifest.rig,
  );
  const cameras = await filmCameras(film, { cameras: rig.cameras, name });
  const settings = { ...output, ply: 'standard', placement: placed.placement } as const;
  // Frames have no turntable, and results without one are finished.
  const runtime = { ...base.runtime, openVideo: undefined };
  const request = { ...base, runtime, ...posed, settings, force };
  // Cameras that move have no errors in common.
  const canShare = moved === null && placed.placement !== 'none';
  return {
    frames,
    cameras: cameras.map(({ number, camera }) => ({
      number,
      camera: mapCamera(toSplats, camera),
    })),
    toSplats,
    async reconstruct(chosen, doubts) {
      const rigid = canShare && chosen.length > 0 ? await rigShifts(frames, request) : null;
      const stages = withoutPictures(directTable);
      const failures = new Map<Frame, string>();
      for (const frame of chosen) {
        const shifts =
          rigid && (await ofSample(frame.source, request, (its) => inPixels(rigid, its)));
        const own = { ...request, shifts: shifts ?? undefined };
        const failed = await reconstructJobs([frame], stages, own, doubts);
        failed.forEach((why, each) => failures.set(each, why));
      }
      return failures;
    },
    motions: (done, read) => sampleMotions(done, toSplats, { read, smooth: film.smooth }),
  };
}
