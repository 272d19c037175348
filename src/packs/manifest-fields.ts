import { z } from 'zod';
import { pixels, rigId } from '../families/fields.ts';

/** Id of a pack. It is also the name of its folder. */
export const packId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be lower-case words joined by -');

/** Text in English, and in any other languages. */
export const localised = z.object({ en: z.string().min(1) }).catchall(z.string().min(1));

const ringRig = z.strictObject({
  id: rigId,
  /** World units from the origin. */
  radius: z.number().positive().max(1000),
  fovDeg: z.number().min(1).max(170),
  elevationDeg: z.number().min(-89).max(89),
  azimuthsDeg: z.array(z.number()).min(1).max(32),
  imageSize: pixels,
});

const cameraRig = z.strictObject({
  id: rigId,
  /** Mean distance of the cameras from the origin. */
  radius: z.number().positive().max(1000),
  imageSize: pixels,
  cameras: z
    .array(
      z.strictObject({
        fx: z.number().positive(),
        fy: z.number().positive(),
        cx: z.number(),
        cy: z.number(),
        /** World to camera, 4×4 row-major, OpenCV axes. */
        w2c: z.array(z.number()).length(16),
      }),
    )
    .min(1)
    .max(32),
});

/** The cameras of a pack: the numbers of a ring, or a list of cameras. */
export const rig = z.union([ringRig, cameraRig]);
