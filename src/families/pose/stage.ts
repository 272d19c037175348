import { z } from 'zod';
import { count, counts, files, pixels, rigId } from '../fields.ts';

/** `stages.pose` of pack.json. The config keeps every key that it came with. */
export const poseStage = z.strictObject({
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
    /** The network also finds the direction that is up in the rig's frame. Without it Z is up. */
    up: z.literal(true).optional(),
  }),
});

export type PoseStage = z.infer<typeof poseStage>;
