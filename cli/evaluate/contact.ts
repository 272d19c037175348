import { resizeRgba } from '../../src/core/image/resize.ts';
import type { RgbaImage } from '../../src/core/image/image.ts';
import { meanFigures, type Figures } from '../../src/core/metrics/figures.ts';
import { figuresLine, shortLine } from './numbers.ts';
import { captioned, cellsOf, errorLegend, legendSvg, type Panels } from './panels.ts';
import type { Cell, Sheet } from './sheet.ts';

/** Width of a picture on a contact sheet, pixels. */
const WIDTH = 240;

/** With more views, they stand side by side in blocks of about so many. */
const BLOCK = 8;

/** One comparison on a contact sheet. */
export interface ContactItem {
  /** Name of the view. */
  view: string;
  panels: Panels;
  figures: Figures;
}

/** The picture, reduced to the width of a cell, so that a contact sheet of many views needs little memory. */
const reduced = (image: RgbaImage): RgbaImage =>
  image.width <= WIDTH
    ? image
    : resizeRgba(image, WIDTH, Math.max(1, Math.round((WIDTH * image.height) / image.width)));

/** The pictures, reduced. */
export const reducedPanels = ({ truth, drawn, overlap, error }: Panels): Panels => ({
  truth: reduced(truth),
  drawn: reduced(drawn),
  overlap: reduced(overlap),
  error: reduced(error),
});

/** The rows of one candidate: truth, rendering, mask and error of each view. */
function rowsOfOne(items: readonly ContactItem[]): Cell[][] {
  const blocks = Math.ceil(items.length / BLOCK);
  const height = Math.ceil(items.length / blocks);
  return Array.from({ length: height }, (_, row) =>
    Array.from({ length: blocks }, (_, block) => items[block * height + row])
      .filter((item) => item !== undefined)
      .flatMap(({ view, panels, figures }) => {
        const [truth, drawn, overlap, error] = captioned(cellsOf(panels));
        const text = { ...truth, caption: view };
        return [text, { ...drawn, caption: shortLine(figures) }, overlap, error];
      }),
  );
}

/** A row of truths, and below them a row of renderings and one of errors for each candidate. */
function rowsOfSeveral(
  names: readonly string[],
  candidates: readonly (readonly ContactItem[])[],
): Cell[][] {
  const rows: Cell[][] = [];
  for (let from = 0; from < candidates[0].length; from += BLOCK) {
    const part = candidates.map((items) => items.slice(from, from + BLOCK));
    rows.push(part[0].map(({ view, panels }) => ({ image: panels.truth, caption: view })));
    for (const [k, items] of part.entries()) {
      rows.push(items.map(({ panels }) => ({ image: panels.drawn, caption: names[k] })));
      rows.push(
        items.map(({ panels, figures }) => ({
          ...{ image: panels.error, caption: shortLine(figures), blocks: true },
        })),
      );
    }
  }
  return rows;
}

/**
 * The contact sheet of all views.
 * @param names of the candidates
 * @param candidates the comparisons of each candidate, in the order of the views
 */
export function contactSheet(
  names: readonly string[],
  candidates: readonly (readonly ContactItem[])[],
): Sheet {
  const isOne = names.length === 1;
  const rows = isOne ? rowsOfOne(candidates[0]) : rowsOfSeveral(names, candidates);
  const means = candidates.map((items, k) => {
    const mean = figuresLine(meanFigures(items.map(({ figures }) => figures)));
    return isOne ? `mean of ${items.length}: ${mean}` : `${names[k]}, mean: ${mean}`;
  });
  const where = isOne ? 'Above each rendering' : 'Above each error';
  return {
    lines: [
      isOne ? names[0] : 'The true pictures, and the renderings with their errors below them',
      ...means,
      `${where}: PSNR of the whole picture, PSNR in the mask, IoU (lab’s if the coverage is not known).`,
    ],
    rows: rows.map((cells) => ({ width: WIDTH, cells })),
    legend: isOne ? legendSvg() : errorLegend(),
  };
}
