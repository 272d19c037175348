import path from 'node:path';
import type { FilterName } from '../../src/core/gaussians/filters.ts';
import type { Ground } from '../../src/pipeline/posed/truth.ts';
import { choice, indices, number, required, sizeOption, text } from '../arguments.ts';
import { UsageError, type Arguments, type Command } from '../command.ts';
import { compareAll } from '../compare/compare.ts';
import { ROW_KINDS, rowsOf, type RowKind } from '../compare/rows.ts';
import { openVariants } from '../compare/variants.ts';
import { openLpips } from '../evaluate/lpips.ts';
import { Truths } from '../evaluate/truths.ts';
import { findPosed, posedViews } from '../evaluate/views.ts';
import { requireOutput } from '../output/write-together.ts';
import { openRasterizer } from '../runtime/drawing.ts';
import type { NodeBackend } from '../runtime/machine.ts';
import { openSample } from '../sample-folder.ts';

/** The words of an option that takes several, separated by commas. */
const list = (args: Arguments, name: string): string[] =>
  (text(args, name) ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');

function kindsOf(args: Arguments): readonly RowKind[] {
  const typed = list(args, 'rows');
  const isKind = (word: string): word is RowKind => ROW_KINDS.some((kind) => kind === word);
  const wrong = typed.find((word) => !isKind(word));
  if (wrong !== undefined)
    throw new UsageError(`--rows must be some of ${ROW_KINDS.join(', ')}, not ${wrong}.`);
  return typed.length === 0 ? ROW_KINDS : typed.filter(isKind);
}

/** The numbers of the views that may be inputs. @throws UsageError for one that is not there */
function orderOf(args: Arguments, views: number): number[] {
  const order = indices(args, 'input-views') ?? Array.from({ length: views }, (_, i) => i);
  const absent = order.find((view) => view >= views);
  if (absent !== undefined)
    throw new UsageError(
      `--input-views names view ${absent}, but the sample has the views 0 to ${views - 1}.`,
    );
  if (order.length < 2) throw new UsageError('compare needs two views or more as inputs.');
  return order;
}

export const compare: Command = {
  name: 'compare',
  summary: 'Compare one photo, all views, and fewer views as inputs, with several packs.',
  forms: ['--sample <dir> --out <dir> [options]'],
  options: {
    out: {
      type: 'string',
      value: '<dir>',
      help: 'Folder for compare.json, compare.md, compare.png, and the results in runs/. What is there from before is kept.',
    },
    sample: {
      type: 'string',
      value: '<dir>',
      help: 'Sample folder: images/, opencv_cameras.json, and perhaps masks/.',
    },
    packs: {
      type: 'string',
      value: '<dir|id>,…',
      help: 'Packs that are compared. Default: mouse-demo.',
    },
    embeds: {
      type: 'string',
      value: '<file>,…',
      help: "Files with view embeddings, for the rows of the photo. Each pack runs with each file. Default: the pack's own.",
    },
    rows: {
      type: 'string',
      value: 'photo,all,held-out,inputs',
      help: 'What is compared. photo: one picture, from which the model makes the views. all: all views. held-out: each view with a splat from the others. inputs: the first n views, for each n. Default: all four.',
    },
    'photo-view': {
      type: 'string',
      value: '<i>',
      help: 'Number of the view that is the photo, from 0. Default: 0.',
    },
    'input-views': {
      type: 'string',
      value: '<i,i,…>',
      help: 'Views that may be inputs, in the order in which inputs adds them. Default: all, in the order of the camera file.',
    },
    size: {
      type: 'string',
      value: '<pixels>',
      help: "Width of the reconstructor's views, as for reconstruct.",
    },
    filters: {
      type: 'string',
      value: 'pack|none|facelift',
      help: 'Filter that removes Gaussians. Default: pack.',
    },
    'camera-size': {
      type: 'string',
      value: '<WxH>',
      help: 'Size of the pictures for which the cameras were calibrated, as for reconstruct.',
    },
    lpips: { type: 'string', value: '<file>', help: 'Weights of LPIPS, as for evaluate.' },
    background: {
      type: 'string',
      value: 'white|black',
      help: 'What both pictures are drawn on. Default: white.',
    },
    backend: {
      type: 'string',
      value: 'cpu|webgpu|webgpu-any',
      help: 'Backend that computes and draws. Default: cpu.',
    },
    force: { type: 'boolean', help: 'Make runs again whose results are there.' },
  },

  async run(args, context) {
    if (args.positionals.length > 0)
      throw new UsageError(`compare takes a sample with --sample, not ${args.positionals[0]}.`);
    const [out, folder] = [required(args, 'out'), required(args, 'sample')];
    const kinds = kindsOf(args);
    const backend = choice<NodeBackend>(args, 'backend', ['cpu', 'webgpu', 'webgpu-any']);
    const ground = choice<Ground>(args, 'background', ['white', 'black']);
    const cameraSize = sizeOption(args, 'camera-size');
    await requireOutput(out);
    const variants = await openVariants(list(args, 'packs'), list(args, 'embeds'), context.root);
    const sample = await openSample(folder);
    const views = await posedViews(await findPosed({ sample: folder }), undefined, context.warn);
    const order = orderOf(args, views.length);
    const photo = number(args, 'photo-view', { min: 0, max: views.length - 1, whole: true }) ?? 0;
    const rows = rowsOf(kinds, order, photo);
    if (rows.length === 0) throw new UsageError('held-out needs three views or more as inputs.');
    const weights = text(args, 'lpips');
    const lpips = weights === undefined ? undefined : await openLpips(weights);
    const truths = await Truths.open(views, ground, context.warn, cameraSize);
    const { rasterizer, dispose } = await openRasterizer(
      backend === 'cpu' ? 'cpu' : 'webgpu',
      context.warn,
    );
    try {
      const settings = {
        ply: 'standard',
        filters: choice<FilterName>(args, 'filters', ['pack', 'none', 'facelift']),
        viewSize: number(args, 'size', { min: 8, max: 4096, whole: true }),
      } as const;
      return await compareAll({
        ...{ variants, rows, truths, lpips, out },
        comparing: {
          ...{ sample, order, cameraSize, settings, backend, context },
          ...{ out: path.join(out, 'runs'), force: args.values.force === true },
        },
        drawing: {
          ...{ rasterizer, views, sizes: truths.sizes, fileSizes: truths.fileSizes },
          ...{ ground, cameraSize, warn: context.warn },
          ...{ camerasName: path.basename(sample.cameras), axes: 'header', aligned: false },
        },
        setting: { sample: folder, background: ground, lpips: lpips?.about },
      });
    } finally {
      dispose();
    }
  },
};
