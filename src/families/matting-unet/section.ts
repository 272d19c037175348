import { z } from 'zod';
import { count, counts, files, pixels } from '../fields.ts';

/** `stages.matting` of pack.json for the U-Net. The config may have further keys; they are kept. */
export const unetMattingSection = z.strictObject({
  kind: z.literal('unet'),
  files,
  config: z.looseObject({
    size: pixels,
    channels: counts,
    /** Number of residual blocks, one number per level. Default 0. */
    blocks: z.array(z.int().min(0).max(64)).max(16).optional(),
    groups: count,
  }),
});

export type UnetMattingSection = z.infer<typeof unetMattingSection>;
