import type { AppError } from '../../core/errors.ts';
import { allFinite, describeNonFinite } from '../../core/finite.ts';
import type { GaussianCloud } from '../../core/gaussians/gaussian-cloud.ts';
import type { RgbaImage } from '../../core/image/image.ts';
import { networkError, type NetworkName } from '../../core/networks.ts';

/** Checks of what networks made, beside those of every output (checked-outputs.ts). */

/** A picture whose red, green and blue each stay within this many levels of 255 shows nothing. */
const BLANK_LEVELS = 8;

/** Whether a picture is of one colour. Alpha is ignored. */
function isBlank({ data }: RgbaImage): boolean {
  const [low, high] = [data.slice(0, 3), data.slice(0, 3)];
  for (let i = 0; i < data.length; i += 4)
    for (let c = 0; c < 3; c++) {
      low[c] = Math.min(low[c], data[i + c]);
      high[c] = Math.max(high[c], data[i + c]);
      if (high[c] - low[c] > BLANK_LEVELS) return false;
    }
  return true;
}

/** @throws AppError `views-blank` if every view is of one colour */
export function requireShown(views: readonly RgbaImage[], network: NetworkName): void {
  if (!views.every(isBlank)) return;
  const colour = [...views[0].data.subarray(0, 3)].join(', ');
  throw networkError('views-blank', network, `every view is of one colour, the first of ${colour}`);
}

/** @throws AppError `numbers-invalid` if a value of the arrays is NaN or infinite */
export function requireFinite(made: object, network: NetworkName): void {
  for (const [name, values] of Object.entries(made))
    if (values instanceof Float32Array && !allFinite(values))
      throw networkError('numbers-invalid', network, `${name}: ${describeNonFinite(values)}`);
}

/** The error for a splat without Gaussians. */
export const noGaussians = (detail: string): AppError =>
  networkError('splat-empty', 'reconstructor', detail);

/**
 * @param minOpacity 0…1
 * @throws AppError `splat-empty` if no Gaussian has this opacity
 */
export function requireVisible({ count, opacityLogit }: GaussianCloud, minOpacity: number): void {
  if (opacityLogit.some((logit) => 1 / (1 + Math.exp(-logit)) >= minOpacity)) return;
  throw noGaussians(`none of ${count} Gaussians has an opacity of ${minOpacity} or more`);
}
