import sharp, { type OverlayOptions } from 'sharp';
import type { RgbaImage } from '../../src/core/image/image.ts';

/** Space between cells, and around all, pixels. */
const GAP = 8;

/** Height of a line of text, pixels. */
const LINE = 20;

/** About the width of a letter, pixels. A longer text is cut. */
const LETTER = 7.2;

/** Least width of a sheet with a legend, pixels. */
const LEGEND = 800;

/** A picture on a sheet. */
export interface Cell {
  image: RgbaImage;
  /** A line above the picture. */
  caption?: string;
  /** Whether enlarged pixels stay visible as squares: for masks and errors. */
  blocks?: boolean;
}

/** Pictures side by side. */
interface SheetRow {
  /** Width of each picture on the sheet, pixels. */
  width: number;
  cells: readonly Cell[];
}

/** A sheet of pictures with text. */
export interface Sheet {
  /** Lines above all pictures. */
  lines: readonly string[];
  rows: readonly SheetRow[];
  /** SVG elements below all pictures, `LINE` pixels high and at most `LEGEND` pixels wide. */
  legend?: string;
}

const escaped = (text: string) =>
  text.replace(/[&<>"]|\p{C}/gu, (sign) =>
    /\p{C}/u.test(sign) ? ' ' : `&#${sign.charCodeAt(0)};`,
  );

/** The text, cut at the left if it is wider than `width` pixels: names differ at their ends. */
function fitting(text: string, width: number): string {
  const most = Math.floor(width / LETTER);
  return text.length <= most ? text : `…${text.slice(-(most - 1))}`;
}

/** A text as an SVG element. @param x distance from the left, pixels */
export const textSvg = (text: string, x = 0, weight = 'normal'): string =>
  `<text x="${x}" y="15" font-family="sans-serif" font-size="13" font-weight="${weight}" fill="#111">${escaped(text)}</text>`;

/** SVG elements as a picture. Sizes in pixels. */
export const svg = (content: string, width: number, height = LINE): Buffer =>
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${content}</svg>`,
  );

/** A thin line around a picture: on white nobody sees where a picture on white ends. */
const frameSvg = (width: number, height: number): Buffer =>
  svg(
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" fill="none" stroke="#c8c8c8"/>`,
    width,
    height,
  );

/** A picture at the width of its cell, for a composition. Its height follows from its proportions. */
async function scaled({ image, blocks = false }: Cell, width: number) {
  const raw = { width: image.width, height: image.height, channels: 4 } as const;
  const height = Math.max(1, Math.round((width * image.height) / image.width));
  const kernel = width <= image.width ? 'lanczos3' : blocks ? 'nearest' : 'cubic';
  const input = await sharp(image.data, { raw }).resize(width, height, { kernel }).raw().toBuffer();
  return { input, raw: { width, height, channels: 4 } as const };
}

/** Draws a sheet as a PNG. Text needs a font on this machine; without one the pictures have no captions. */
export async function drawSheet({ lines, rows, legend }: Sheet): Promise<Uint8Array> {
  const inner = Math.max(
    ...rows.map(({ width, cells }) => cells.length * (width + GAP) - GAP),
    ...lines.map(({ length }) => length * LETTER),
    legend ? LEGEND : 0,
  );
  const parts: OverlayOptions[] = [];
  let top = GAP;
  for (const [i, line] of lines.entries()) {
    const input = svg(textSvg(line, 0, i === 0 ? 'bold' : 'normal'), Math.ceil(inner));
    parts.push({ input, left: GAP, top });
    top += LINE;
  }
  for (const { width, cells } of rows) {
    const places = cells.map((cell, i) => ({ cell, left: GAP + i * (width + GAP) }));
    if (cells.some(({ caption }) => caption !== undefined)) {
      for (const { cell, left } of places)
        if (cell.caption)
          parts.push({ input: svg(textSvg(fitting(cell.caption, width)), width), left, top });
      top += LINE;
    }
    let highest = 0;
    for (const { cell, left } of places) {
      const { input, raw } = await scaled(cell, width);
      parts.push({ input, raw, left, top }, { input: frameSvg(width, raw.height), left, top });
      highest = Math.max(highest, raw.height);
    }
    top += highest + GAP;
  }
  if (legend) {
    parts.push({ input: svg(legend, Math.ceil(inner)), left: GAP, top });
    top += LINE;
  }
  const size = { width: Math.ceil(inner) + 2 * GAP, height: top + GAP };
  return sharp({ create: { ...size, channels: 3, background: 'white' } })
    .composite(parts)
    .png()
    .toBuffer();
}
