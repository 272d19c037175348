import type { GaussianCloud } from '../core/gaussians/gaussian-cloud.ts';
import type { NdArray } from '../core/image/image.ts';

/** Names of the outputs that every reconstructor's graph has. Each output has N rows, one per Gaussian. */
export const CLOUD_OUTPUTS = ['xyz', 'sh_dc', 'log_scale', 'rotation', 'opacity_logit'] as const;

/** The outputs as a cloud. The arrays are not copied. */
export const cloudOf = (
  outputs: Readonly<Record<(typeof CLOUD_OUTPUTS)[number], NdArray>>,
): GaussianCloud => ({
  count: outputs.xyz.shape[0],
  xyz: outputs.xyz.data,
  shDc: outputs.sh_dc.data,
  logScale: outputs.log_scale.data,
  rotation: outputs.rotation.data,
  opacityLogit: outputs.opacity_logit.data,
});
