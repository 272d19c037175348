import { expect, it } from 'vitest';
import recorded from '../../../models/parity/metrics.json';
import { seededWords } from '../../test/seeded.ts';
import type { RgbaImage } from '../image/image.ts';
import { countsOf, figuresOf } from './figures.ts';

/** How a picture is made, as in models/parity/record_metrics.py. */
type Recipe = (typeof recorded)[number]['truth'];

function picture(name: string, [width, height]: number[], recipe: Recipe) {
  const [x, y, rx, ry] = recipe.ellipse;
  const word = seededWords(name);
  const data = new Uint8ClampedArray(4 * width * height).fill(255);
  const mask = new Uint8Array(width * height);
  for (let p = 0; p < mask.length; p++) {
    const [dx, dy] = [(p % width) - x, Math.floor(p / width) - y];
    mask[p] = Number(dx * dx * ry * ry + dy * dy * rx * rx <= rx * rx * ry * ry);
    for (let c = 0; c < 3; c++)
      data[4 * p + c] = mask[p]
        ? recipe.low + (word(3 * p + c) % recipe.range)
        : recipe.ground - (word(3 * p + c) % recipe.noise);
  }
  const image: RgbaImage = { width, height, data };
  return { image, mask };
}

// Agreement is within 5·10⁻⁷: torchmetrics computed in float64, too.
it.each(recorded)('$name: as scikit-image and torchmetrics', ({ name, size, ...one }) => {
  const truth = picture(`${name}.truth`, size, one.truth);
  const drawn = picture(`${name}.drawn`, size, one.drawn);
  const figures = figuresOf(
    countsOf({
      truth: truth.image,
      drawn: drawn.image,
      mask: truth.mask,
      covered: drawn.mask,
      background: 1,
    }),
  );
  expect(figures).toMatchObject(
    Object.fromEntries(
      Object.entries(one.figures).map(([name, value]) => [name, expect.closeTo(value, 6)]),
    ),
  );
});
