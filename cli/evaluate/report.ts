import type { Similarity } from '../../src/core/camera/similarity.ts';
import {
  figuresOf,
  meanFigures,
  pooledFigures,
  type Counts,
  type Figures,
} from '../../src/core/metrics/figures.ts';
import { jsonLosses, type LossReport } from '../../src/core/metrics/loss-report.ts';
import { lossLines, lossMarkdown } from './loss-text.ts';
import { jsonFigures, markdownTable, notesOf, textTable, type TableRow } from './table.ts';
import type { Ground } from '../../src/pipeline/posed/truth.ts';
import type { Truth } from './truth.ts';

/** One comparison. */
export interface ViewResult {
  name: string;
  width: number;
  height: number;
  maskFrom: Truth['maskFrom'];
  /** Fraction of the picture that the mask covers, 0…1. */
  maskFraction: number;
  counts: Counts;
  /** Name of the sheet's file. Absent: there is none. */
  sheet?: string;
}

/** The comparisons of one candidate. */
export interface Result {
  name: string;
  source: string;
  gaussians?: number;
  placement?: Similarity | null;
  views: readonly ViewResult[];
  /** Where the splat loses. Absent: it is not known which views the reconstructor got. */
  losses?: LossReport;
}

/** What was compared with what, as it was typed. */
export interface Setting {
  truth: string;
  /** Camera file. Absent for finished pictures. */
  cameras?: string;
  background: Ground;
  /** File with the weights of LPIPS, and its network. Absent: it was not computed. */
  lpips?: { weights: string; net: string };
}

const AVERAGED = {
  mean: 'Of each figure over the views, with equal weight. A view without the figure is left out, and so is one with an infinite PSNR.',
  pooled: 'Over the pixels of all views together. iouLab is pooled in the lab’s evaluation.',
};

const means = ({ views }: Result) => ({
  mean: meanFigures(views.map(({ counts }) => figuresOf(counts))),
  pooled: pooledFigures(views.map(({ counts }) => counts)),
});

/** Views whose PSNR is infinite while that of others is not: the mean leaves them out. */
function leftOutNotes({ views }: Result): string[] {
  const all = views.map(({ name, counts }) => ({ name, figures: figuresOf(counts) }));
  return (['psnr', 'psnrMask'] as const).flatMap((key) => {
    const equal = all.filter(({ figures }) => figures[key] === Infinity).map(({ name }) => name);
    if (equal.length === 0) return [];
    if (equal.length === all.length)
      return [`${key}: all pictures are equal, so the mean is infinite`];
    return [`${key}: the mean leaves out ${equal.join(', ')}, where it is infinite`];
  });
}

/** The content of metrics.json. */
export function reportJson({ background, ...setting }: Setting, results: readonly Result[]) {
  return {
    format: 'mouse-facelift-evaluation',
    version: 1,
    ...setting,
    background,
    averaged: AVERAGED,
    results: results.map((result) => {
      const { views, losses, ...about } = result;
      const { mean, pooled } = means(result);
      return {
        ...about,
        mean: jsonFigures(mean),
        pooled: jsonFigures(pooled),
        notes: leftOutNotes(result),
        ...(losses && { losses: jsonLosses(losses) }),
        views: views.map(({ counts, ...view }) => {
          return { ...view, ...jsonFigures(figuresOf(counts)), notes: notesOf(counts) };
        }),
      };
    }),
  };
}

/** Rows of one candidate: each view, the mean, and all pixels together. */
function rowsOf(result: Result): TableRow[] {
  const { mean, pooled } = means(result);
  return [
    ...result.views.map(({ name, counts }) => ({ name, figures: figuresOf(counts) })),
    { name: 'mean', figures: mean },
    { name: 'pooled', figures: pooled },
  ];
}

/** One row for each of several candidates: the mean, with the IoU of the lab pooled. */
const rowsOfAll = (results: readonly Result[]): TableRow[] =>
  results.map((result) => {
    const { mean, pooled } = means(result);
    const figures: Figures = { ...mean, iouLab: pooled.iouLab };
    return { name: result.name, figures };
  });

/** The lines of text that the command prints: the views of one candidate, or one line for each of several. */
export const reportLines = (results: readonly Result[]): string[] =>
  results.length === 1
    ? [...textTable('view', rowsOf(results[0])), ...lossLines(results[0].losses)]
    : textTable('', rowsOfAll(results));

const EXPLAINED = [
  'PSNR in dB. *in mask*: over the pixels of the true mask. SSIM: Gaussian window of 11 × 11, as torchmetrics. LPIPS: of the whole picture, less is better. IoU: coverage above ½ with the mask. IoU lab: mean |rgb − background| > 0.1 with the mask.',
  '*mean*: over the views. *pooled*: over the pixels of all views. *equal*: infinite. –: it cannot be computed.',
];

/** The content of metrics.md. */
export function reportMarkdown(setting: Setting, results: readonly Result[]): string {
  const { truth, cameras, background } = setting;
  const [{ views }] = results;
  const count = views.length === 1 ? 'One view' : `${views.length} views`;
  const several = results.length > 1;
  return [
    '# Evaluation',
    `${count} of \`${truth}\`${cameras ? `, cameras \`${cameras}\`` : ''}, on ${background}.`,
    ...(several
      ? [
          markdownTable('', rowsOfAll(results)),
          'Each row is the mean over the views, but IoU lab is pooled over their pixels.',
        ]
      : []),
    ...results.flatMap((result) => [
      several ? `## ${result.name}` : `**${result.name}**`,
      ...leftOutNotes(result).map((note) => `${note}.`),
      markdownTable('view', rowsOf(result)),
      ...lossMarkdown(result.losses),
    ]),
    ...EXPLAINED,
  ]
    .join('\n\n')
    .concat('\n');
}
