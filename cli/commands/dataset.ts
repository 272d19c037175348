import { EXIT, type Command } from '../command.ts';
import { makeDataset } from '../dataset/make-dataset.ts';
import { options, readOptions } from '../dataset/read-options.ts';
import { requireOutput } from '../output/write-together.ts';

export const dataset: Command = {
  name: 'dataset',
  summary: 'Make a data folder of samples from the videos of several cameras.',
  forms: ['--videos <dir> --cameras <file> --out <dir> [--masks <dir>] [options]'],
  options,

  async run(args, context) {
    const typed = await readOptions(args);
    await requireOutput(typed.out);
    await makeDataset(typed, context);
    return EXIT.done;
  },
};
