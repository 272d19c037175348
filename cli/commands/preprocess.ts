import { WHITE } from '../../src/core/image/cut-out.ts';
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import {
  DEFAULTS,
  METHODS,
  TARGET_RATIO,
  type CameraForm,
  type Method,
  type PreprocessOptions,
} from '../../src/core/preprocess/index.ts';
import { choice, either, number, required, text } from '../arguments.ts';
import { EXIT, UsageError, type Arguments, type Command } from '../command.ts';
import { requireWritable } from '../output/write-together.ts';
import { existing, requireFolderOrNothing } from '../pictures.ts';
import { preprocessData } from '../preprocess/data-folder.ts';
import { preprocessFile } from '../preprocess/single.ts';
import { writeSample } from '../preprocess/write-sample.ts';
import { looksLikeSample, openSample } from '../sample-folder.ts';
import { typedShard } from '../shard.ts';

/** Options that only some methods have. */
const ONLY: Readonly<Record<string, readonly Method[]>> = {
  'target-ratio': ['pixel_based', 'centered', 'uniform'],
  'target-size-ratio': ['pixel_based', 'centered', 'uniform'],
  'output-size': ['pixel_based', 'uniform'],
  'safe-margin': ['uniform'],
  'no-fit-in-frame': ['uniform'],
};

/** Options that only a data folder has. */
const DATA_ONLY = ['shard', 'num-samples', 'force'] as const;

function readOptions(args: Arguments): PreprocessOptions {
  const typed = required(args, 'method');
  const method = METHODS.find((each) => each === typed);
  if (!method)
    throw new UsageError(`--method must be ${METHODS.join(', ')}, not ${JSON.stringify(typed)}.`);
  for (const [name, methods] of Object.entries(ONLY))
    if (args.values[name] !== undefined && !methods.includes(method))
      throw new UsageError(`--${name} cannot be used with the method ${method}.`);
  const ratio = either(args, 'target-ratio', 'target-size-ratio') ?? 'target-ratio';
  return {
    method,
    cameras: choice<CameraForm>(args, 'intrinsics', ['exact', 'lab']),
    targetRatio: number(args, ratio, { min: 0.01, max: 1 }) ?? TARGET_RATIO[method],
    outputSize:
      number(args, 'output-size', { min: 16, max: 4096, whole: true }) ?? DEFAULTS.outputSize,
    safeMargin: number(args, 'safe-margin', { min: 0, max: 0.9 }) ?? DEFAULTS.safeMargin,
    fitInFrame: args.values['no-fit-in-frame'] !== true,
  };
}

/** The input, which may be given in two ways. @throws UsageError unless there is one */
function readInput(args: Arguments): string {
  const named = text(args, 'input-dir');
  const inputs = [...args.positionals, ...(named === undefined ? [] : [named])];
  if (inputs.length === 1) return inputs[0];
  throw new UsageError(`preprocess takes one picture or one folder, not ${inputs.length}.`);
}

/** @throws UsageError if results would replace what they are made of */
async function requireApart(input: string, out: string): Promise<void> {
  const real = (file: string) => realpath(file).catch(() => path.resolve(file));
  if ((await real(input)) === (await real(out)))
    throw new UsageError(`${out} is the input. Choose another folder with --out.`);
}

export const preprocess: Command = {
  name: 'preprocess',
  summary:
    'Centre and scale the pictures of samples, as the lab does, and move their cameras with them.',
  forms: [
    '<picture> --method <name> --out <dir> [options]',
    '<sample or data folder> --method <name> --out <dir> [options]',
  ],
  options: {
    method: {
      type: 'string',
      value: METHODS.join('|'),
      help: 'What is done: each view by itself, one scale by the boxes, one scale by the areas, or only alpha.',
    },
    out: {
      type: 'string',
      value: '<dir>',
      help: 'Folder for the picture or the sample. The samples of a data folder become its subfolders.',
    },
    intrinsics: {
      type: 'string',
      value: 'exact|lab',
      help: "Cameras: moved like the pixels, or by the lab's formulas, which mostly leave them as they are. Default: exact.",
    },
    'target-ratio': {
      type: 'string',
      value: '<0.01…1>',
      help: 'Size of the mouse as a fraction of the side. pixel_based and uniform: root of its area. centered: longer side of its box. Default: 0.3 for pixel_based, 0.7 for centered, 0.6 for uniform.',
    },
    'target-size-ratio': { type: 'string', value: '<0.01…1>', help: 'The same.' },
    'output-size': {
      type: 'string',
      value: '<pixels>',
      help: 'Side of the new pictures. Default: 512. centered keeps the width of the first picture.',
    },
    'safe-margin': {
      type: 'string',
      value: '<0…0.9>',
      help: 'For uniform: part of the half picture that stays free around the mouse. Default: 0.05.',
    },
    'no-fit-in-frame': {
      type: 'boolean',
      help: 'For uniform: scale around the middle of the picture, even if the mouse leaves it.',
    },
    threshold: {
      type: 'string',
      value: '<0…254>',
      help: 'Level above which a pixel is background, in pictures without alpha and masks. Default: 250.',
    },
    shard: {
      type: 'string',
      value: '<i/n>',
      help: 'Take every n-th sample of a data folder, starting with the i-th. Default: the part of a Slurm or Kubernetes job (docs/cluster.md), else all.',
    },
    'num-samples': { type: 'string', value: '<n>', help: 'Take only the first n samples.' },
    force: {
      type: 'boolean',
      help: 'Make samples again that are already there, made with the same options.',
    },
    'input-dir': { type: 'string', value: '<dir>', help: 'The folder, if it is not given alone.' },
    'output-dir': { type: 'string', value: '<dir>', help: 'The same as --out.' },
  },

  async run(args, context) {
    const input = readInput(args);
    const out = required(args, either(args, 'out', 'output-dir') ?? 'out');
    const options = readOptions(args);
    const threshold = number(args, 'threshold', { min: 0, max: 254, whole: true }) ?? WHITE;
    const shard = typedShard(args);
    const count = number(args, 'num-samples', { min: 1, max: 1e6, whole: true });
    const request = { options, threshold, context };
    const isFile = (await existing(input)) === 'file';
    await requireFolderOrNothing(out);
    await requireApart(input, out);
    const isSample = !isFile && (await looksLikeSample(input));
    if (!isFile && !isSample) {
      const force = args.values.force === true;
      await requireWritable(out);
      return preprocessData({ ...request, input, out, shard, count, force });
    }
    const dataOnly = DATA_ONLY.find((name) => args.values[name] !== undefined);
    if (dataOnly) throw new UsageError(`--${dataOnly} needs a data folder (sample_* …).`);
    await requireWritable(out);
    if (isFile) await preprocessFile(input, out, request);
    else await writeSample(await openSample(input), out, request);
    return EXIT.done;
  },
};
