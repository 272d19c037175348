import type { Command } from '../command.ts';
import { loosePictures } from '../posed/loose-pictures.ts';
import { withPack } from '../reconstruct/base.ts';
import { readForm, settingsFor } from '../reconstruct/form.ts';
import { options } from '../reconstruct/options.ts';
import { reconstructPhotos } from '../reconstruct/photos.ts';
import { reconstructSamples } from '../reconstruct/samples.ts';
import { reconstructViews } from '../reconstruct/views.ts';
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
    return withPack(args, form, context, async (machine) => {
      const noVideo = args.values['no-turntable'] === true && { openVideo: undefined };
      const base = { ...machine, runtime: { ...machine.runtime, ...noVideo } };
      if (form.kind === 'photos')
        return reconstructPhotos({ ...base, ...form, settings: settingsFor(base.pack, form) });
      const { source, placed, posed, output, out } = form;
      const request = { ...base, ...posed, settings: { ...output, ...placed } };
      if (source.kind === 'data') return reconstructSamples({ ...request, ...source, out });
      const sample =
        source.kind === 'sample'
          ? await openSample(source.sample)
          : await loosePictures(source, context.warn);
      return reconstructViews(sample, out, request);
    });
  },
};
