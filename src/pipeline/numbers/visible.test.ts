import { describe, expect, it } from 'vitest';
import { emptyCloud } from '../../core/gaussians/gaussian-cloud.ts';
import { requireFinite, requireShown, requireVisible } from './visible.ts';

const picture = (...pixels: number[][]) => ({
  width: pixels.length,
  height: 1,
  data: Uint8ClampedArray.from(pixels.flat()),
});
const white = picture([255, 255, 255, 255], [255, 255, 255, 255]);
const red = picture([200, 0, 0, 255], [200, 0, 0, 0]);
const nearlyRed = picture([200, 0, 0, 255], [208, 8, 8, 255]);
const shown = picture([200, 0, 0, 255], [200, 9, 0, 255]);

describe('requireShown', () => {
  it.each([
    ['white', [white, white]],
    ['of one colour each, whatever their alpha', [white, red]],
    ['nearly of one colour', [nearlyRed]],
  ])('refuses views that are %s', (_, views) =>
    expect(() => requireShown(views, 'multi-view model')).toThrow(
      expect.objectContaining({ code: 'views-blank', stage: 'multiview' }) as Error,
    ),
  );

  it('accepts views of which one shows something', () =>
    expect(() => requireShown([white, shown, red], 'multi-view model')).not.toThrow());
});

it('requireFinite names the array that is not finite, and ignores other fields', () => {
  const made = { count: NaN, uv: Float32Array.of(1), up: Float32Array.of(0, NaN, 0) };
  expect(() => requireFinite(made, 'pose network')).toThrow(/up: of 3 values 1 are NaN/);
  expect(() => requireFinite({ ...made, up: made.uv }, 'pose network')).not.toThrow();
});

describe('requireVisible', () => {
  const cloud = emptyCloud(3);
  cloud.opacityLogit.set([-9, -3, -9]);

  it('accepts a cloud with one Gaussian of enough opacity', () =>
    expect(() => requireVisible(cloud, 0.04)).not.toThrow());

  it.each([
    ['without Gaussians', emptyCloud(0), 0],
    ['of transparent Gaussians', cloud, 0.05],
  ])('refuses a cloud %s', (_, made, minOpacity) =>
    expect(() => requireVisible(made, minOpacity)).toThrow(
      expect.objectContaining({
        code: 'splat-empty',
        values: { network: 'reconstructor', stage: 'reconstruct' },
      }) as Error,
    ),
  );
});
