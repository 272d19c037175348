import { canPrune } from '../../src/families/index.ts';
import { text } from '../arguments.ts';
import { UsageError, type Command } from '../command.ts';
import { openPackAt } from '../packs.ts';
import { requireOutput } from '../output/write-together.ts';
import { loosePictures } from '../posed/loose-pictures.ts';
import { readForm } from '../reconstruct/form.ts';
import { options } from '../reconstruct/options.ts';
import { reconstructPhotos } from '../reconstruct/photos.ts';
import { reconstructSamples } from '../reconstruct/samples.ts';
import { reconstructViews } from '../reconstruct/views.ts';
import { nodeMachine } from '../runtime/machine.ts';
import { openSample } from '../sample-folder.ts';

export const reconstruct: Command = {
  name: 'reconstruct',
  summary: 'Make Gaussians, pictures and a video from a photo, a folder of photos, or posed views.',
  forms: [
    '<photo or folder> --out <dir> [options]',
    '--sample <dir> --out <dir> [options]',
    '--data <dir> --out <dir> [options]',
    '--views <folder> --cameras <file> --out <dir> [options]',
  ],
  options,

  async run(args, context) {
    const form = readForm(args);
    const { out, backend, output } = form;
    await requireOutput(out);
    const pack = await openPackAt(text(args, 'pack'), context.root);
    if (output.pruneBackground && !canPrune(pack.manifest.stages.reconstruct))
      throw new UsageError(
        '--prune-background needs a pack whose GS-LRM was trained with all patches.',
      );
    const machine = await nodeMachine(backend, context.warn);
    const noVideo = args.values['no-turntable'] === true && { openVideo: undefined };
    const runtime = { ...machine.runtime, ...noVideo };
    const strict = args.values.strict === true;
    const base = { pack, runtime, strict, context };
    try {
      if (form.kind === 'photos') {
        const { defaults } = pack.manifest;
        const settings = {
          ...form.settings,
          seed: form.settings.seed ?? defaults.seed,
          steps: form.settings.steps ?? defaults.steps,
          guidance: form.settings.guidance ?? defaults.guidance,
          ...output,
        };
        return await reconstructPhotos({ ...base, ...form, settings });
      }
      const { source, placed, posed } = form;
      const request = { ...base, ...posed, settings: { ...output, ...placed } };
      if (source.kind === 'data') return await reconstructSamples({ ...request, ...source, out });
      const sample =
        source.kind === 'sample'
          ? await openSample(source.sample)
          : await loosePictures(source, context.warn);
      return await reconstructViews(sample, out, request);
    } finally {
      machine.dispose();
    }
  },
};
