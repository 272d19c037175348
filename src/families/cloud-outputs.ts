import type { GaussianCloud } from '../core/gaussians/gaussian-cloud.ts';
import type { NdArray } from '../core/image/image.ts';
import type { GraphBuilder, Value } from '../graphs/builder.ts';
import { add, mul } from '../graphs/layers.ts';

/** Names of the outputs that every reconstructor's graph has. Each output has N rows, one per Gaussian. */
export const CLOUD_OUTPUTS = ['xyz', 'sh_dc', 'log_scale', 'rotation', 'opacity_logit'] as const;

/**
 * The opacity logits, [N, 1]. They are NaN for a Gaussian of which any raw number is NaN or infinite. Activations hide
 * such numbers: a sigmoid makes 1 of infinity, and on a GPU the smaller of NaN and 1 may be 1.
 * @param raw what the network computed before the activations, [N, numbers per Gaussian], float32
 */
export const markBroken = (g: GraphBuilder, logits: Value, raw: Value): Value => {
  const sum = g.op('ReduceSum', [raw, g.i64([1])], { shape: [raw.shape[0], 1] });
  return add(g, logits, mul(g, sum, g.float(0, [], 'f32')));
};

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
