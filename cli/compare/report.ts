import {
  figuresOf,
  meanFigures,
  pooledFigures,
  type Figures,
} from '../../src/core/metrics/figures.ts';
import type { Result } from '../evaluate/report.ts';
import { jsonFigures, markdownTable, textTable, type TableRow } from '../evaluate/table.ts';
import type { Row } from './rows.ts';
import type { Variant } from './variants.ts';

/** The comparison of one row of one variant with the true pictures. */
export interface RowResult {
  variant: Variant;
  row: Row;
  result: Result;
}

/** A row that has no figures, and why. */
export interface FailedRow {
  name: string;
  reason: string;
}

/** What was compared, as it was typed. */
export interface Setting {
  sample: string;
  background: string;
  lpips?: { weights: string; net: string };
}

const SENTENCES = {
  all: 'All views. Means of the views; IoU lab is pooled over their pixels.',
  unseen: 'Views that were no input. Means of these views; IoU lab is pooled over their pixels.',
};

/** The figures of the views that `isTaken` takes. Null if there are none. */
function averaged({ result: { views } }: RowResult, isTaken: (view: number) => boolean) {
  const counts = views.filter((_, i) => isTaken(i)).map((view) => view.counts);
  if (counts.length === 0) return null;
  return { mean: meanFigures(counts.map(figuresOf)), pooled: pooledFigures(counts) };
}

const isUnseen =
  ({ row }: RowResult) =>
  (view: number): boolean =>
    !row.runOf(view).inputs.includes(view);

/** One line per row. Rows without such views are left out. */
const tableOf = (results: readonly RowResult[], part: 'all' | 'unseen'): TableRow[] =>
  results.flatMap((each) => {
    const figures = averaged(each, part === 'all' ? () => true : isUnseen(each));
    if (!figures) return [];
    const shown: Figures = { ...figures.mean, iouLab: figures.pooled.iouLab };
    return [{ name: each.result.name, figures: shown }];
  });

/** The content of compare.json. */
export function compareJson(
  setting: Setting,
  results: readonly RowResult[],
  failed: readonly FailedRow[],
) {
  const part = (figures: ReturnType<typeof averaged>) =>
    figures && { mean: jsonFigures(figures.mean), pooled: jsonFigures(figures.pooled) };
  return {
    format: 'mouse-facelift-comparison',
    version: 1,
    ...setting,
    rows: results.map((each) => {
      const { variant, row, result } = each;
      return {
        ...{ name: result.name, kind: row.kind, pack: variant.packName, embeds: variant.embeds },
        all: part(averaged(each, () => true)),
        unseen: part(averaged(each, isUnseen(each))),
        views: result.views.map(({ name, counts }, i) => {
          const { inputs, folder } = row.runOf(i);
          return { name, inputs, run: folder, ...jsonFigures(figuresOf(counts)) };
        }),
      };
    }),
    failed,
  };
}

/** The content of compare.md. */
export const compareMarkdown = (setting: Setting, results: readonly RowResult[]): string =>
  [
    '# Comparison',
    `Sample \`${setting.sample}\`, on ${setting.background}.`,
    SENTENCES.all,
    markdownTable('', tableOf(results, 'all')),
    SENTENCES.unseen,
    markdownTable('', tableOf(results, 'unseen')),
  ]
    .join('\n\n')
    .concat('\n');

/** The lines that the command prints. */
export const compareLines = (results: readonly RowResult[]): string[] => [
  SENTENCES.all,
  ...textTable('', tableOf(results, 'all')),
  SENTENCES.unseen,
  ...textTable('', tableOf(results, 'unseen')),
];
