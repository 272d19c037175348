import type { Command } from '../command.ts';
import { withPack } from '../reconstruct/base.ts';
import { readForm } from '../sequence/form.ts';
import { options } from '../sequence/options.ts';
import { makeSequence } from '../sequence/run.ts';

export const sequence: Command = {
  name: 'sequence',
  summary: 'Make a splat of each frame, and films, from photos of one camera or samples in time.',
  forms: [
    '<folder of photos> --out <dir> [options]',
    '--data <folder of samples> --out <dir> [options]',
  ],
  options,

  async run(args, context) {
    const form = readForm(args);
    return withPack(args, form, context, (base) => makeSequence(base, form));
  },
};
