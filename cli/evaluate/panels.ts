import type { Figures } from '../../src/core/metrics/figures.ts';
import type { RgbaImage } from '../../src/core/image/image.ts';
import { errorPicture, LARGEST_ERROR, writeHeat } from '../../src/core/metrics/error-picture.ts';
import { unlike } from '../../src/core/metrics/overlap.ts';
import { OVERLAP_COLOURS, overlapPicture } from '../../src/core/metrics/overlap-picture.ts';
import { cropRgba, type Box } from '../../src/pipeline/matting/crop-box.ts';
import type { Drawn } from './candidates.ts';
import { figuresLine } from './numbers.ts';
import { textSvg, type Cell, type Sheet } from './sheet.ts';
import type { Truth } from './truth.ts';

/** The pictures of one comparison, all of the same size. */
export interface Panels {
  truth: RgbaImage;
  drawn: RgbaImage;
  overlap: RgbaImage;
  error: RgbaImage;
}

/** Width of a picture on the sheet of one view, pixels. */
const WIDTH = 480;

/** The pictures of a comparison. If the coverage is not known, what differs from the background stands for it. */
export function panelsOf(truth: Truth, drawn: Drawn, background: number): Panels {
  const { image, mask } = truth;
  return {
    truth: image,
    drawn: drawn.image,
    overlap: overlapPicture(
      mask,
      drawn.covered ?? unlike(drawn.image, background),
      image.width,
      image.height,
    ),
    error: errorPicture(image, drawn.image, mask),
  };
}

/** A part of each picture. */
export function cropPanels(panels: Panels, box: Box | null): Panels {
  if (!box) return panels;
  const { truth, drawn, overlap, error } = panels;
  const crop = (image: RgbaImage) => cropRgba(image, box);
  return { truth: crop(truth), drawn: crop(drawn), overlap: crop(overlap), error: crop(error) };
}

/** The four pictures as cells. */
export const cellsOf = ({ truth, drawn, overlap, error }: Panels): Cell[] => [
  { image: truth },
  { image: drawn },
  { image: overlap, blocks: true },
  { image: error, blocks: true },
];

const CAPTIONS = ['truth', 'rendered', 'mask: truth and rendered', 'error in the mask'];

/** The cells with the names of the four pictures above them. */
export const captioned = (cells: readonly Cell[]): Cell[] =>
  cells.map((cell, i) => ({ ...cell, caption: CAPTIONS[i] }));

/** What the colours of errors mean, as SVG elements. @param x distance from the left, pixels */
export function errorLegend(x = 0): string {
  const bar = Array.from({ length: 60 }, (_, i) => {
    const colour = new Uint8ClampedArray(3);
    writeHeat(i / 59, colour, 0);
    return `<rect x="${x + 58 + 2 * i}" y="3" width="2.5" height="14" fill="rgb(${colour.join(',')})"/>`;
  });
  const most = `${LARGEST_ERROR} and more (mean of the channels)`;
  return [textSvg('error  0', x), ...bar, textSvg(most, x + 186)].join('');
}

/** What the colours of masks and errors mean, as SVG elements. */
export function legendSvg(): string {
  const { both, missing, extra } = OVERLAP_COLOURS;
  const swatch = (colour: readonly number[], text: string, x: number) =>
    `<rect x="${x}" y="3" width="14" height="14" fill="rgb(${colour.join(',')})" stroke="#888"/>` +
    textSvg(text, x + 20);
  return [
    swatch(both, 'in both', 0),
    swatch(missing, 'only in the truth', 84),
    swatch(extra, 'only in the rendering', 226),
    errorLegend(400),
  ].join('');
}

/** The sheet of one view: the detail around the subject, and the whole pictures below it. */
export function viewSheet(title: string, figures: Figures, panels: Panels, box: Box | null): Sheet {
  const { width, height } = panels.truth;
  const [first, ...others] = cellsOf(panels);
  const caption = `whole picture, ${width} × ${height}`;
  const whole = { width: WIDTH, cells: [{ ...first, caption }, ...others] };
  const detail = { width: WIDTH, cells: captioned(cellsOf(cropPanels(panels, box))) };
  return {
    lines: [title, figuresLine(figures)],
    rows: box ? [detail, whole] : [detail],
    legend: legendSvg(),
  };
}
