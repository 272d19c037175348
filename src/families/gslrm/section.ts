import { z } from 'zod';
import { count, fraction, pixels } from '../fields.ts';
import { withinLimits } from '../limits.ts';
import { GSLRM_LIMITS } from './config.ts';
import { optionalReconstructKeys, reconstructKeys } from '../reconstructor.ts';

const { anySize, photoSides } = optionalReconstructKeys;

/** `stages.reconstruct` of pack.json for GS-LRM. The config may have further keys; they are kept. */
export const gslrmSection = z.strictObject({
  kind: z.literal('gslrm'),
  ...reconstructKeys,
  anySize,
  photoSides,
  config: z
    .looseObject({
      d: count,
      d_head: count,
      layers: count,
      patch: count,
      n_gaussians: z.int().min(0),
      image: pixels,
      views: count,
    })
    .check(withinLimits(GSLRM_LIMITS)),
  /** Limits for background pruning: background patches are not given to the transformer (keep-patches.ts). */
  prune: z.strictObject({ keep_white_above: fraction, max_tokens: count }).optional(),
});

export type GslrmSection = z.infer<typeof gslrmSection>;
