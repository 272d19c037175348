import { rigCameras } from '../../src/core/camera/rig.ts';
import { photoStages } from '../../src/packs/manifest.ts';
import { table } from '../../src/pipeline/table.ts';
import { UsageError } from '../command.ts';
import { existing, leftOutText, outputNames, picturesIn } from '../pictures.ts';
import type { CommandBase } from '../reconstruct/base.ts';
import { settingsFor } from '../reconstruct/form.ts';
import { reconstructJobs } from '../reconstruct/photos.ts';
import { filmCameras } from './film-cameras.ts';
import type { SequenceForm } from './form.ts';
import { framesOf } from './frame.ts';
import { photoMotions } from './motion.ts';
import { withoutPictures, type SequenceSource } from './source.ts';

/**
 * A sequence of photos of one camera. All have the same seed and the same noise.
 * @throws UsageError if it cannot be made
 */
export async function photoSequence(
  base: CommandBase,
  form: SequenceForm,
): Promise<SequenceSource> {
  const { film, out, output, page, force } = form;
  const { input } = form.source;
  const { manifest } = base.pack;
  photoStages(manifest);
  if (film.smooth && !manifest.stages.pose?.config.up)
    throw new UsageError(
      '--smooth with photos smooths which direction is up, and the networks of this pack do not find it.',
    );
  if ((await existing(input)) !== 'folder')
    throw new UsageError(`${input} is a file. sequence takes a folder of photos.`);
  const { files, leftOut } = await picturesIn(input, { hints: false });
  if (leftOut.length > 0) base.context.warn(leftOutText(leftOut, false));
  const names = outputNames(files, input);
  const settings = settingsFor(base.pack, { ...form, output: { ...output, ply: 'standard' } });
  const ring = { cameras: rigCameras(manifest.rig), name: `the rig of the pack ${manifest.id}` };
  // Frames have no turntable, and results without one are finished.
  const still = { ...base, runtime: { ...base.runtime, openVideo: undefined } };
  return {
    frames: framesOf({ sources: files, names }, film.range, { from: input, out }),
    cameras: await filmCameras(film, ring),
    toSplats: null,
    reconstruct: (frames, doubts) =>
      reconstructJobs(frames, withoutPictures(table), { ...still, settings, page, force }, doubts),
    motions: (frames) => photoMotions(frames, film.smooth),
  };
}
