import { z } from 'zod';
import { count, counts, files, pixels } from '../fields.ts';

/** `stages.matting` of pack.json for the U-Net. The config keeps every key that it came with. */
export const unetMattingStage = z.strictObject({
  kind: z.literal('unet'),
  files,
  config: z.looseObject({
    size: pixels,
    channels: counts,
    /** One per level where there are any. */
    blocks: z.array(z.int().min(0).max(64)).max(16).optional(),
    groups: count,
  }),
});

export type UnetMattingStage = z.infer<typeof unetMattingStage>;
