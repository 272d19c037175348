import type { RgbaImage } from '../image/image.ts';
import { measureMouse, mouseAlpha, type MouseMeasure } from './measure.ts';
import type { PreprocessOptions } from './options.ts';
import type { SamplePlan } from './plan.ts';

const middleOf = ({ box: [x0, y0, x1, y1] }: MouseMeasure) => [(x0 + x1) / 2, (y0 + y1) / 2];

/** What the lab's `pixel_based` records of a view. @param picture the placed picture, or null */
function viewStats(
  measure: MouseMeasure | null,
  scale: number,
  picture: RgbaImage | null,
  i: number,
) {
  if (!measure) return { view_idx: i, success: false, reason: 'empty_mask' };
  const middle = middleOf(measure);
  const after = picture && measureMouse(picture, mouseAlpha('pixel_based'));
  return {
    view_idx: i,
    success: true,
    original_com: measure.com,
    original_bbox_center: middle,
    com_bbox_diff: Math.hypot(measure.com[0] - middle[0], measure.com[1] - middle[1]),
    original_size_ratio: measure.ratio,
    scale_factor: scale,
    output_com: after ? after.com : null,
    output_size_ratio: after ? after.ratio : 0,
  };
}

/**
 * The fields that the lab's scripts add to opencv_cameras.json. `centered` and `add_alpha` add none.
 * `intrinsics_updated` says whether the cameras were moved, too.
 * @param pictures the placed pictures; null for a view that is left out
 */
export function labFields(
  { measures, scales, safeScales }: SamplePlan,
  pictures: readonly (RgbaImage | null)[],
  { method, cameras, targetRatio, outputSize, safeMargin }: PreprocessOptions,
): Record<string, unknown> {
  if (method === 'pixel_based')
    return {
      pixel_based_preprocessing: {
        method: 'center_of_mass_and_pixel_scale',
        target_size_ratio: targetRatio,
        output_size: outputSize,
        view_stats: measures.map((measure, i) => viewStats(measure, scales[i], pictures[i], i)),
        ...(cameras === 'exact' && { intrinsics_updated: true }),
      },
    };
  if (method === 'uniform')
    return {
      uniform_scale_info: {
        method: 'sample_uniform_scale',
        target_ratio: targetRatio,
        safe_margin: safeMargin,
        uniform_scale: Math.max(...scales),
        original_ratios: measures.map((measure) => measure?.ratio ?? 0),
        per_view_safe_scales: safeScales,
        intrinsics_updated: true,
      },
    };
  return {};
}
