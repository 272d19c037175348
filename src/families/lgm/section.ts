import { z } from 'zod';
import { counts, pixels } from '../fields.ts';
import { withinLimits } from '../limits.ts';
import { LGM_LIMITS } from './config.ts';
import { optionalReconstructKeys, reconstructKeys } from '../reconstructor.ts';

/** `stages.reconstruct` of pack.json for LGM. The config may have further keys; they are kept. */
export const lgmSection = z.strictObject({
  kind: z.literal('lgm'),
  ...reconstructKeys,
  useViews: optionalReconstructKeys.useViews,
  config: z
    .looseObject({
      down_channels: counts,
      down_attention: z.array(z.boolean()),
      mid_attention: z.boolean(),
      up_channels: counts,
      up_attention: z.array(z.boolean()),
      image: pixels,
    })
    .check(withinLimits(LGM_LIMITS)),
});

export type LgmSection = z.infer<typeof lgmSection>;
