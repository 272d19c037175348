import { FIGURES, figuresOf, type Counts, type Figures } from '../../src/core/metrics/figures.ts';
import { figureText, HEADINGS, shownOf } from './numbers.ts';

/** A row of a table of figures. */
export interface TableRow {
  name: string;
  figures: Figures;
}

/** Cells of text: the headings, and one row for each name. The first column has the names. */
type Cells = readonly (readonly string[])[];

function cellsOf(first: string, rows: readonly TableRow[]): Cells {
  const shown = shownOf(rows.map(({ figures }) => figures));
  return [
    [first, ...shown.map((name) => HEADINGS[name])],
    ...rows.map(({ name, figures }) => [name, ...shown.map((key) => figureText(key, figures))]),
  ];
}

/** The table as lines of text: names to the left, figures to the right. @param first heading of the names */
export const textTable = (first: string, rows: readonly TableRow[]): string[] =>
  textCells(cellsOf(first, rows));

/** Cells as lines of text. */
export function textCells(cells: Cells): string[] {
  const widths = cells[0].map((_, i) => Math.max(...cells.map((row) => row[i].length)));
  return cells.map((row) =>
    row.map((text, i) => (i === 0 ? text.padEnd(widths[0]) : text.padStart(widths[i]))).join('  '),
  );
}

/** Signs that have a meaning in a table of Markdown. */
const escaped = (text: string) => text.replace(/[\\|`*<]/g, '\\$&');

/** The table in Markdown. */
export const markdownTable = (first: string, rows: readonly TableRow[]): string =>
  markdownCells(cellsOf(first, rows));

/** Cells in Markdown. */
export function markdownCells([head, ...body]: Cells): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(head),
    line(head.map((_, i) => (i === 0 ? '---' : '---:'))),
    ...body.map(([name, ...figures]) => line([escaped(name), ...figures])),
  ].join('\n');
}

/** Six digits after the point are more than any of the figures is worth. */
const rounded = (value: number) => Number(value.toFixed(6));

/**
 * Figures for JSON, which has no infinity: an infinite PSNR is null, and `notesOf` says so. LPIPS is left out if it was not
 * computed.
 */
export const jsonFigures = (figures: Figures): Record<string, number | null> =>
  Object.fromEntries(
    FIGURES.filter((name) => name !== 'lpips' || figures.lpips !== null).map((name) => {
      const value = figures[name];
      return [name, value !== null && Number.isFinite(value) ? rounded(value) : null];
    }),
  );

/** Why figures of one view are null in JSON. */
export function notesOf(counts: Counts): string[] {
  const figures = figuresOf(counts);
  const notes: string[] = [];
  if (figures.psnr === Infinity) notes.push('psnr: the pictures are equal, so it is infinite');
  else if (figures.psnrMask === Infinity)
    notes.push('psnrMask: the pictures are equal in the mask, so it is infinite');
  if (figures.psnrMask === null) notes.push('psnrMask: the mask is empty');
  if (figures.ssim === null) notes.push('ssim: the picture is smaller than the window of 11 × 11');
  if (counts.lpips === null) notes.push('lpips: the picture is too small for the network');
  if (figures.iou === null)
    notes.push('iou: the coverage is not known, or it and the mask are empty');
  return notes;
}
