import { z } from 'zod';
import { count, counts, files, pixels, rigId } from '../fields.ts';

/** `stages.pose` of pack.json. The config may have further keys; they are kept. */
export const poseSection = z.strictObject({
  files,
  rig: rigId,
  config: z.looseObject({
    size: pixels,
    stem: count,
    stem_stride: z.int().min(2).max(8).multipleOf(2).optional(),
    channels: counts.length(4),
    blocks: count,
    groups: count,
    fpn: count,
    width: count,
    heads: count,
    layers: count,
    /** The network also finds which direction of the rig's frame is up. Without this key Z is up. */
    up: z.literal(true).optional(),
  }),
});

export type PoseSection = z.infer<typeof poseSection>;
