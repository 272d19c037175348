import { expect, it } from 'vitest';
import { exampleManifest } from '../../test/example-manifest.ts';
import { drawn, inEllipse } from '../../test/photos/drawn.ts';
import { stageContext } from '../../test/stage-context.ts';
import { centring } from './centring.ts';

it('the placement leads from the pixels of the photo, also if a frame was left out', async () => {
  const context = await stageContext(exampleManifest(), {});
  const image = drawn(60, 40, (x, y) => (inEllipse(x, y, [20, 15, 9, 6]) ? 50 : [0, 0, 0, 0]));
  const cutout = { image, source: 'network' as const, confidence: 1, notices: [] };
  const whole = await centring({ ...cutout, origin: { left: 0, top: 0 } }, context);
  const framed = await centring({ ...cutout, origin: { left: 8, top: 5 } }, context);
  const { scale, offsetX, offsetY } = whole.placement;
  expect(framed.image).toEqual(whole.image);
  // The mouse's middle, 20 and 15 in the cut-out, is 28 and 20 in the photo.
  expect(framed.placement.scale * 28 + framed.placement.offsetX).toBeCloseTo(scale * 20 + offsetX);
  expect(framed.placement.scale * 20 + framed.placement.offsetY).toBeCloseTo(scale * 15 + offsetY);
});
