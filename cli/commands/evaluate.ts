import path from 'node:path';
import type { Ground } from '../../src/pipeline/posed/truth.ts';
import { choice, required, sizeOption, text } from '../arguments.ts';
import { EXIT, UsageError, type Arguments, type Command, type CommandContext } from '../command.ts';
import type { Candidate } from '../evaluate/candidates.ts';
import { evaluateAll } from '../evaluate/evaluate.ts';
import { findFinished, finishedCandidate } from '../evaluate/finished.ts';
import { openLpips, type Lpips } from '../evaluate/lpips.ts';
import { splatCandidates } from '../evaluate/splats.ts';
import { Truths } from '../evaluate/truths.ts';
import { findPosed, posedViews } from '../evaluate/views.ts';
import { requireFolderOrNothing } from '../pictures.ts';
import { requireWritable } from '../output/write-together.ts';
import { openRasterizer } from '../runtime/drawing.ts';
import type { NodeBackend } from '../runtime/machine.ts';
import type { AxesOption } from '../splat-file.ts';

/** Options that only splats need. */
const SPLAT_ONLY = [
  ...(['sample', 'views', 'cameras', 'camera-size', 'aligned', 'axes', 'backend'] as const),
] as const;

/** Finds out which form was typed. @throws UsageError if options of both forms are given, or some are missing */
function readForm(args: Arguments) {
  const { positionals } = args;
  const [renders, truth] = [text(args, 'renders'), text(args, 'truth')];
  if (renders !== undefined || truth !== undefined) {
    if (renders === undefined || truth === undefined)
      throw new UsageError('--renders and --truth must be given together.');
    const other = SPLAT_ONLY.find((name) => args.values[name] !== undefined);
    if (other) throw new UsageError(`--${other} cannot be used with --renders.`);
    if (positionals.length > 0)
      throw new UsageError(`--renders takes no splat, but ${positionals[0]} is given.`);
    return { kind: 'finished', renders, truth } as const;
  }
  if (positionals.length === 0)
    throw new UsageError('evaluate takes splats, or --renders and --truth with finished pictures.');
  const [sample, views, cameras] = (['sample', 'views', 'cameras'] as const).map((name) =>
    text(args, name),
  );
  if (sample !== undefined) {
    if (views !== undefined || cameras !== undefined)
      throw new UsageError('--sample stands for --views and --cameras: give either.');
    return { kind: 'splats', given: { sample } } as const;
  }
  if (views === undefined || cameras === undefined)
    throw new UsageError('--sample, or --views and --cameras, must be given.');
  return { kind: 'splats', given: { views, cameras } } as const;
}

/** What both forms have. */
interface Common {
  out: string;
  ground: Ground;
  lpips: Lpips | undefined;
}

/** Compares splats, which are drawn with the cameras of the true pictures. */
async function evaluateSplats(
  given: { sample: string } | { views: string; cameras: string },
  args: Arguments,
  { out, ground, lpips, context }: Common & { context: CommandContext },
): Promise<void> {
  const { warn } = context;
  const backend = choice<NodeBackend>(args, 'backend', ['webgpu', 'cpu']);
  const axes = choice<AxesOption>(args, 'axes', ['header', 'world', 'standard']);
  const make = await splatCandidates(args.positionals);
  const source = await findPosed(given);
  const views = await posedViews(source, text(args, 'masks'), warn);
  const truths = await Truths.open(views, ground, warn);
  const { cameras } = source;
  const camerasName = path.basename(cameras);
  const { rasterizer, dispose } = await openRasterizer(backend, warn);
  try {
    const { sizes } = truths;
    const aligned = args.values.aligned === true;
    const cameraSize = sizeOption(args, 'camera-size');
    const names = { camerasName, cameraSize };
    const drawing = { rasterizer, views, sizes, ...names, ground, axes, aligned, warn };
    const candidates: Candidate[] = make.map((one) => one(drawing));
    const truth = 'sample' in given ? given.sample : given.views;
    const setting = { truth, cameras, background: ground, aligned, lpips: lpips?.about };
    await evaluateAll({ candidates, truths, setting, out, lpips }, context);
  } finally {
    dispose();
  }
}

export const evaluate: Command = {
  name: 'evaluate',
  summary: 'Compare splats, or finished pictures, with true pictures.',
  forms: [
    '<gaussians.ply or folder> … --sample <dir> --out <dir> [options]',
    '<gaussians.ply or folder> … --views <folder> --cameras <file> --out <dir> [options]',
    '--renders <folder> --truth <folder> --out <dir> [options]',
  ],
  options: {
    out: {
      type: 'string',
      value: '<dir>',
      help: 'Folder for metrics.json, metrics.md, contact.png, and a sheet of each view.',
    },
    sample: {
      type: 'string',
      value: '<dir>',
      help: 'Folder with images/, opencv_cameras.json and, if there are any, masks/. Stands for --views and --cameras.',
    },
    views: { type: 'string', value: '<folder>', help: 'Folder with the true pictures.' },
    cameras: {
      type: 'string',
      value: '<file>',
      help: 'Camera file of the true pictures, or a folder with a COLMAP model.',
    },
    'camera-size': {
      type: 'string',
      value: '<WxH>',
      help: 'Size of the pictures for which the cameras were calibrated, as for reconstruct.',
    },
    aligned: {
      type: 'boolean',
      help: 'Move the pictures as reconstruct moved them so that the masks fit (shifts in placement.json). Default: the cameras of the file.',
    },
    masks: {
      type: 'string',
      value: '<folder>',
      help: 'Masks with the names of the true pictures, white on the mouse. Default: those of the camera file or the sample, else alpha, else all that is not white.',
    },
    renders: {
      type: 'string',
      value: '<folder>',
      help: 'Finished pictures, for example of another program, with the names of the true ones.',
    },
    truth: { type: 'string', value: '<folder>', help: 'True pictures for --renders.' },
    lpips: {
      type: 'string',
      value: '<file>',
      help: "Weights of LPIPS: torch.save(lpips.LPIPS(net='vgg' or 'alex').state_dict()). Adds LPIPS to the figures.",
    },
    background: {
      type: 'string',
      value: 'white|black',
      help: 'What both pictures are drawn on. Default: white.',
    },
    axes: {
      type: 'string',
      value: 'header|world|standard',
      help: 'Axes of the PLY, as for render. Default: as the header says.',
    },
    backend: { type: 'string', value: 'webgpu|cpu', help: 'Backend that draws. Default: webgpu.' },
  },

  async run(args, context) {
    const out = required(args, 'out');
    const ground = choice<Ground>(args, 'background', ['white', 'black']);
    const form = readForm(args);
    await requireFolderOrNothing(out);
    await requireWritable(out);
    const weights = text(args, 'lpips');
    const lpips = weights === undefined ? undefined : await openLpips(weights);
    if (form.kind === 'splats') {
      await evaluateSplats(form.given, args, { out, ground, lpips, context });
      return EXIT.done;
    }
    const { renders, truth } = form;
    const masks = text(args, 'masks');
    const source = await findFinished({ renders, truth, masks }, context.warn);
    const truths = await Truths.open(source.views, ground, context.warn);
    const candidates = [finishedCandidate(renders, source, ground)];
    const setting = { truth, background: ground, lpips: lpips?.about };
    await evaluateAll({ candidates, truths, setting, out, lpips }, context);
    return EXIT.done;
  },
};
