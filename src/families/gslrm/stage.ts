import { z } from 'zod';
import { count, pixels, unit } from '../fields.ts';
import { optionalReconstructKeys, reconstructKeys } from '../reconstructor.ts';

const { anySize, photoSides } = optionalReconstructKeys;

/** `stages.reconstruct` of pack.json for GS-LRM. The config keeps every key that it came with. */
export const gslrmStage = z.strictObject({
  kind: z.literal('gslrm'),
  ...reconstructKeys,
  anySize,
  photoSides,
  config: z.looseObject({
    d: count,
    d_head: count,
    layers: count,
    patch: count,
    n_gaussians: z.int().min(0).max(1024),
    image: pixels,
    views: z.int().min(1).max(32),
  }),
  /** Background patches become no tokens (keep-patches.ts). */
  prune: z.strictObject({ keep_white_above: unit, max_tokens: count }).optional(),
});

export type GslrmStage = z.infer<typeof gslrmStage>;
