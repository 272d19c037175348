import sharp, { type OverlayOptions } from 'sharp';
import type { RgbaImage } from '../../../src/core/image/image.ts';
import { BONES, type Skeleton } from '../../../src/core/mouse/keypoints.ts';

/** Size of a picture of a contact sheet, and height of the title line above a row, in pixels. */
const CELL = 192;
const LINE = 18;

/** The picture, with a magenta tint on everything outside of the mask. */
export function maskOver({ width, height, data }: RgbaImage): RgbaImage {
  const out = new Uint8ClampedArray(data.length);
  for (let i = 0; i < data.length; i += 4) {
    const tint = 0.6 * (1 - data[i + 3] / 255);
    [255, 0, 255].forEach((colour, c) => (out[i + c] = data[i + c] * (1 - tint) + colour * tint));
    out[i + 3] = 255;
  }
  return { width, height, data: out };
}

/** A PNG of a picture in the centre of a white cell. */
const cell = ({ width, height, data }: RgbaImage): Promise<Buffer> =>
  sharp(data, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .resize(CELL, CELL, { fit: 'contain', background: 'white' })
    .png()
    .toBuffer();

/** The bones of a skeleton as an SVG overlay of a cell. */
function bones({ uv }: Skeleton): Buffer {
  const at = (k: number) => CELL * (0.5 + uv[k] / 2);
  const lines = BONES.map(
    ([a, b]) =>
      `<line x1="${at(2 * a)}" y1="${at(2 * a + 1)}" x2="${at(2 * b)}" y2="${at(2 * b + 1)}"/>`,
  );
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${CELL}" height="${CELL}">` +
      `<g stroke="#00a0ff" stroke-width="1.5">${lines.join('')}</g></svg>`,
  );
}

const escaped = (text: string) => text.replace(/[&<]/g, (sign) => `&#${sign.charCodeAt(0)};`);

const words = (text: string): Buffer =>
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${8 * CELL}" height="${LINE}">` +
      `<text x="3" y="13" font-family="sans-serif" font-size="12">${escaped(text)}</text></svg>`,
  );

export interface SheetRow {
  title: string;
  images: readonly RgbaImage[];
  /** The skeleton that is drawn over the third picture. */
  skeleton?: Skeleton | null;
}

/** Writes rows of pictures with a title above each row, as one PNG. */
export async function writeSheet(file: string, rows: readonly SheetRow[]): Promise<void> {
  const parts: OverlayOptions[] = [];
  for (const [row, { title, images, skeleton }] of rows.entries()) {
    const top = row * (CELL + LINE);
    parts.push({ input: words(title), left: 0, top });
    for (const [column, image] of images.entries())
      parts.push({ input: await cell(image), left: column * CELL, top: top + LINE });
    if (skeleton) parts.push({ input: bones(skeleton), left: 2 * CELL, top: top + LINE });
  }
  const columns = Math.max(8, ...rows.map(({ images }) => images.length));
  const size = { width: columns * CELL, height: rows.length * (CELL + LINE) };
  await sharp({ create: { ...size, channels: 3, background: 'white' } })
    .composite(parts)
    .png()
    .toFile(file);
}
